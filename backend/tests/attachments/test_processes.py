"""The pool outlives what is run in it."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.processes import ProcessPool, WorkerDied, WorkerTimeout

BACKEND = Path(__file__).parents[2]
MARK = "MESA_TEST_FAMILY"


@pytest.fixture
async def pool() -> AsyncIterator[ProcessPool]:
    made = ProcessPool(1)
    yield made
    made.close()


def die() -> None:
    os._exit(9)


def hang() -> None:
    time.sleep(60)


def devour() -> int:
    return len(bytearray(8 * 2**30))


def complain() -> None:
    raise ValueError("no")


async def test_a_process_is_used_again(pool: ProcessPool) -> None:
    first = await pool.run(os.getpid, seconds=30)

    assert await pool.run(os.getpid, seconds=30) == first != os.getpid()


async def test_a_job_that_dies_costs_its_process_only(pool: ProcessPool) -> None:
    with pytest.raises(WorkerDied):
        await pool.run(die, seconds=30)

    assert await pool.run(abs, -3, seconds=30) == 3


async def test_a_job_that_hangs_is_ended(pool: ProcessPool) -> None:
    first = await pool.run(os.getpid, seconds=30)

    with pytest.raises(WorkerTimeout):
        await pool.run(hang, seconds=0.2)

    assert await pool.run(os.getpid, seconds=30) != first


async def test_memory_has_a_limit(pool: ProcessPool) -> None:
    with pytest.raises(MemoryError):
        await pool.run(devour, seconds=30)


async def test_a_job_s_own_error_comes_back(pool: ProcessPool) -> None:
    with pytest.raises(ValueError, match="no"):
        await pool.run(complain, seconds=30)


async def test_a_caller_who_leaves_frees_the_lane(pool: ProcessPool) -> None:
    await pool.run(os.getpid, seconds=30)
    waiting = asyncio.ensure_future(pool.run(hang, seconds=60))
    await asyncio.sleep(0)
    waiting.cancel()

    assert await pool.run(abs, -3, seconds=30) == 3


DIES_WHILE_STARTING = """
import asyncio, os, signal, sys
from app.processes import ProcessPool

async def main():
    starting = asyncio.create_task(ProcessPool(1).run(os.getpid, seconds=30))
    await asyncio.sleep(float(sys.argv[1]))
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.parametrize("after", ["0.01", "0.05", "0.2"])
def test_a_server_killed_while_its_processes_start_leaves_none(after: str, tmp_path: Path) -> None:
    script = tmp_path / "dies.py"
    script.write_text(DIES_WHILE_STARTING)

    environment = {**os.environ, "PYTHONPATH": str(BACKEND), MARK: str(tmp_path)}
    killed = subprocess.run(
        [sys.executable, str(script), after], env=environment, stderr=subprocess.DEVNULL, check=False
    )

    assert killed.returncode == -signal.SIGKILL
    until = time.monotonic() + 20
    while (left := orphans_of(tmp_path)) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []


def orphans_of(folder: Path) -> list[int]:
    """Processes that descend from the script of this folder: they inherit its environment."""
    mark = f"{MARK}={folder}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found
