"""Days on which this institution does not work, besides weekends and national holidays."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.database import Base, new_id


class Closure(Base):
    __tablename__ = "closures"
    __table_args__ = (CheckConstraint("kind IN ('decreed', 'regional', 'outage')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    day: Mapped[date] = mapped_column("date", unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(300))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    # Open files are recomputed by the worker after the closure is recorded.
    applied_at: Mapped[datetime | None]
