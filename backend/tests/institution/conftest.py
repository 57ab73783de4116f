"""What tests that change the single row of settings share: it is given back as it was."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import delete, insert, update

from app.institution.models import ConsentText, CutoffRule, Institution


@pytest.fixture
async def settings_given_back(app: FastAPI) -> AsyncIterator[None]:
    """Settings, cut-off rules and consent texts are afterwards as they were before."""
    owner, rules = Institution.__table__, CutoffRule.__table__
    async with app.state.database.reading() as session:
        row: dict[str, Any] = dict((await session.execute(owner.select())).one()._mapping)
        kept = [dict(each._mapping) for each in await session.execute(rules.select())]
    yield
    async with app.state.database.transaction() as session:
        await session.execute(update(Institution).values(**row))
        await session.execute(delete(CutoffRule))
        await session.execute(insert(CutoffRule).values(kept))
        await session.execute(delete(ConsentText).where(ConsentText.version != "1"))
