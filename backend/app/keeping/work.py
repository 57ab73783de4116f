"""What the worker does to keep the system: it checks the storage, and drills a restore where it sees the copies.

One of a kind at a time: whoever works holds a lock of the database's, which ends with its connection. A run that is
`running` while nobody holds the lock lost its worker, and is taken up again, but not for ever.
"""

import asyncio
import logging
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from app import clock
from app.attachments.service import Intake
from app.database import Database
from app.embedded.children import end_group, spawn
from app.keeping import files, here, queries, service
from app.keeping.models import KeepingKind, KeepingRun, KeepingState
from app.settings import Settings

logger = logging.getLogger(__name__)

EVERY = timedelta(days=6, hours=12)
AFTER_FAILURE = timedelta(hours=12)
# Hours of Lima in which a check nobody asked for may begin: after the nightly copy (2:00), before the desk opens.
NIGHT = range(3, 6)
MOST_ATTEMPTS = 3
# Findings kept with a run; all are counted.
TOLD = 200
# Seconds between two words about how far a check has come.
SAID_EVERY = 2.0
DRILL_SECONDS = 4 * 3600
LOCKS = {KeepingKind.STORAGE_CHECK: 0x6D657361_01, KeepingKind.DRILL: 0x6D657361_02}
LOST = "Se interrumpió varias veces sin terminar. Lea los registros del proceso de fondo (worker)."
STORAGE_AWAY = "No se pudo revisar: la base de datos o el almacén de archivos no respondió. Intente de nuevo."


async def check_storage(intake: Intake) -> None:
    """Checks the whole storage when somebody asked for it, or when a week has passed and it is night."""
    await ask_when_due(intake.database)
    async with _taken(intake.database, KeepingKind.STORAGE_CHECK) as run:
        if run:
            await _check(intake, run)


async def ask_when_due(database: Database) -> None:
    """Once a week, and whole: reading every file costs the disk minutes, which at night nobody notices, and sizes
    alone do not show a changed byte. No quick ones between: each nightly copy reads every file too (decisions/0010).
    """
    now = clock.now()
    if now.astimezone(clock.LIMA).hour not in NIGHT:
        return
    async with database.transaction() as session:
        ends = await queries.last_ends(session, KeepingKind.STORAGE_CHECK)
        rests = ((KeepingState.DONE, EVERY), (KeepingState.FAILED, AFTER_FAILURE))
        if not any(state in ends and now - ends[state] < rest for state, rest in rests):
            await service.ask(session, KeepingKind.STORAGE_CHECK)


async def drill(intake: Intake) -> None:
    """Drills a restore when somebody asked for it. The script itself notes what it verified."""
    async with _taken(intake.database, KeepingKind.DRILL) as run:
        if run:
            try:
                said = await _run_drill(intake.settings, run)
            except (OSError, TimeoutError) as error:
                logger.exception("drill failed")
                said = f"No se pudo hacer el ensayo ({type(error).__name__})."
            # What it noted stands.
            await _end(intake.database, run, (KeepingState.FAILED, None), said)


@asynccontextmanager
async def _taken(database: Database, kind: KeepingKind) -> AsyncIterator[KeepingRun | None]:
    """The run of this kind that waits for a worker, if there is one and no other worker is at it."""
    async with database.reading() as holder:
        if not await holder.scalar(select(func.pg_try_advisory_lock(LOCKS[kind]))):
            yield None
            return
        try:
            yield await _take(database, kind)
        finally:
            await holder.execute(select(func.pg_advisory_unlock(LOCKS[kind])))


async def _take(database: Database, kind: KeepingKind) -> KeepingRun | None:
    async with database.transaction() as session:
        run = await queries.under_way(session, kind)
        if run is None:
            return None
        if run.attempts >= MOST_ATTEMPTS:
            await service.end(session, run, (KeepingState.FAILED, None), LOST)
            return None
        run.state, run.started_at, run.progress = KeepingState.RUNNING, clock.now(), None
        run.attempts += 1
        return run


async def _end(
    database: Database,
    taken: KeepingRun,
    outcome: tuple[KeepingState, bool | None],
    summary: str,
    report: dict[str, Any] | None = None,
) -> None:
    """Ends the run, unless it ended already or another worker has taken it up since."""
    async with database.transaction() as session:
        run = await queries.run(session, taken.id)
        if run and (run.state, run.attempts) == (KeepingState.RUNNING, taken.attempts):
            await service.end(session, run, outcome, summary, report)


async def _check(intake: Intake, run: KeepingRun) -> None:
    said_at = time.monotonic()

    async def so_far(part: float) -> None:
        nonlocal said_at
        if time.monotonic() - said_at > SAID_EVERY:
            said_at = time.monotonic()
            async with intake.database.transaction() as session:
                await session.execute(update(KeepingRun).where(KeepingRun.id == run.id).values(progress=part))

    try:
        report = await files.check(intake.database, intake.storage, so_far=so_far)
    except Exception:
        logger.exception("storage check failed")
        await _end(intake.database, run, (KeepingState.FAILED, None), STORAGE_AWAY)
        return
    if not report.lossless:
        logger.error("storage damaged", extra={"missing": report.missing, "changed": report.changed})
    told = report.as_dict() | {"findings": [asdict(each) for each in worst_first(report.findings)[:TOLD]]}
    # A file that nobody names only takes room, and the worker removes it after a day.
    await _end(intake.database, run, (KeepingState.DONE, report.lossless), in_words(report), told)


def worst_first(findings: Sequence[files.Finding]) -> list[files.Finding]:
    order = ("missing", "changed", "stray")
    return sorted(findings, key=lambda each: (order.index(each.problem), each.document, each.sha256))


def in_words(report: files.Report) -> str:
    """One sentence for an administrator."""
    if report.lossless:
        said = f"{_counted(report.files, 'archivo completo y sin', 'archivos completos y sin')} cambios."
    else:
        missing = _counted(report.missing, "archivo perdido", "archivos perdidos")
        altered = _counted(report.changed, "archivo alterado", "archivos alterados")
        said = f"{missing} y {altered}; {_counted(report.files, 'completo', 'completos')}."
    return f"{said[:-1]}; {_counted(report.stray, 'sobra', 'sobran')}." if report.stray else said


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} ".replace(",", " ") + (one if number == 1 else many)


async def _run_drill(settings: Settings, run: KeepingRun) -> str:
    """Runs the operator's own script, and answers the last thing it said."""
    command = [str(here.RESTORE), "--drill", "--local", str(here.copies(settings))]
    env = {**os.environ, "KEEPING_RUN": str(run.id)}
    with tempfile.TemporaryFile() as said:
        process = spawn(command, cwd=here.ROOT, env=env, death=signal.SIGTERM, log=said, only_errors=True)
        try:
            async with asyncio.timeout(DRILL_SECONDS):
                await asyncio.to_thread(process.wait)
        finally:
            if process.poll() is None:
                # To all of it: the shell itself waits for what it has begun, before it cleans up.
                os.killpg(process.pid, signal.SIGTERM)
                await asyncio.to_thread(end_group, process, signal.SIGTERM)
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"El ensayo terminó sin decir nada ({process.returncode})."
