"""Rows that filings name."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from app.catalogue.models import Procedure, Requirement


@pytest.fixture
def make_procedure(app: FastAPI) -> Callable[..., Awaitable[Procedure]]:
    """Makes a procedure of its own for a test, with a requirement for each name given."""

    async def make(*requirements: str, **over: Any) -> Procedure:
        values = {
            "code": uuid4().hex[:12].upper(),
            "name": "Licencia de funcionamiento",
            "description": "Para abrir un local.",
            "term_days": 15,
            "silence": "positive",
        }
        procedure = Procedure(**(values | over))
        async with app.state.database.transaction() as session:
            session.add(procedure)
            await session.flush()
            for position, name in enumerate(requirements):
                session.add(Requirement(procedure_id=procedure.id, position=position, name=name))
        return procedure

    return make
