"""The pool outlives what is run in it."""

import asyncio
import os
import time
from collections.abc import AsyncIterator

import pytest

from app.processes import ProcessPool, WorkerDied, WorkerTimeout


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
