"""Reads of the institution's closures."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.clock.business_days import ClosedDay, ClosureKind
from app.clock.models import Closure

# Of the table, and built once: every filing asks for these.
_row = Closure.__table__.c
CLOSED = select(_row.date, _row.kind, _row.reason).where(_row.removed_at.is_(None))


async def closed_days(session: AsyncSession) -> list[ClosedDay]:
    return [ClosedDay(row.date, ClosureKind(row.kind), row.reason) for row in await session.execute(CLOSED)]


async def closures(session: AsyncSession) -> Sequence[Closure]:
    return (await session.scalars(select(Closure).where(Closure.removed_at.is_(None)).order_by(Closure.day))).all()


async def is_closed(session: AsyncSession, day: date) -> bool:
    there = select(Closure.id).where(Closure.day == day, Closure.removed_at.is_(None))
    return await session.scalar(there) is not None


async def closure_to_remove(session: AsyncSession, closure_id: UUID) -> Closure | None:
    """One that was not taken back, locked."""
    there = select(Closure).where(Closure.id == closure_id, Closure.removed_at.is_(None))
    return (await session.scalars(there.with_for_update())).one_or_none()


async def closures_to_apply(session: AsyncSession) -> Sequence[Closure]:
    """Closures, made or taken back, that some open file may not know yet."""
    return (await session.scalars(select(Closure).where(Closure.applied_at.is_(None)).order_by(Closure.day))).all()


async def mark_applied(session: AsyncSession, applied: Sequence[Closure], *, at: datetime) -> None:
    """Of those as they were read: one taken back meanwhile is still to be applied."""
    for gone in (False, True):
        ids = [each.id for each in applied if (each.removed_at is not None) is gone]
        same = Closure.id.in_(ids), Closure.removed_at.is_not(None) if gone else Closure.removed_at.is_(None)
        await session.execute(update(Closure).where(*same).values(applied_at=at))
