"""The admin's closures: what one would change, recording it and taking it back. The worker counts open files again."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit import service as audit
from app.clock import queries, service
from app.clock.business_days import Calendar
from app.clock.models import Closure
from app.clock.schemas import ClosureBody, ImpactRead, MovedDocument
from app.documents import deadlines
from app.problems import Conflict, FieldError, NotFound, Unprocessable
from app.users.principals import Principal

CHANNEL = "mesa_closures"
TAKEN = FieldError("date", "duplicate", "Ese día ya está registrado como no laborable.")


class ClosurePast(Conflict):
    code = "closure_past"
    title = "Ese día ya llegó: no se puede volver laborable lo que la gente ya encontró cerrado."


async def impact(session: AsyncSession, body: ClosureBody) -> ImpactRead:
    """The open files whose dates the closure would move. Changes nothing. Raises Unprocessable."""
    closed = {each.day: each for each in await queries.closed_days(session)}
    if body.date in closed:
        raise Unprocessable(errors=[TAKEN])
    moved = await deadlines.changed(session, Calendar(closed | {body.date: body.closed_day()}))
    return ImpactRead(
        documents=[
            MovedDocument(
                id=change.filing.id,
                number=change.filing.number,
                due_before=change.filing.due_on,
                due_after=change.due_on,
                correct_by_before=change.filing.correct_by,
                correct_by_after=change.correct_by,
            )
            for change in moved
        ]
    )


async def add(session: AsyncSession, body: ClosureBody, *, by: Principal) -> Closure:
    """Records a closure, and wakes the worker when the transaction commits. Raises Unprocessable on a day taken."""
    await service.hold_to_change(session)
    if await queries.is_closed(session, body.date):
        raise Unprocessable(errors=[TAKEN])
    closure = Closure(day=body.date, kind=body.kind, reason=body.reason, created_by=by.id)
    session.add(closure)
    await session.flush()
    await session.execute(select(func.pg_notify(CHANNEL, "")))
    detail = {"closure_id": str(closure.id), **body.model_dump(mode="json")}
    await audit.record(session, "closure_added", actor_id=by.id, detail=detail)
    return closure


async def remove(session: AsyncSession, closure_id: UUID | None, *, by: Principal) -> None:
    """Takes back a closure whose day has not come, and wakes the worker. Raises NotFound, ClosurePast.

    The day itself is too late: it may have given somebody until tomorrow.
    """
    await service.hold_to_change(session)
    closure = await queries.closure_to_remove(session, closure_id) if closure_id else None
    if closure is None:
        raise NotFound("Ese día no está registrado como no laborable.")
    if closure.day <= clock.today():
        raise ClosurePast
    closure.removed_at, closure.applied_at = clock.now(), None
    await session.execute(select(func.pg_notify(CHANNEL, "")))
    before = {"date": closure.day.isoformat(), "kind": closure.kind, "reason": closure.reason}
    detail = {"closure_id": str(closure.id), "before": before, "after": None}
    await audit.record(session, "closure_removed", actor_id=by.id, detail=detail)
