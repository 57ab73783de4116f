"""Lists from a replica: never behind one's own act, never a failure because it is away."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from sqlalchemy import text

from app import clock, database
from app.audit.models import Heartbeat
from app.embedded import PostgreSQL
from app.main import create_app
from app.settings import Settings
from tests.conftest import Ground
from tests.factories import API, present
from tests.people import sign_in
from tests.platform.standby import make_standby

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("TEST_DATABASE_URL")), reason="a replica is made of the embedded PostgreSQL only"
)


@pytest.fixture(scope="module")
def standby(ground: Ground, settings: Settings) -> Iterator[PostgreSQL]:
    home = ground.folder / f"standby-{os.getpid()}"
    running = make_standby(settings.database_url, home)
    yield running
    running.stop()


@pytest.fixture
async def app(settings: Settings, standby: PostgreSQL) -> AsyncIterator[FastAPI]:
    """The application with its lists on the replica, and a worker that has just been seen."""
    url = standby.url.rsplit("/", 1)[0] + "/" + settings.database_url.rsplit("/", 1)[1]
    application = create_app(settings.model_copy(update={"database_replica_url": url}))
    async with LifespanManager(application, startup_timeout=60, shutdown_timeout=60):
        async with application.state.database.transaction() as session:
            await session.merge(Heartbeat(name="worker-replica", at=clock.now()))
        await caught_up(application)
        yield application


@pytest.fixture
async def client(app: FastAPI, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=settings.public_url) as caller:
        yield caller


async def caught_up(app: FastAPI) -> None:
    """Waits until the replica has replayed all that the primary has committed."""
    async with app.state.database.reading() as session:
        wanted = await session.scalar(text("SELECT pg_current_wal_lsn()::text"))
    async with asyncio.timeout(20), app.state.database.replica.engine.connect() as connection:
        there = text("SELECT pg_last_wal_replay_lsn() >= CAST(CAST(:wanted AS text) AS pg_lsn)")
        while not await connection.scalar(there, {"wanted": wanted}):  # noqa: ASYNC110 it can only be asked
            await asyncio.sleep(0.01)


async def answered_by_replica(app: FastAPI, **how: bool) -> bool:
    async with app.state.database.listing(**how) as session:
        return bool(await session.scalar(text("SELECT pg_is_in_recovery()")))


async def listed(client: httpx.AsyncClient, headers: dict[str, str], number: str) -> bool:
    """Whether the list finds the number: asked for by name, for other tests' filings may fill its first page."""
    answer = await client.get(f"{API}/documents", params={"q": number}, headers=headers)
    assert answer.status_code == 200, answer.text
    return number in [row["number"] for row in answer.json()["items"]]


async def paused(app: FastAPI, what: str) -> None:
    """Stops or goes on replaying, as a replica that is behind."""
    superuser = app.state.settings.database_replica_url.replace("mesapartes_user:", "postgres:")
    import asyncpg

    connection = await asyncpg.connect(superuser)
    await connection.execute(f"SELECT pg_wal_replay_{what}()")
    await connection.close()


async def test_lists_come_from_the_replica_and_one_filing_from_the_primary(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    clerk = await sign_in(client, "clerk")
    await caught_up(app)
    client.cookies.clear()
    await paused(app, "pause")
    try:
        presented = await present(client)
        client.cookies.clear()
        late = await listed(client, clerk, presented["number"])
        one = await client.get(f"{API}/documents/{presented['id']}", headers=clerk)
    finally:
        await paused(app, "resume")
    await caught_up(app)

    assert await answered_by_replica(app)
    assert not late
    assert (one.status_code, one.json()["number"]) == (200, presented["number"])
    assert await listed(client, clerk, presented["number"])


async def test_whoever_has_just_acted_sees_it_in_the_list(app: FastAPI, client: httpx.AsyncClient) -> None:
    clerk = await sign_in(client, "clerk")
    await paused(app, "pause")
    try:
        presented = await present(client)
        assert client.cookies.get(database.JUST_WROTE) == "1"
        assert await listed(client, clerk, presented["number"])
    finally:
        await paused(app, "resume")
    assert not await answered_by_replica(app, fresh=True)


async def test_a_replica_far_behind_is_not_asked(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await answered_by_replica(app)
    app.state.database.replica._trusted_until = 0
    monkeypatch.setattr(database, "REPLICA_BEHIND_SECONDS", -1)
    assert not await answered_by_replica(app)


async def test_a_replica_that_dies_is_replaced_by_the_primary_and_comes_back(
    app: FastAPI, client: httpx.AsyncClient, standby: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = await sign_in(client, "clerk")
    presented: dict[str, Any] = await present(client)
    await caught_up(app)
    client.cookies.clear()
    assert await answered_by_replica(app)

    standby.stop()
    try:
        assert await listed(client, clerk, presented["number"])
        assert (await client.get(f"{API}/documents/counters", headers=clerk)).status_code == 200
        assert not await answered_by_replica(app)
    finally:
        standby.start()
    monkeypatch.setattr(app.state.database.replica, "_resting_until", 0)
    assert await answered_by_replica(app)


async def test_a_replica_that_hangs_costs_one_answer_at_most(
    app: FastAPI, client: httpx.AsyncClient, standby: PostgreSQL
) -> None:
    clerk = await sign_in(client, "clerk")
    await caught_up(app)
    client.cookies.clear()
    assert await answered_by_replica(app)
    async with app.state.database.replica.engine.connect() as connection:
        pids = [row[0] for row in await connection.execute(text("SELECT pid FROM pg_stat_activity"))]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        first = await client.get(f"{API}/documents", headers=clerk)
        second = await client.get(f"{API}/documents", headers=clerk)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)

    assert first.status_code in (200, 503)
    assert second.status_code == 200


def test_the_cookie_is_only_there_with_a_replica(settings: Settings, tmp_path: Path) -> None:
    def pins(**update: str | None) -> bool:
        made = create_app(settings.model_copy(update=update))
        return any("PinWriters" in str(each.cls) for each in made.user_middleware)

    assert pins(database_replica_url="postgresql://elsewhere/mesa")
    assert not pins(database_replica_url=None)
