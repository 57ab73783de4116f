"""The trail proves itself: any change by SQL is named by its row."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from app.audit.service import record
from app.audit.verification import Verdict, verify
from app.database import Database
from app.settings import Settings

BACKEND = Path(__file__).parents[2]
AT = datetime(2026, 11, 24, 15, 47, 9, 123456, tzinfo=UTC)


@pytest.fixture
async def trail(
    settings: Settings, make_database: Callable[[str], str], request: pytest.FixtureRequest
) -> AsyncIterator[Database]:
    """A database of its own with a chain of five rows."""
    name = f"trail_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}_{abs(hash(request.node.name)) % 10**8}"
    database = Database(settings.model_copy(update={"database_url": make_database(name)}))
    for number in range(1, 6):
        async with database.transaction() as session:
            await record(session, "receive", at=AT, detail={"folios": number, "texto": "ñandú 漢字 🙂", "nada": None})
    yield database
    await database.close()


async def verdict_after(database: Database, *statements: str) -> Verdict:
    async with database.transaction() as session:
        for statement in statements:
            await session.execute(text(statement))
    async with database.snapshot() as session:
        return await verify(session)


async def test_an_untouched_trail_is_whole(trail: Database) -> None:
    verdict = await verdict_after(trail)

    assert (verdict.ok, verdict.rows, verdict.first_bad) == (True, 5, None)


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE audit_rows SET action = 'observe' WHERE seq = 3", 3),
        ("UPDATE audit_rows SET detail = detail || '{\"folios\": 9}' WHERE seq = 2", 2),
        ("UPDATE audit_rows SET at = at + interval '1 microsecond' WHERE seq = 5", 5),
        ("UPDATE audit_rows SET actor_id = NULL, hash = repeat('a', 64) WHERE seq = 1", 1),
        ("UPDATE audit_rows SET previous_hash = repeat('a', 64) WHERE seq = 4", 4),
        ("DELETE FROM audit_rows WHERE seq = 3", 3),
        ("DELETE FROM audit_rows WHERE seq = 5", 5),
        ("UPDATE audit_head SET hash = repeat('b', 64)", 6),
        (
            "INSERT INTO audit_rows SELECT 6, gen_random_uuid(), at, NULL, 'void', NULL, detail, hash, repeat('c', 64)"
            " FROM audit_rows WHERE seq = 5",
            6,
        ),
    ],
)
async def test_a_change_by_sql_is_named(trail: Database, statement: str, first_bad: int) -> None:
    verdict = await verdict_after(trail, statement)

    assert (verdict.ok, verdict.first_bad) == (False, first_bad)


async def test_a_failed_act_leaves_no_row(trail: Database) -> None:
    async def fail() -> None:
        async with trail.transaction() as session:
            await record(session, "receive")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    assert (await verdict_after(trail)).rows == 5


async def test_the_command_says_so_and_exits_with_it(trail: Database) -> None:
    def run() -> subprocess.CompletedProcess[str]:
        url = trail.engine.url.render_as_string(hide_password=False).replace("+asyncpg", "")
        environment = {**os.environ, "DATABASE_URL": url}
        command = [sys.executable, "-m", "app.cli", "audit", "verify", "--json"]
        return subprocess.run(command, cwd=BACKEND, env=environment, capture_output=True, text=True, check=False)

    whole = run()
    assert whole.returncode == 0, whole.stderr
    assert json.loads(whole.stdout)["rows"] == 5

    await verdict_after(trail, "UPDATE audit_rows SET action = 'void' WHERE seq = 4")
    broken = run()

    assert broken.returncode == 1
    assert json.loads(broken.stdout)["first_bad"] == 4
