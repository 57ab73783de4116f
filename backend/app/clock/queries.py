"""Reads of the institution's closures."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.clock.business_days import ClosedDay, ClosureKind
from app.clock.models import Closure


async def closed_days(session: AsyncSession) -> list[ClosedDay]:
    rows = await session.execute(select(Closure.day, Closure.kind, Closure.reason))
    return [ClosedDay(row.day, ClosureKind(row.kind), row.reason) for row in rows]


async def closures(session: AsyncSession) -> Sequence[Closure]:
    return (await session.scalars(select(Closure).order_by(Closure.day))).all()


async def is_closed(session: AsyncSession, day: date) -> bool:
    return await session.scalar(select(Closure.id).where(Closure.day == day)) is not None


async def closures_to_apply(session: AsyncSession) -> Sequence[Closure]:
    """Closures that some open file may not know yet."""
    return (await session.scalars(select(Closure).where(Closure.applied_at.is_(None)).order_by(Closure.day))).all()


async def mark_applied(session: AsyncSession, ids: Sequence[UUID], *, at: datetime) -> None:
    await session.execute(update(Closure).where(Closure.id.in_(ids)).values(applied_at=at))
