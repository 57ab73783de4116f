"""A server on a database of its own, for callers who send it whatever they like."""

import os
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import schemathesis
from schemathesis.schemas import BaseSchema
from sqlalchemy import select

from app import clock
from app.catalogue.models import Procedure
from app.database import Database, new_id
from app.institution.models import Area
from app.settings import Settings
from app.users.models import Membership, Session, User
from app.users.tokens import TokenType, sign
from tests.factories import present
from tests.platform.processes import Server, start_server

Headers = dict[str, str]


@dataclass
class World:
    """A running server, and things in it that its callers may name."""

    server: Server
    settings: Settings
    database: Database
    ids: dict[str, str] = field(default_factory=dict)

    async def caller(self, role: str) -> Headers:
        """The headers of a new person of this role with a session of their own, which the calls may well end."""
        if role == "anonymous":
            return {}
        user = User(id=new_id(), email=f"{uuid4().hex}@example.com", name="Persona", role=role)
        ends = clock.now() + timedelta(days=1)
        async with self.database.transaction() as session:
            session.add(user)
            await session.flush()
            signed_in = Session(id=new_id(), user_id=user.id, refresh_hash=uuid4().hex, expires_at=ends)
            session.add(signed_in)
            if role in ("clerk", "officer"):
                session.add(Membership(user_id=user.id, area_id=UUID(self.ids["area_id"])))
        token = sign(self.settings, TokenType.ACCESS, user.id, minutes=600, sid=str(signed_in.id))
        return {"Authorization": f"Bearer {token}"}

    async def document(self, headers: Headers) -> dict[str, Any]:
        """A document just presented by this caller, or by nobody in particular."""
        async with httpx.AsyncClient(base_url=self.server.url, timeout=30) as client:
            return await present(client, headers=headers)

    async def name_things(self) -> None:
        procedure = Procedure(
            id=new_id(), code="LIC", name="Licencia", description="", term_days=15, silence="positive"
        )
        async with self.database.transaction() as session:
            session.add(procedure)
            area = (await session.execute(select(Area.id).limit(1))).scalar_one()
        self.ids |= {"area_id": str(area), "procedure_id": str(procedure.id)}
        wanted = {"Tus-Resumable": "1.0.0", "Upload-Length": "64", "Upload-Metadata": "filename YS5wZGY="}
        async with httpx.AsyncClient(base_url=self.server.url, timeout=30) as client:
            begun = await client.post("/api/v1/uploads", headers=wanted)
        self.ids["upload_id"] = begun.headers["Location"].rsplit("/", 1)[1]
        document = await self.document({})
        self.ids |= {"document_id": document["id"], "code": document["receipt"]["verification_code"]}


@pytest.fixture(scope="session")
async def world(settings: Settings, make_database: Callable[[str], str]) -> AsyncIterator[World]:
    url = make_database(f"mesa_contract_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}")
    with (
        tempfile.TemporaryDirectory(prefix="mesa-contract-") as data,
        start_server(DATABASE_URL=url, MESA_DATA_DIR=data) as server,
    ):
        own = settings.model_copy(update={"database_url": url, "mesa_data_dir": Path(data)})
        database = Database(own)
        world = World(server, own, database)
        await world.name_things()
        yield world
        await database.close()


@pytest.fixture(scope="session")
def api(world: World) -> BaseSchema:
    """The contract as the server serves it."""
    return schemathesis.openapi.from_url(f"{world.server.url}/api/v1/openapi.json")
