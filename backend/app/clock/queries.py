"""Reads of the institution's closures."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.clock.business_days import ClosedDay, ClosureKind
from app.clock.models import Closure


async def closed_days(session: AsyncSession) -> list[ClosedDay]:
    rows = await session.execute(select(Closure.day, Closure.kind, Closure.reason))
    return [ClosedDay(row.day, ClosureKind(row.kind), row.reason) for row in rows]


async def closures(session: AsyncSession) -> Sequence[Closure]:
    return (await session.scalars(select(Closure).order_by(Closure.day))).all()
