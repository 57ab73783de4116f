"""Reads of uploads and of attached files."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, bindparam, exists, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.models import Attachment, Upload
from app.receipts.models import Receipt

# The first half of the advisory lock on a hash; the second is the hash's own.
HASH_LOCK = 7_203_115


@dataclass(frozen=True, slots=True)
class Taken:
    """An upload that now belongs to a filing."""

    id: UUID
    filename: str
    size: int
    sha256: str
    media_type: str
    pages: int | None
    findings: list[dict[str, Any]]
    scan: str


_row = Upload.__table__.c
# Locked in the order of their ids, so that two filings never wait for each other.
_locked = select(_row.id).where(_row.id == func.any(bindparam("ids", type_=ARRAY(Uuid())))).order_by(_row.id)
_in_order = _locked.with_for_update().cte("in_order")
TAKE = (
    update(Upload.__table__)  # type: ignore[arg-type]
    .where(
        _row.id == _in_order.c.id,
        _row.state == "ready",
        _row.expires_at > bindparam("now", type_=_row.expires_at.type),
        or_(_row.owner_id.is_(None), _row.owner_id == bindparam("user_id", type_=Uuid())),
    )
    .values(state="used")
    .returning(*(_row[field.name] for field in fields(Taken)))
)


async def take_uploads(
    session: AsyncSession, ids: Sequence[UUID], *, user_id: UUID | None, now: datetime
) -> dict[UUID, Taken]:
    """Marks these uploads used, and answers with those that were this person's to use."""
    rows = await session.execute(TAKE, {"ids": list(ids), "user_id": user_id, "now": now})
    return {row.id: Taken(*row) for row in rows}


async def uploads(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Upload]:
    return {row.id: row for row in await session.scalars(select(Upload).where(Upload.id.in_(ids)))}


def expired_uploads(at: datetime, limit: int) -> Select[Upload]:
    """Uploads nobody used in time, and deleted or refused ones. Locked; others skip them."""
    return (
        select(Upload)
        .where(Upload.state != "used", Upload.expires_at <= at)
        .order_by(Upload.expires_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


async def is_named(session: AsyncSession, sha256: str) -> bool:
    """Whether any row names the file of this hash."""
    named = or_(
        exists().where(Attachment.sha256 == sha256),
        exists().where(Upload.sha256 == sha256, Upload.state.in_(("ready", "used"))),
        exists().where(Receipt.sha256 == sha256),
    )
    return bool(await session.scalar(select(named)))


async def lock_hash(session: AsyncSession, sha256: str, *, shared: bool) -> None:
    """Until the transaction ends: shared for whoever stores the file, alone for the sweep that may remove it."""
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    await session.execute(text(f"SELECT {function}(:lock, hashtext(:sha256))"), {"lock": HASH_LOCK, "sha256": sha256})


async def hashes_awaiting_scan(session: AsyncSession, limit: int) -> list[str]:
    """Files that no scanner has judged, filed ones first."""
    filed = select(Attachment.sha256).where(Attachment.scan == "pending").distinct().limit(limit)
    hashes = list(await session.scalars(filed))
    provisional = select(Upload.sha256).where(Upload.scan == "pending", Upload.state == "ready").distinct().limit(limit)
    hashes += [sha256 for sha256 in await session.scalars(provisional) if sha256]
    return list(dict.fromkeys(hashes))[:limit]


async def uploads_awaiting_scan(session: AsyncSession, sha256: str) -> Sequence[Upload]:
    """Locked, for the scanner's answer."""
    wanted = select(Upload).where(Upload.sha256 == sha256, Upload.scan == "pending").order_by(Upload.id)
    return (await session.scalars(wanted.with_for_update())).all()


async def attachments_awaiting_scan(session: AsyncSession, sha256: str) -> Sequence[Attachment]:
    """Locked, for the scanner's answer."""
    wanted = select(Attachment).where(Attachment.sha256 == sha256, Attachment.scan == "pending").order_by(Attachment.id)
    return (await session.scalars(wanted.with_for_update())).all()
