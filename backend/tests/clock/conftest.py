"""What the clock's tests share."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import delete, update

from app.clock.models import Closure
from app.documents.lifecycle import Status
from app.documents.models import Document


@pytest.fixture
async def year_of_its_own(app: FastAPI) -> AsyncIterator[None]:
    """Leaves neither closures nor open filings behind."""
    yield
    async with app.state.database.transaction() as session:
        await session.execute(delete(Closure).where(Closure.day >= date(2044, 1, 1)))
        far = Document.presentation_date >= date(2044, 1, 1)
        await session.execute(update(Document).where(far).values(status=Status.WITHDRAWN))
