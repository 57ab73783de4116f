"""What can be asked for: procedures with their requirements, kinds of document, reasons to observe."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, new_id


class Procedure(Base):
    """A row of the TUPA. `silence` is what the law makes of no answer; the system only warns about it."""

    __tablename__ = "procedures"
    __table_args__ = (
        CheckConstraint("silence IN ('positive', 'negative', 'automatic')", name="silence"),
        CheckConstraint("term_days IS NULL OR term_days BETWEEN 1 AND 1000", name="term_days"),
        CheckConstraint("term_starts_from IN ('presentation', 'reception')", name="term_starts_from"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    term_days: Mapped[int | None]
    term_starts_from: Mapped[str] = mapped_column(String(20), default="presentation", server_default="presentation")
    silence: Mapped[str] = mapped_column(String(20))
    fee: Mapped[Decimal] = mapped_column(Numeric(10, 2), default=Decimal(0), server_default=sql("0"))
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("areas.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))

    requirements: Mapped[list["Requirement"]] = relationship(
        back_populates="procedure", lazy="raise", order_by="Requirement.position"
    )


class Requirement(Base):
    """What a procedure asks for. One no longer asked for is retired, never deleted: filings refer to it."""

    __tablename__ = "requirements"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    procedure_id: Mapped[UUID] = mapped_column(ForeignKey("procedures.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(300))
    required: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))
    formats: Mapped[list[str]] = mapped_column(ARRAY(String(10)), default=list, server_default=sql("'{}'"))
    active: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))

    procedure: Mapped[Procedure] = relationship(back_populates="requirements", lazy="raise")


class DocumentType(Base):
    __tablename__ = "document_types"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    active: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))


class ObservationReason(Base):
    """A coded defect the desk may observe, with the text sent to the citizen and the rule behind it."""

    __tablename__ = "observation_reasons"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    text: Mapped[str] = mapped_column(Text)
    legal_rule: Mapped[str | None] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    active: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))
