"""The embedded services on their own data folder: durable, private, and gone when their parent is."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from app.embedded import EmbeddedError, services
from app.embedded.children import Account, spawn

BACKEND = Path(__file__).parents[2]
pytestmark = pytest.mark.http
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs services as another user")
HOLD = """
import sys, time
from pathlib import Path
from app.embedded import services
with services(Path(sys.argv[1])) as running:
    print(running.postgresql.url, running.postgresql.pid, running.valkey.pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the services' user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="mesa-embedded-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def ask(url: str, *statements: str) -> list[object]:
    async def run() -> list[object]:
        connection = await asyncpg.connect(url)
        try:
            return [await connection.fetchval(statement) for statement in statements]
        finally:
            await connection.close()

    return asyncio.run(run())


def lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def gone(*pids: int, within: float = 20.0) -> bool:
    deadline = time.monotonic() + within
    while any(lives(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(lives(pid) for pid in pids)


def test_what_was_committed_is_there_after_a_restart_at_the_same_address(folder: Path) -> None:
    with services(folder) as running:
        assert running.postgresql
        first = running.postgresql.url
        assert ask(first, "SHOW fsync", "SHOW timezone") == ["on", "UTC"]
        ask(first, "CREATE TABLE kept AS SELECT 7 AS seven")

    with services(folder, valkey=False) as running:
        assert running.postgresql
        assert running.postgresql.url == first
        assert ask(first, "SELECT seven FROM kept") == [7]


def test_two_cannot_use_the_same_data(folder: Path) -> None:
    with services(folder, valkey=False), pytest.raises(EmbeddedError, match="Otro proceso"), services(folder):
        pass


def test_sudden_death_of_the_parent_ends_the_services_and_loses_nothing(folder: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], cwd=BACKEND, stdout=subprocess.PIPE)
    assert parent.stdout
    url, *pids = parent.stdout.readline().decode().split()
    ask(url, "CREATE TABLE kept AS SELECT 7 AS seven")

    parent.kill()
    parent.wait()

    assert gone(*map(int, pids))
    with services(folder, valkey=False) as running:
        assert running.postgresql
        assert ask(running.postgresql.url, "SELECT seven FROM kept") == [7]


def test_an_orphan_that_still_runs_is_ended_before_the_next_start(folder: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], cwd=BACKEND, stdout=subprocess.PIPE)
    assert parent.stdout
    url, database, _ = parent.stdout.readline().decode().split()
    # Stopped, it cannot act on its parent's death before the next start looks for it.
    os.kill(int(database), signal.SIGSTOP)
    parent.kill()
    parent.wait()
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(database), signal.SIGCONT)

    with services(folder, valkey=False) as running:
        assert running.postgresql
        assert running.postgresql.pid != int(database)
        assert ask(running.postgresql.url, "SELECT 1") == [1]
        assert running.postgresql.url == url


def test_a_damaged_cache_is_thrown_away(folder: Path) -> None:
    with services(folder, postgresql=False) as running:
        assert running.valkey
        log = next((running.valkey.home / "appendonlydir").glob("*.manifest"))
    log.write_text("no es un manifiesto")

    with services(folder, postgresql=False) as running:
        assert running.valkey
        assert running.valkey.pid


@AS_ROOT
def test_root_puts_what_the_service_user_cannot_reach_where_it_can(folder: Path) -> None:
    folder.chmod(0o700)
    data = folder / "var"

    with services(data, valkey=False) as running:
        assert running.note
        assert str(data) in running.note
        assert running.postgresql
        place = running.postgresql.home
        first = running.postgresql.url

    with services(data, valkey=False) as running:
        assert running.postgresql
        assert (running.postgresql.home, running.postgresql.url) == (place, first)
    subprocess.run(["rm", "-r", str(place.parent)], check=True)


@AS_ROOT
def test_data_that_became_unreachable_is_not_replaced_by_an_empty_database(folder: Path) -> None:
    with services(folder, valkey=False):
        pass
    folder.chmod(0o700)

    with pytest.raises(EmbeddedError, match="ya no alcanza"), services(folder, valkey=False):
        pass


@AS_ROOT
def test_reach_is_about_every_folder_above(folder: Path) -> None:
    (folder / "closed" / "deep").mkdir(parents=True)
    (folder / "closed").chmod(0o700)
    stranger = Account(65534, 65534)

    assert stranger.reaches(folder)
    assert not stranger.reaches(folder / "closed" / "deep")


def test_of_a_child_that_talks_only_its_errors_are_kept(tmp_path: Path) -> None:
    talk = [sys.executable, "-c", "import sys; print('said'); print('wrong', file=sys.stderr)"]
    with (tmp_path / "log").open("wb") as log:
        child = spawn(talk, cwd=tmp_path, env=os.environ, death=signal.SIGTERM, log=log, only_errors=True)
        assert child.wait(30) == 0

    assert (tmp_path / "log").read_text() == "wrong\n"
