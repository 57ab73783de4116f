"""Receipts, issued in the act's transaction and sealed after it, and the daily seals of the audit trail."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.database import Base, new_id


class Receipt(Base):
    """A title. `facts` are frozen at issue; `sha256` is that of the signed PDF, null until sealed."""

    __tablename__ = "receipts"
    __table_args__ = (
        CheckConstraint("kind IN ('presentation', 'reception', 'answer', 'seal')", name="kind"),
        CheckConstraint("(sealed_at IS NULL) = (sha256 IS NULL)", name="sealed"),
        Index("ix_receipts_unsealed", "issued_at", postgresql_where=sql("sealed_at IS NULL")),
        Index("uq_receipts_document_id_kind", "document_id", "kind", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"))
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    issued_at: Mapped[datetime]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    qr_text: Mapped[str | None] = mapped_column(Text)
    signer: Mapped[str | None] = mapped_column(String(200))
    sealed_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int | None]


class DailySeal(Base):
    """The audit trail's head at the end of a Lima day, signed: that day can no longer be rewritten unseen."""

    __tablename__ = "daily_seals"

    day: Mapped[date] = mapped_column(primary_key=True)
    head_seq: Mapped[int] = mapped_column(BigInteger)
    head_hash: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(40))
    signature: Mapped[str] = mapped_column(Text)
    receipt_id: Mapped[UUID] = mapped_column(ForeignKey("receipts.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
