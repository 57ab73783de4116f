"""After a closure: every open filing is counted again, and whoever's dates moved is told why.

In short transactions, so that the desk goes on working meanwhile; a closure is applied once all of them committed. What
an interrupted run already moved is found unmoved by the next one, and told once.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.clock import queries as closures
from app.clock import service as clock_service
from app.database import Database
from app.documents import deadlines, history, queries
from app.documents.deadlines import Change
from app.documents.models import Document
from app.notifications.service import notify

DEADLINE_CHANGED = "deadline_changed"
FILINGS_A_TURN = 50


async def apply_closures(database: Database) -> int:
    """Recomputes for the closures nobody has applied yet; answers how many filings moved."""
    async with database.reading() as session:
        waiting = await closures.closures_to_apply(session)
        if not waiting:
            return 0
        # Whoever counts from now on sees these closures, and whoever counted before them has committed.
        calendar = await clock_service.calendar_to_show(session)
        moving = [change.filing.id for change in await deadlines.changed(session, calendar)]
    reason = "; ".join(closure.told for closure in waiting)
    moved = 0
    for start in range(0, len(moving), FILINGS_A_TURN):
        async with database.transaction() as session:
            moved += await recompute_open_documents(session, moving[start : start + FILINGS_A_TURN], reason)
    async with database.transaction() as session:
        await closures.mark_applied(session, waiting, at=clock.now())
    return moved


async def recompute_open_documents(session: AsyncSession, ids: Sequence[UUID], reason: str) -> int:
    """Writes the new dates of those of `ids` whose dates changed, with their history and notice."""
    # Locked before anything is read or chained: an act in between would be overwritten, or wait for us and we for it.
    documents = await queries.locked(session, ids)
    calendar = await clock_service.calendar(session)
    changes = await deadlines.changed(session, calendar, Document.id.in_(documents))
    for change in changes:
        await _move(session, documents[change.filing.id], change, reason)
    return len(changes)


def _if_moved(before: datetime | None, after: datetime | None) -> str | None:
    return after.isoformat() if after and after != before else None


async def _move(session: AsyncSession, document: Document, change: Change, reason: str) -> None:
    before_due, before_correct = document.due_on, document.correct_by
    document.due_on, document.correct_by = change.due_on, change.correct_by
    document.version += 1
    facts = {
        "reason": reason,
        "due_before": before_due.isoformat() if before_due else None,
        "due_after": change.due_on.isoformat() if change.due_on else None,
        "correct_by": _if_moved(before_correct, change.correct_by),
    }
    movement = await history.record(
        session,
        document,
        DEADLINE_CHANGED,
        by=None,
        from_status=document.status,
        at=clock.now(),
        text=reason,
        detail={name: value for name, value in facts.items() if name != "reason"},
    )
    await notify(session, DEADLINE_CHANGED, document, movement_id=movement.id, facts=facts)
