"""Reads of receipts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.models import Attachment
from app.receipts.models import Receipt


async def by_code(session: AsyncSession, code: str) -> Receipt | None:
    return await session.scalar(select(Receipt).where(Receipt.code == code))


async def by_sha256(session: AsyncSession, sha256: str) -> Receipt | None:
    return await session.scalar(select(Receipt).where(Receipt.sha256 == sha256))


async def of_document(session: AsyncSession, document_id: UUID, kind: str) -> Receipt | None:
    return await session.scalar(select(Receipt).where(Receipt.document_id == document_id, Receipt.kind == kind))


async def unsealed(session: AsyncSession, before: datetime, limit: int) -> Sequence[UUID]:
    """The oldest receipts issued before an instant and not sealed yet."""
    wanted = select(Receipt.id).where(Receipt.sealed_at.is_(None), Receipt.issued_at <= before)
    return (await session.scalars(wanted.order_by(Receipt.issued_at).limit(limit))).all()


async def record_seal(session: AsyncSession, receipt_id: UUID, **fields: Any) -> bool:
    """Writes the seal unless somebody already has: the first one counts."""
    changed = await session.execute(
        update(Receipt)
        .where(Receipt.id == receipt_id, Receipt.sealed_at.is_(None))
        .values(**fields)
        .returning(Receipt.id)
    )
    return changed.first() is not None


async def files_of(session: AsyncSession, document_id: UUID) -> Sequence[Attachment]:
    wanted = select(Attachment).where(Attachment.document_id == document_id)
    return (await session.scalars(wanted.order_by(Attachment.position, Attachment.id))).all()
