"""The worker walks the trail by itself, and says what it found."""

import os
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app import clock
from app.audit.service import record
from app.audit.walks import EVERY, walk_when_due
from app.database import Database
from app.measures.desk import figures
from app.settings import Settings

AT = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
async def trail(settings: Settings, make_database: Callable[[str], str]) -> AsyncIterator[Database]:
    name = f"walks_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}_{clock.now():%H%M%S%f}"
    database = Database(settings.model_copy(update={"database_url": make_database(name)}))
    for _ in range(3):
        async with database.transaction() as session:
            await record(session, "receive", at=AT, detail={})
    yield database
    await database.close()


async def chain_ok(database: Database) -> float:
    async with database.reading() as session:
        return next(m for m in await figures(session) if m.name == "mesa_audit_chain_ok").samples[0].value


async def test_a_whole_trail_is_walked_once_until_the_next_is_due(trail: Database) -> None:
    with clock.frozen(AT):
        first = await walk_when_due(trail)
        again = await walk_when_due(trail)
    with clock.frozen(AT + EVERY + timedelta(seconds=1)):
        later = await walk_when_due(trail)

    assert first is not None
    assert (first.ok, first.rows) == (True, 3)
    assert again is None
    assert later is not None
    assert await chain_ok(trail) == 1


async def test_a_broken_trail_is_known(trail: Database) -> None:
    async with trail.transaction() as session:
        await session.execute(text("UPDATE audit_rows SET action = 'observe' WHERE seq = 2"))

    found = await walk_when_due(trail)

    assert found is not None
    assert (found.ok, found.first_bad) == (False, 2)
    assert await chain_ok(trail) == 0
