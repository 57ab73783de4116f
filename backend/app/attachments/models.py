"""Uploads on their way in, and the files of filings: originals, hashed once at arrival and never re-rendered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.database import Base, new_id


class Upload(Base):
    """A provisional file. `state`: receiving (tus) → inspecting → ready | refused → used; swept after `expires_at`."""

    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint("state IN ('receiving', 'inspecting', 'ready', 'refused', 'used', 'deleted')", name="state"),
        Index("ix_uploads_expires_at", "expires_at", postgresql_where=sql("state <> 'used'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(String(20))
    filename: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    media_type: Mapped[str | None] = mapped_column(String(100))
    pages: Mapped[int | None]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default=sql("'[]'::jsonb"))
    refusal: Mapped[str | None] = mapped_column(String(40))
    scan: Mapped[str] = mapped_column(String(10), default="off", server_default=sql("'off'"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class Attachment(Base):
    """A file of a filing. `scan`: off | clean | pending | infected; only off and clean may be downloaded."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("kind IN ('main', 'annex', 'correction', 'requirement', 'answer')", name="kind"),
        CheckConstraint("scan IN ('off', 'clean', 'pending', 'infected')", name="scan"),
        Index("ix_attachments_text_pending", "id", postgresql_where=sql("text_done = false")),
        Index("ix_attachments_scan_pending", "id", postgresql_where=sql("scan = 'pending'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), index=True)
    upload_id: Mapped[UUID | None] = mapped_column(unique=True)
    requirement_id: Mapped[UUID | None] = mapped_column(ForeignKey("requirements.id"))
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    filename: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(100))
    pages: Mapped[int | None]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default=sql("'[]'::jsonb"))
    scan: Mapped[str] = mapped_column(String(10), default="off", server_default=sql("'off'"))
    text: Mapped[str | None] = mapped_column(Text)
    text_done: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    created_at: Mapped[datetime] = mapped_column(default=now)
