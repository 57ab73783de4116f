"""After a closure: every open filing is counted again, and whoever's dates moved is told why."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.clock import queries as closures
from app.clock import service as clock_service
from app.database import Database
from app.documents import deadlines, history
from app.documents.deadlines import Change
from app.documents.models import Document
from app.notifications.service import notify

DEADLINE_CHANGED = "deadline_changed"


async def apply_closures(database: Database) -> int:
    """Recomputes for the closures nobody has applied yet, in one transaction; answers how many filings moved."""
    async with database.transaction() as session:
        waiting = await closures.closures_to_apply(session)
        if not waiting:
            return 0
        reason = "; ".join(f"{closure.day:%d/%m/%Y}: {closure.reason}" for closure in waiting)
        moved = await recompute_open_documents(session, reason)
        for closure in waiting:
            closure.applied_at = clock.now()
        return moved


async def recompute_open_documents(session: AsyncSession, reason: str) -> int:
    """Writes the new dates of every open filing whose dates changed, with its history and its notice."""
    calendar = await clock_service.calendar(session)
    changes = await deadlines.changed(session, calendar)
    for change in changes:
        document = await session.get_one(Document, change.filing.id, with_for_update=True)
        await _move(session, document, change, reason)
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
