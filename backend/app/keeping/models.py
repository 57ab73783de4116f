"""What was done to keep the system: each copy, drill and check of the storage, and how it ended."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.database import Base, new_id


class KeepingKind(StrEnum):
    BACKUP = "backup"
    DRILL = "drill"
    STORAGE_CHECK = "storage_check"


class KeepingState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    # It came to its end: `ok` says whether all was well.
    DONE = "done"
    # It could not be done: nothing is known of what it would have said.
    FAILED = "failed"


UNDER_WAY = sql("state IN ('waiting', 'running')")


class KeepingRun(Base):
    """One of them. The newest of each kind are kept (`service.KEPT`): there are too few to need an index to be read."""

    __tablename__ = "keeping_runs"
    __table_args__ = (
        CheckConstraint("kind IN ('backup', 'drill', 'storage_check')", name="kind"),
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
        CheckConstraint("(state = 'done') = (ok IS NOT NULL)", name="ok"),
        CheckConstraint("(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="finished"),
        Index("uq_keeping_runs_under_way", "kind", unique=True, postgresql_where=UNDER_WAY),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    requested_at: Mapped[datetime] = mapped_column(default=now)
    requested_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    # How often a worker took it up: more than once when one died meanwhile.
    attempts: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    # From 0 to 1; none where it cannot be known.
    progress: Mapped[float | None]
    ok: Mapped[bool | None]
    summary: Mapped[str] = mapped_column(Text, default="", server_default="")
    report: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default=sql("'{}'::jsonb"))
