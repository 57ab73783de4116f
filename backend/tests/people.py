"""People for tests: accounts made straight in the database, signed in through the same call a browser makes."""

import itertools
import uuid
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from app import clock
from app.database import new_id
from app.institution.models import Area
from app.users.models import Membership, Role, User
from app.users.passwords import hash_password

PASSWORD = "una clave larga de prueba"
_serial = itertools.count(1)
_hashed: list[str] = []


async def _hash() -> str:
    """The hash of PASSWORD, computed once: it is slow on purpose."""
    if not _hashed:
        _hashed.append(await hash_password(PASSWORD))
    return _hashed[0]


async def make_user(
    app: FastAPI, role: Role | str, *, area: str | None = None, name: str | None = None, email: str | None = None
) -> User:
    """An active account with PASSWORD; `area` is the code of an area that exists."""
    serial = next(_serial)
    async with app.state.database.transaction() as session:
        user = User(
            id=new_id(),
            email=email or f"persona{serial}-{uuid.uuid4().hex[:8]}@example.com",
            name=name or f"Persona {serial}",
            role=str(role),
            password_hash=await _hash(),
            email_verified_at=clock.now(),
            created_at=clock.now(),
        )
        session.add(user)
        await session.flush()
        if area:
            area_id = (await session.execute(select(Area.id).where(Area.code == area))).scalar_one()
            session.add(Membership(user_id=user.id, area_id=area_id))
    return user


async def log_in(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/v1/auth/login", data={"username": email, "password": password})


async def headers_of(client: httpx.AsyncClient, user: User) -> dict[str, str]:
    """The Authorization header of an account, signed in now. The client keeps no cookie of it."""
    answer = await log_in(client, user.email)
    assert answer.status_code == 200, answer.text
    client.cookies.clear()
    body: dict[str, Any] = answer.json()
    return {"Authorization": f"Bearer {body['access_token']}"}


def app_of(client: httpx.AsyncClient) -> FastAPI:
    """The application a test's client talks to in this process."""
    application: FastAPI = client._transport.app  # type: ignore[attr-defined]
    return application


async def sign_in(client: httpx.AsyncClient, role: Role | str, area: str | None = None) -> dict[str, str]:
    """The Authorization header of a new person of this role, who works in `area` if one is named by its code."""
    return await headers_of(client, await make_user(app_of(client), role, area=area))
