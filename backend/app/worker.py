"""Does what need not be done while somebody waits, the jobs of `jobs.py`: `python -m app.worker`.

Work is rows in tables. Each job finds its own by polling, sooner when PostgreSQL says that there is something
(NOTIFY), so nothing is lost when the worker is away.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Sequence

import asyncpg

from app.attachments.service import Intake
from app.attachments.storage import open_storage
from app.database import Database
from app.jobs import JOBS, Job
from app.observability import configure_logging
from app.processes import ProcessPool
from app.settings import Settings, get_settings

logger = logging.getLogger(__name__)

RETRY_SECONDS = 2.0


async def repeat(job: Job, intake: Intake, wake: asyncio.Event) -> None:
    """Runs the job for ever. A failure is logged and tried again at its next turn."""
    while True:
        wake.clear()
        try:
            await job.run(intake)
        except Exception:
            logger.exception("job failed", extra={"job": job.name})
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), job.every)


async def listen(settings: Settings, wakes: dict[str, list[asyncio.Event]]) -> None:
    """Passes notifications on, and comes back after the database was away. Polling covers what was missed meanwhile."""

    def heard(connection: object, pid: int, channel: str, payload: object) -> None:
        for event in wakes[channel]:
            event.set()

    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection = await asyncpg.connect(settings.database_url, timeout=5)
            lost = asyncio.Event()
            connection.add_termination_listener(lambda _, lost=lost: lost.set())
            for channel, events in wakes.items():
                await connection.add_listener(channel, heard)
                for event in events:
                    event.set()
            await lost.wait()
        await asyncio.sleep(RETRY_SECONDS)


async def run(settings: Settings, jobs: Sequence[Job] = JOBS) -> None:
    """Runs `jobs` until cancelled."""
    database, pool = Database(settings), ProcessPool(1)
    intake = Intake(database, open_storage(settings), pool, settings)
    events = {job.name: asyncio.Event() for job in jobs}
    wakes: dict[str, list[asyncio.Event]] = {}
    for job in jobs:
        if job.woken_by:
            wakes.setdefault(job.woken_by, []).append(events[job.name])
    try:
        async with asyncio.TaskGroup() as tasks:
            for job in jobs:
                tasks.create_task(repeat(job, intake, events[job.name]))
            if wakes:
                tasks.create_task(listen(settings, wakes))
    finally:
        pool.close()
        await database.close()


async def until_told_to_stop(settings: Settings) -> None:
    working = asyncio.ensure_future(run(settings))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, working.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await working


def main() -> None:
    settings = get_settings()
    configure_logging(settings, "worker")
    logger.info("worker started")
    asyncio.run(until_told_to_stop(settings))
    logger.info("worker stopped")


if __name__ == "__main__":
    main()
