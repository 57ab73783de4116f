"""Days on which this institution does not work, besides weekends and national holidays."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.database import Base, new_id


class Closure(Base):
    """One declared by mistake is taken back, not deleted: filings were told of it."""

    __tablename__ = "closures"
    __table_args__ = (
        CheckConstraint("kind IN ('decreed', 'regional', 'outage')", name="kind"),
        Index("uq_closures_date", "date", unique=True, postgresql_where=sql("removed_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    day: Mapped[date] = mapped_column("date")
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(300))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]
    # Open files are recomputed by the worker after the closure is recorded, and again after it is taken back.
    applied_at: Mapped[datetime | None]

    @property
    def told(self) -> str:
        """How those whose dates moved read it."""
        what = "el día vuelve a ser laborable" if self.removed_at else self.reason
        return f"{self.day:%d/%m/%Y}: {what}"
