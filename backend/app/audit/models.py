"""The trail that proves itself: each row carries the hash of the one before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.database import Base, new_id


class AuditRow(Base):
    """`hash` is SHA-256 over canonical JSON of every other column, `previous_hash` included."""

    __tablename__ = "audit_rows"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(unique=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(40))
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The last row of the chain: locked to append, so the chain has no fork."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


class Look(Base):
    """Somebody opened a file. Chained by the worker within seconds, so that reads do not queue for the head."""

    __tablename__ = "looks"
    __table_args__ = (Index("ix_looks_pending", "at", postgresql_where=sql("chained = false")),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(40))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"))
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default=sql("'{}'::jsonb"))
    chained: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))


class Heartbeat(Base):
    """When each background process last said that it lives."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]


class Verification(Base):
    """One walk over the whole trail by the worker, and what it found."""

    __tablename__ = "audit_verifications"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    ok: Mapped[bool]
    rows: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[float]
    first_bad: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(String(200))
