"""Taken down to what an earlier version asks for, by the operator's command."""

import asyncio
import os
import shutil
import subprocess
import sys

import asyncpg
import pytest

from app.embedded import services
from tests.keeping.conftest import ROOT, Clone

pytestmark = pytest.mark.keeping

EARLIER = "0003"


@pytest.fixture
def living(copied: Clone, machine: Clone) -> Clone:
    """A system of its own with the demonstration's filings, stopped."""
    shutil.copytree(copied.copies, machine.copies)
    answer = machine.restore()
    assert answer.returncode == 0, answer.stderr
    (machine.data / "prepared").write_text("what a start leaves behind")
    return machine


def asked(clone: Clone, statement: str, *, after: tuple[str, ...] = ()) -> object:
    """What its database answers, once `alembic` has done what is to be done first."""

    async def ask(url: str) -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    with services(clone.data, valkey=False) as running:
        assert running.postgresql
        url = running.postgresql.url
        if after:
            env = {**os.environ, "DATABASE_URL": url}
            command = [sys.executable, "-m", "alembic", *after]
            subprocess.run(command, cwd=ROOT / "backend", env=env, check=True, capture_output=True)
        return asyncio.run(ask(url))


def test_going_down_and_up_again_keeps_every_filing(living: Clone) -> None:
    filed = asked(living, "SELECT count(*) FROM documents")

    answer = living.run("downgrade", "--local", EARLIER)

    assert answer.returncode == 0, answer.stderr
    assert f"revisión {EARLIER}" in answer.stderr
    # Whichever code starts next has to look at the database again.
    assert not (living.data / "prepared").exists()
    assert asked(living, "SELECT version_num FROM alembic_version") == EARLIER
    assert asked(living, "SELECT count(*) FROM documents", after=("upgrade", "head")) == filed


@pytest.mark.parametrize("version", ["9999", "ninguna-version"])
def test_a_version_that_this_code_does_not_know_is_refused(copied: Clone, version: str) -> None:
    answer = copied.run("downgrade", "--local", version)

    assert answer.returncode == 2, answer.stderr
    assert "conoce" in answer.stderr


def test_a_running_system_is_not_touched(copied: Clone) -> None:
    with services(copied.data, valkey=False):
        answer = copied.run("downgrade", "--local", EARLIER)

    assert answer.returncode == 2
    assert "en marcha" in answer.stderr
