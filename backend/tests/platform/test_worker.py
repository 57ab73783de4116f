"""The worker's loop: by the clock, at a word from PostgreSQL, and on after a failure."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from sqlalchemy import select, text

from app.attachments.service import Intake
from app.audit.models import Heartbeat
from app.jobs import Job, beat
from app.settings import Settings
from app.worker import run

ENOUGH = 5.0


@asynccontextmanager
async def working(settings: Settings, *jobs: Job) -> AsyncIterator[None]:
    task = asyncio.create_task(run(settings, jobs))
    try:
        yield
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def counting(turns: "asyncio.Queue[int]", fail_first: bool = False) -> Callable[[Intake], Awaitable[None]]:
    done = 0

    async def job(_: Intake) -> None:
        nonlocal done
        done += 1
        turns.put_nowait(done)
        if fail_first and done == 1:
            raise ConnectionError("away")

    return job


def intake_of(app: FastAPI) -> Intake:
    return Intake(app.state.database, app.state.storage, app.state.pool, app.state.settings)


async def test_a_notice_wakes_a_job_long_before_its_turn(settings: Settings, app: FastAPI) -> None:
    turns: asyncio.Queue[int] = asyncio.Queue()
    async with working(settings, Job("patient", 600, counting(turns), woken_by="test_work")):
        assert await asyncio.wait_for(turns.get(), ENOUGH) == 1
        # Listening from now on is itself a reason to look: what came before was not heard.
        assert await asyncio.wait_for(turns.get(), ENOUGH) == 2
        async with app.state.database.transaction() as session:
            await session.execute(text("NOTIFY test_work"))

        assert await asyncio.wait_for(turns.get(), ENOUGH) == 3


async def test_a_failed_job_has_its_next_turn(settings: Settings) -> None:
    turns: asyncio.Queue[int] = asyncio.Queue()
    async with working(settings, Job("stubborn", 0.05, counting(turns, fail_first=True))):
        assert [await asyncio.wait_for(turns.get(), ENOUGH) for _ in range(2)] == [1, 2]


async def test_a_beat_says_that_the_worker_lives(settings: Settings, app: FastAPI) -> None:
    await beat(intake_of(app))
    async with app.state.database.reading() as session:
        first = (await session.execute(select(Heartbeat.at).where(Heartbeat.name == "worker"))).scalar_one()
    await beat(intake_of(app))
    async with app.state.database.reading() as session:
        second = (await session.execute(select(Heartbeat.at).where(Heartbeat.name == "worker"))).scalar_one()

    assert second > first
