"""Reads of receipts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.models import Attachment
from app.audit.models import AuditRow
from app.audit.service import GENESIS
from app.receipts.models import DailySeal, Receipt

SEALS_LOCK = 7_203_116


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


SEAL = ("sha256", "size", "sealed_at", "signer")
_row = Receipt.__table__.c
RECORD_SEAL = (
    update(Receipt.__table__)  # type: ignore[arg-type]
    .where(_row.id == bindparam("receipt_id", type_=_row.id.type), _row.sealed_at.is_(None))
    .values(
        {name: bindparam(f"new_{name}", type_=_row[name].type) for name in ("sha256", "size", "sealed_at", "signer")}
    )
    .returning(_row.id)
)


async def record_seal(session: AsyncSession, receipt_id: UUID, **seal: Any) -> bool:
    """Writes the seal (every name of SEAL) unless somebody already has: the first one counts."""
    values = {f"new_{name}": value for name, value in seal.items()}
    return (await session.execute(RECORD_SEAL, values | {"receipt_id": receipt_id})).first() is not None


async def files_of(session: AsyncSession, document_id: UUID) -> Sequence[Attachment]:
    wanted = select(Attachment).where(Attachment.document_id == document_id)
    return (await session.scalars(wanted.order_by(Attachment.position, Attachment.id))).all()


async def lock_seals(session: AsyncSession) -> None:
    """One sealer of days at a time, until the transaction ends."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": SEALS_LOCK})


async def last_sealed_day(session: AsyncSession) -> date | None:
    return await session.scalar(select(func.max(DailySeal.day)))


async def first_audit_instant(session: AsyncSession) -> datetime | None:
    return await session.scalar(select(func.min(AuditRow.at)))


async def head_before(session: AsyncSession, end: datetime) -> tuple[int, str]:
    """The last row of the chain that belongs to a day ended at `end`; (0, GENESIS) before the first."""
    wanted = select(AuditRow.seq, AuditRow.hash).where(AuditRow.at < end).order_by(AuditRow.seq.desc()).limit(1)
    row = (await session.execute(wanted)).first()
    return (row.seq, row.hash) if row else (0, GENESIS)
