"""A filing on the wire: whole for staff, without identities for whoever tracks it."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel

from app.attachments.schemas import FindingRead


class Named(BaseModel):
    id: str
    name: str


class ApplicantRead(BaseModel):
    """As declared. For the public `identity_number` shows its last two characters only."""

    person_type: str
    identity_type: str
    identity_number: str
    name: str
    email: str | None
    phone: str | None
    address: str | None
    ubigeo: str | None


class RepresentativeRead(BaseModel):
    identity_type: str
    identity_number: str
    name: str
    capacity: str | None


class PublicAttachment(BaseModel):
    """`scan`: off, clean, pending or infected; only the first two can be downloaded. `size` in bytes."""

    id: str
    kind: str
    title: str
    filename: str
    size: int
    sha256: str
    media_type: str
    pages: int | None
    requirement_id: str | None
    scan: str


class StaffAttachment(PublicAttachment):
    findings: list[FindingRead]


class ReceiptRead(BaseModel):
    """`sha256` of the signed PDF is null for the seconds until it is sealed. `qr_text` verifies without a server."""

    kind: str
    verification_code: str
    url: str
    qr_text: str
    issued_at: datetime
    sha256: str | None


class ObservationItemRead(BaseModel):
    """One defect, and what the citizen answered."""

    id: str
    reason_code: str
    text: str
    attachment_id: str | None
    requirement_id: str | None
    answer: str | None
    answer_attachment_id: str | None


class ObservationRead(BaseModel):
    notified_at: datetime
    corrected_at: datetime | None
    items: list[ObservationItemRead]


class PublicLeg(BaseModel):
    id: str
    area_id: str
    area_code: str
    purpose: str
    state: str
    sent_at: datetime


class StaffLeg(PublicLeg):
    instruction: str


class RequirementAsked(BaseModel):
    id: str
    text: str
    answer: str | None


class _Document(BaseModel):
    id: str
    number: str
    registry_number: str | None
    status: str
    version: int
    subject: str
    body: str
    document_type: str
    procedure_id: str | None
    procedure_name: str | None
    priority: str
    folios: int
    pages: int
    addressed_to: str | None
    related_registry_number: str | None
    payment: dict[str, Any] | None
    presented_at: datetime
    presentation_date: date
    rule: str
    correct_by: datetime | None
    received_at: datetime | None
    due_on: date | None
    applicant: ApplicantRead
    representative: RepresentativeRead | None
    receipts: list[ReceiptRead]
    observation: ObservationRead | None
    requirements: list[RequirementAsked]
    merged_into: str | None


class PublicDocument(_Document):
    """What the citizen sees: no holder, no assignee, no instructions, identities masked."""

    view: Literal["public"] = "public"
    attachments: list[PublicAttachment]
    legs: list[PublicLeg]


class DocumentRead(_Document):
    """What the institution sees."""

    view: Literal["staff"] = "staff"
    attachments: list[StaffAttachment]
    legs: list[StaffLeg]
    electronic_notice: bool
    privacy_consent_version: str
    channel: str
    holder: Named | None
    held_until: datetime | None
    assigned_to: Named | None


class Actor(BaseModel):
    name: str
    area: str | None


class MovementRead(BaseModel):
    id: str
    act: str
    at: datetime
    actor: Actor | None
    from_status: str | None
    to_status: str
    legs: list[dict[str, Any]]
    text: str | None
