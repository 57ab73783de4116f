"""The filing and everything that happens to it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.attachments.models import Attachment
from app.catalogue.models import Procedure
from app.clock import now
from app.database import Base, new_id
from app.documents.lifecycle import Status

STATUSES = ", ".join(f"'{status}'" for status in Status)


class Document(Base):
    """One filing. The applicant is kept as filed; a signed-in owner is a row of `document_owners`."""

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint(f"status IN ({STATUSES})", name="status"),
        CheckConstraint("priority IN ('normal', 'high', 'urgent')", name="priority"),
        CheckConstraint("folios BETWEEN 1 AND 10000", name="folios"),
        CheckConstraint("(registry_number IS NULL) = (received_at IS NULL)", name="registered_once"),
        CheckConstraint("status <> 'observed' OR correct_by IS NOT NULL", name="observed_until"),
        Index("ix_documents_presented_at_id", "presented_at", "id"),
        Index("ix_documents_status_presented_at_id", "status", "presented_at", "id"),
        Index("ix_documents_due_on_id", "due_on", "id", postgresql_where=sql("due_on IS NOT NULL")),
        Index("ix_documents_correct_by", "correct_by", postgresql_where=sql("status = 'observed'")),
        Index("ix_documents_search", "search", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("ix_documents_search_pending", "id", postgresql_where=sql("search IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    # Collation "C", so that the same index finds a whole number and its beginning.
    number: Mapped[str] = mapped_column(String(20, collation="C"), unique=True)
    registry_number: Mapped[str | None] = mapped_column(String(22, collation="C"), unique=True)
    status: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))
    channel: Mapped[str] = mapped_column(String(10), default="web", server_default="web")

    subject: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    document_type: Mapped[str] = mapped_column(ForeignKey("document_types.code"))
    procedure_id: Mapped[UUID | None] = mapped_column(ForeignKey("procedures.id"), index=True)
    priority: Mapped[str] = mapped_column(String(10), default="normal", server_default="normal")
    folios: Mapped[int]
    addressed_to: Mapped[str | None] = mapped_column(String(200))
    related_registry_number: Mapped[str | None] = mapped_column(String(40))

    person_type: Mapped[str] = mapped_column(String(10))
    identity_type: Mapped[str] = mapped_column(String(10))
    identity_number: Mapped[str] = mapped_column(String(20, collation="C"), index=True)
    applicant_name: Mapped[str] = mapped_column(String(200))
    applicant_email: Mapped[str | None] = mapped_column(String(254))
    applicant_phone: Mapped[str | None] = mapped_column(String(30))
    applicant_address: Mapped[str | None] = mapped_column(String(300))
    applicant_ubigeo: Mapped[str | None] = mapped_column(String(6))
    representative: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    payment: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    electronic_notice: Mapped[bool]
    privacy_consent_version: Mapped[str] = mapped_column(ForeignKey("consent_texts.version"))
    access_key_hash: Mapped[str | None] = mapped_column(String(64))

    presented_at: Mapped[datetime]
    presentation_date: Mapped[date] = mapped_column(index=True)
    rule: Mapped[str] = mapped_column(String(20))
    correct_by: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    # The procedure's when it was chosen: a term changed later is for later filings.
    term_days: Mapped[int | None]
    term_starts_from: Mapped[str | None] = mapped_column(String(20))

    holder_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    held_until: Mapped[datetime | None]
    assigned_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"))
    search: Mapped[Any | None] = mapped_column(TSVECTOR)

    attachments: Mapped[list[Attachment]] = relationship(lazy="raise", order_by=(Attachment.position, Attachment.id))
    observation: Mapped["Observation | None"] = relationship(lazy="raise", uselist=False)
    legs: Mapped[list["Leg"]] = relationship(lazy="raise", order_by="Leg.sent_at")

    def is_under(self, procedure: Procedure) -> None:
        """Makes it a filing of `procedure`, with the term that this has today."""
        self.procedure_id = procedure.id
        self.term_days, self.term_starts_from = procedure.term_days, procedure.term_starts_from


class DocumentOwner(Base):
    """A citizen's account that filed the document, or took it over with its access key."""

    __tablename__ = "document_owners"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)


class Movement(Base):
    """One act on a document, as its history tells it. Never changed, never deleted."""

    __tablename__ = "movements"
    __table_args__ = (Index("ix_movements_document_id_at", "document_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"))
    act: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[str | None] = mapped_column(String(200))
    actor_area: Mapped[str | None] = mapped_column(String(150))
    from_status: Mapped[str | None] = mapped_column(String(20))
    to_status: Mapped[str] = mapped_column(String(20))
    legs: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default=sql("'[]'::jsonb"))
    text: Mapped[str | None] = mapped_column(Text)


class Observation(Base):
    """The desk's single list of defects: at most one a document, which the unique key makes a fact."""

    __tablename__ = "observations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), unique=True)
    notified_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]

    items: Mapped[list["ObservationItem"]] = relationship(lazy="raise", order_by="ObservationItem.position")


class ObservationItem(Base):
    __tablename__ = "observation_items"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observations.id"), index=True)
    position: Mapped[int]
    reason_code: Mapped[str] = mapped_column(ForeignKey("observation_reasons.code"))
    text: Mapped[str] = mapped_column(Text)
    attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))
    requirement_id: Mapped[UUID | None] = mapped_column(ForeignKey("requirements.id"))
    answer_text: Mapped[str | None] = mapped_column(Text)
    answer_attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachments.id"))


class Leg(Base):
    """A file sent to an area: for action, opinion or knowledge."""

    __tablename__ = "legs"
    __table_args__ = (
        CheckConstraint("purpose IN ('action', 'opinion', 'knowledge')", name="purpose"),
        CheckConstraint("state IN ('sent', 'accepted', 'returned', 'completed', 'closed')", name="state"),
        Index("ix_legs_area_id_state_document_id", "area_id", "state", "document_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), index=True)
    area_id: Mapped[UUID] = mapped_column(ForeignKey("areas.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    instruction: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(10), default="sent", server_default="sent")
    sent_at: Mapped[datetime]
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))


class Counter(Base):
    """The last number given, per series and year: locked and raised inside the act's transaction, hence gapless."""

    __tablename__ = "counters"

    series: Mapped[str] = mapped_column(String(10), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]


class IdempotencyKey(Base):
    """The first answer to a key, encrypted, written in the transaction of the act it answers for."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("caller", "path", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    caller: Mapped[str] = mapped_column(String(64))
    path: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(255))
    body_hash: Mapped[str] = mapped_column(String(64))
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"))
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)


class SearchWord(Base):
    """Every lexeme any document has, for the nearest word to a mistyped one."""

    __tablename__ = "search_words"
    __table_args__ = (
        Index("ix_search_words_trigram", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}),
    )

    word: Mapped[str] = mapped_column(Text, primary_key=True)
