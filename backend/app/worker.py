"""Does what need not be done while somebody waits: `python -m app.worker`.

Work is rows in tables. Each job finds its own by polling, sooner when PostgreSQL says that there is something
(NOTIFY), so nothing is lost when the worker is away.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import asyncpg
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from app.attachments.storage import Storage
from app.audit import looks
from app.audit.models import Heartbeat
from app.database import Database
from app.notifications import delivery
from app.observability import configure_logging
from app.settings import Settings, get_settings

logger = logging.getLogger(__name__)

BEAT_SECONDS = 10.0
# The contract's word for a look is five seconds.
LOOKS_SECONDS = 2.0
MAIL_SECONDS = 2.0
RETRY_SECONDS = 2.0


@dataclass(frozen=True)
class Job:
    """`run` does all the work that is due: `every` so many seconds, and at once after a NOTIFY on `woken_by`."""

    name: str
    every: float
    run: Callable[[Database, Settings], Awaitable[object]]
    woken_by: str | None = None


async def beat(database: Database, settings: Settings) -> None:
    """Says that the worker lives, for `/health/ready`."""
    row = insert(Heartbeat).values(name="worker", at=func.now())
    async with database.transaction() as session:
        await session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"at": func.now()}))


async def chain_looks(database: Database, settings: Settings) -> None:
    while await looks.chain_looks(database):
        pass


async def deliver_mail(database: Database, settings: Settings) -> None:
    storage = Storage(settings.files_dir)
    while await delivery.deliver_due(database, storage, settings):
        pass


JOBS: Sequence[Job] = (
    Job("beat", BEAT_SECONDS, beat),
    Job("chain looks", LOOKS_SECONDS, chain_looks),
    Job("mail", MAIL_SECONDS, deliver_mail),
)


async def repeat(job: Job, database: Database, settings: Settings, wake: asyncio.Event) -> None:
    """Runs the job for ever. A failure is logged and tried again at its next turn."""
    while True:
        wake.clear()
        try:
            await job.run(database, settings)
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
    database = Database(settings)
    events = {job.name: asyncio.Event() for job in jobs}
    wakes: dict[str, list[asyncio.Event]] = {}
    for job in jobs:
        if job.woken_by:
            wakes.setdefault(job.woken_by, []).append(events[job.name])
    try:
        async with asyncio.TaskGroup() as tasks:
            for job in jobs:
                tasks.create_task(repeat(job, database, settings, events[job.name]))
            if wakes:
                tasks.create_task(listen(settings, wakes))
    finally:
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
