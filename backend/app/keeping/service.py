"""Asking for what keeps the system, and noting how it ended. `work.py` does it; the scripts note what they did."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit import service as audit
from app.database import new_id
from app.keeping import here, queries
from app.keeping.errors import AlreadyRunning, NotHere
from app.keeping.models import KeepingKind, KeepingRun, KeepingState
from app.settings import Settings
from app.users.principals import Principal

CHANNEL = "mesa_keeping"
# Of each kind; the newest that ended well is kept besides.
KEPT = 30
# The alerts BackupTooOld and DrillTooOld say the same; the third is the worker's week (`work.EVERY`) and a day.
DUE = {
    KeepingKind.BACKUP: timedelta(hours=26),
    KeepingKind.DRILL: timedelta(days=35),
    KeepingKind.STORAGE_CHECK: timedelta(days=8),
}


async def request(session: AsyncSession, kind: KeepingKind, settings: Settings, *, by: Principal) -> KeepingRun:
    """Asks the worker for one, and wakes it when the transaction commits. Raises NotHere, AlreadyRunning."""
    if why := here.why_not(kind, settings):
        raise NotHere(why)
    run = await ask(session, kind, by=by)
    if run is None:
        raise AlreadyRunning
    await session.execute(select(func.pg_notify(CHANNEL, "")))
    detail = {"run_id": str(run.id), "kind": kind.value}
    await audit.record(session, "keeping_requested", actor_id=by.id, detail=detail)
    return run


async def ask(session: AsyncSession, kind: KeepingKind, *, by: Principal | None = None) -> KeepingRun | None:
    """A run that waits for the worker; None when one of its kind waits or runs already."""
    values = {"id": new_id(), "kind": kind, "state": KeepingState.WAITING, "requested_at": clock.now()}
    values["requested_by"] = by.id if by else None
    if not await queries.add_request(session, values):
        return None
    return KeepingRun(**values, summary="", report={}, attempts=0)


async def note(
    session: AsyncSession,
    kind: KeepingKind,
    outcome: tuple[KeepingState, bool | None],
    *,
    seconds: float,
    summary: str,
    report: dict[str, Any] | None = None,
    run_id: UUID | None = None,
) -> None:
    """Notes what a script did, as the end of the run the worker began it for, or as one of its own."""
    now = clock.now()
    if run_id:
        run = await queries.run(session, run_id)
        # The worker had given it up.
        if run is None or run.state != KeepingState.RUNNING:
            return
    else:
        began = now - timedelta(seconds=seconds)
        run = KeepingRun(id=new_id(), kind=kind, requested_at=began, started_at=began)
        session.add(run)
    await end(session, run, outcome, summary, report)


async def end(
    session: AsyncSession,
    run: KeepingRun,
    outcome: tuple[KeepingState, bool | None],
    summary: str,
    report: dict[str, Any] | None = None,
) -> None:
    """Ends `run` now, and forgets what is too old to be looked at."""
    run.state, run.ok = outcome
    run.finished_at, run.progress = clock.now(), None
    run.summary, run.report = summary, report or {}
    await session.flush()
    await queries.forget_runs(session, KeepingKind(run.kind), KEPT)
