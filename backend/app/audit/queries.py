"""Reads of the trail."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Uuid, column, select
from sqlalchemy import table as table_named
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import AuditHead, AuditRow, Look, Verification
from app.receipts.models import DailySeal


async def head(session: AsyncSession) -> Row[int, str]:
    return (await session.execute(select(AuditHead.seq, AuditHead.hash))).one()


async def rows_after(session: AsyncSession, seq: int, *, limit: int) -> Sequence[Row[tuple[Any, ...]]]:
    table = AuditRow.__table__
    return (await session.execute(select(table).where(table.c.seq > seq).order_by(table.c.seq).limit(limit))).all()


async def last_walk(session: AsyncSession) -> Verification | None:
    return await session.scalar(select(Verification).order_by(Verification.at.desc()).limit(1))


async def seals(session: AsyncSession) -> Sequence[DailySeal]:
    return (await session.scalars(select(DailySeal).order_by(DailySeal.day))).all()


def pending_looks(limit: int) -> Select[Look]:
    """The oldest looks nobody has chained, locked; other workers skip them."""
    return select(Look).where(~Look.chained).order_by(Look.at, Look.id).limit(limit).with_for_update(skip_locked=True)


async def hold(session: AsyncSession, name: str, ids: Iterable[UUID]) -> None:
    """Keeps these rows from being changed in what others may refer to. Waits for whoever changes them."""
    rows = table_named(name, column("id", Uuid))
    wanted = select(rows.c.id).where(rows.c.id.in_(list(ids))).order_by(rows.c.id)
    await session.execute(wanted.with_for_update(read=True, key_share=True))


async def of_document(session: AsyncSession, document_id: UUID) -> list[AuditRow]:
    return list(
        await session.scalars(select(AuditRow).where(AuditRow.document_id == document_id).order_by(AuditRow.seq))
    )


async def page(
    session: AsyncSession,
    *,
    before: int | None,
    action: str | None,
    actor_id: UUID | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
) -> list[AuditRow]:
    """The newest rows, one more than `limit` to know whether there are others."""
    wanted = select(AuditRow).order_by(AuditRow.seq.desc()).limit(limit + 1)
    for value, condition in (
        (before, AuditRow.seq < before if before else None),
        (action, AuditRow.action == action),
        (actor_id, AuditRow.actor_id == actor_id),
        (since, AuditRow.at >= since if since else None),
        (until, AuditRow.at < until if until else None),
    ):
        if value is not None and condition is not None:
            wanted = wanted.where(condition)
    return list(await session.scalars(wanted))
