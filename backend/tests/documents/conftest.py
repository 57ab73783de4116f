"""Rows that filings name, and people who are signed in."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI

from app import clock
from app.catalogue.models import Procedure, Requirement
from app.database import new_id
from app.institution.models import Area
from app.users.models import Membership, Role, Session, User
from app.users.tokens import TokenType, sign

MakeProcedure = Callable[..., Awaitable[Procedure]]
SignedIn = Callable[..., Awaitable[dict[str, str]]]
MakeArea = Callable[[], Awaitable[Area]]


@pytest.fixture
def make_procedure(app: FastAPI) -> MakeProcedure:
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


@pytest.fixture
def make_area(app: FastAPI) -> MakeArea:
    async def make() -> Area:
        area = Area(code=uuid4().hex[:8].upper(), name="Área de prueba")
        async with app.state.database.transaction() as session:
            session.add(area)
        return area

    return make


@pytest.fixture
def signed_in(app: FastAPI) -> SignedIn:
    """The headers of a new person of this role, signed in a while ago."""

    async def make(role: Role | str, *area_ids: UUID) -> dict[str, str]:
        user = User(id=new_id(), email=f"{uuid4().hex}@example.com", name="Persona de Prueba", role=str(role))
        began = Session(
            id=new_id(), user_id=user.id, refresh_hash=uuid4().hex, expires_at=clock.now() + timedelta(days=3650)
        )
        async with app.state.database.transaction() as session:
            session.add(user)
            await session.flush()
            session.add_all([began, *(Membership(user_id=user.id, area_id=each) for each in area_ids)])
        token = sign(app.state.settings, TokenType.ACCESS, user.id, minutes=60 * 24 * 3650, sid=str(began.id))
        return {"Authorization": f"Bearer {token}"}

    return make
