"""Presenting a document: the filing, its number and its receipt, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments import service as attachments
from app.attachments.models import Attachment
from app.attachments.queries import Taken
from app.attachments.service import Wanted
from app.catalogue.models import Procedure
from app.clock import lima_date
from app.clock import service as clock_service
from app.clock.cutoff import Cutoff, presentation_of
from app.clock.terms import deadline_of
from app.database import new_id, parse_id
from app.documents import access_keys, history
from app.documents.lifecycle import Act, Status
from app.documents.models import Document, Movement
from app.documents.numbering import Series, next_number
from app.documents.presenting import references
from app.documents.presenting.references import References
from app.documents.presenting.schemas import Present
from app.institution import service as institution
from app.notifications.models import Mail, Notification
from app.notifications.queries import people as people_of
from app.notifications.service import notices
from app.problems import FieldError, Unprocessable
from app.receipts import service as receipts
from app.receipts.models import Receipt
from app.settings import get_settings
from app.users.principals import Principal

MAIN_TITLE = "Documento principal"


@dataclass(frozen=True, slots=True)
class Filed:
    """A filing just made. `access_key` is in clear here and in the answer, nowhere else."""

    document: Document
    attachments: list[Attachment]
    receipt: Receipt
    movement: Movement
    access_key: str | None
    owner: Principal | None
    notices: Sequence[Notification | Mail]


async def prepare(session: AsyncSession, body: Present, *, at: datetime, by: Principal | None) -> Filed:
    """Makes a filing of what arrived at `at`; the caller writes it, commits, then seals the receipt.

    Raises Unprocessable for every field.
    """
    procedure, uploads = await check(session, References.read(body.model_dump(mode="json")), at=at, by=by)
    document = _document(body, at=at)
    in_force = await institution.in_force(session, lima_date(at))
    await _set_dates(session, document, procedure, in_force.cutoff)
    access_key = None if by else access_keys.new_key()
    document.access_key_hash = access_keys.hash_of(access_key) if access_key else None
    files = _attachments(body, uploads, at=at)
    document.attachments = files
    for each in files:
        each.document_id = document.id
    people = await people_of(session, None, [by.id] if by else [])

    # From here on the year's counter is locked.
    document.number = await next_number(session, Series.PRESENTATION, on=lima_date(at))
    receipt = receipts.draft(document, "presentation", procedure, by=by, on=in_force)
    movement = history.movement_of(document, Act.PRESENT, by=by, from_status=None, at=at)
    told = notices(people, "presented", document, movement_id=movement.id, receipt=receipt)
    return Filed(document, files, receipt, movement, access_key, by, told)


async def check(
    session: AsyncSession, named: References, *, at: datetime, by: Principal | None
) -> tuple[Procedure | None, list[Taken]]:
    """Claims the uploads and finds what else is named. Raises Unprocessable with one error a bad field."""
    found = await references.look_up(session, named, today=lima_date(at))
    faults: list[FieldError] = list(found.faults(named, max_files=get_settings().max_files))
    wanted = [Wanted(field, upload_id) for field, upload_id in named.uploads.items()]
    uploads: list[Taken] = []
    try:
        uploads = await attachments.claim(session, wanted, user_id=by.id if by else None)
    except Unprocessable as refused:
        faults += refused.errors
    if faults:
        raise Unprocessable(errors=faults)
    return found.procedure, uploads


def _document(body: Present, *, at: datetime) -> Document:
    who = body.applicant
    return Document(
        id=new_id(),
        status=Status.PRESENTED,
        version=1,
        channel="web",
        subject=body.subject,
        body=body.body,
        document_type=body.document_type,
        procedure_id=None,
        priority=body.priority,
        folios=body.folios,
        addressed_to=body.addressed_to,
        related_registry_number=body.related_registry_number.upper() if body.related_registry_number else None,
        person_type=who.person_type,
        identity_type=who.identity_type,
        identity_number=who.identity_number,
        applicant_name=who.name,
        applicant_email=who.email,
        applicant_phone=who.phone,
        applicant_address=who.address,
        applicant_ubigeo=who.ubigeo,
        representative=_json(body.representative),
        payment=_json(body.payment),
        electronic_notice=body.electronic_notice,
        privacy_consent_version=body.privacy_consent_version,
        presented_at=at,
    )


def _json(part: Any) -> dict[str, Any] | None:
    return part.model_dump(mode="json") if part else None


async def _set_dates(session: AsyncSession, document: Document, procedure: Procedure | None, cutoff: Cutoff) -> None:
    """The legal date, and the due date when the term of a known procedure starts there."""
    calendar = await clock_service.calendar(session)
    presentation = presentation_of(document.presented_at, cutoff, calendar)
    document.presentation_date = presentation.presentation_date
    document.rule = presentation.rule
    if procedure:
        document.is_under(procedure)
        deadline = deadline_of(
            presentation.presentation_date, None, procedure.term_days, (), procedure.term_starts_from, calendar
        )
        document.due_on = deadline.due_on


def _attachments(body: Present, uploads: list[Taken], *, at: datetime) -> list[Attachment]:
    """The files in the order sent, the main one first."""
    rows = [attachments.attach(uploads[0], kind="main", title=MAIN_TITLE, position=0, at=at)]
    for position, (annex, upload) in enumerate(zip(body.annexes, uploads[1:], strict=True), start=1):
        title = annex.title or upload.filename
        row = attachments.attach(upload, kind="annex", title=title, position=position, at=at)
        row.requirement_id = parse_id(annex.requirement_id or "")
        rows.append(row)
    return rows
