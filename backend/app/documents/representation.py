"""From a filing's rows to what its reader may see of them."""

from typing import Any
from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.attachments.models import Attachment
from app.attachments.schemas import FindingRead
from app.documents import queries
from app.documents.lifecycle import Act
from app.documents.models import Document, Leg, Movement, Observation
from app.documents.queries import Names, is_staff
from app.documents.schemas import (
    Actor,
    ApplicantRead,
    DocumentRead,
    MovementRead,
    Named,
    ObservationItemRead,
    ObservationRead,
    PublicAttachment,
    PublicDocument,
    PublicLeg,
    ReceiptRead,
    RepresentativeRead,
    StaffAttachment,
    StaffLeg,
)
from app.problems import NotFound
from app.receipts.facts import masked
from app.receipts.service import verification_url
from app.users.principals import Caller

SHOWN_AS_THEY_ARE = (
    "number",
    "registry_number",
    "status",
    "version",
    "subject",
    "body",
    "document_type",
    "priority",
    "folios",
    "addressed_to",
    "related_registry_number",
    "payment",
    "presented_at",
    "presentation_date",
    "rule",
    "correct_by",
    "received_at",
    "due_on",
)
# The desk's own handling is nobody else's business.
INTERNAL_ACTS = frozenset({Act.CLAIM, Act.RELEASE})


async def representation(
    session: AsyncSession, document: Document, caller: Caller, response: Response | None = None
) -> DocumentRead | PublicDocument:
    """What `caller` may see of `document`, whose parts are loaded. Sets the ETag of `response`."""
    staff = is_staff(caller)
    names = await queries.names(session, document)
    codes = await queries.area_codes(session, [leg.area_id for leg in document.legs])
    receipts = [
        ReceiptRead(
            kind=row.kind,
            verification_code=row.code,
            url=verification_url(row.code),
            issued_at=row.issued_at,
            sha256=row.sha256,
        )
        for row in await queries.receipts_of(session, document.id)
    ]
    common = _common(document, names, staff=staff) | {"receipts": receipts}
    if response is not None:
        response.headers["ETag"] = f'"{document.version}"'
        response.headers["Cache-Control"] = "no-store"
    if staff:
        return _for_staff(document, common, names, codes)
    return PublicDocument(
        **common,
        attachments=[PublicAttachment(**_attachment(each)) for each in document.attachments],
        legs=[PublicLeg(**_leg(leg, codes)) for leg in document.legs],
    )


async def public_representation(session: AsyncSession, document_id: UUID, caller: Caller) -> PublicDocument:
    """The same for a citizen who has just been given the document, read afresh."""
    document = await queries.visible(session, document_id, caller)
    shown = await representation(session, document, caller) if document else None
    if not isinstance(shown, PublicDocument):
        raise NotFound
    return shown


def _for_staff(document: Document, common: dict[str, Any], names: Names, codes: dict[Any, str]) -> DocumentRead:
    held = document.holder_id is not None and document.held_until is not None and document.held_until > clock.now()
    return DocumentRead(
        **common,
        attachments=[
            StaffAttachment(
                **_attachment(each), findings=[FindingRead.model_validate(finding) for finding in each.findings]
            )
            for each in document.attachments
        ],
        legs=[StaffLeg(**_leg(leg, codes), instruction=leg.instruction) for leg in document.legs],
        electronic_notice=document.electronic_notice,
        privacy_consent_version=document.privacy_consent_version,
        channel=document.channel,
        holder=Named(id=str(document.holder_id), name=names.holder or "") if held else None,
        held_until=document.held_until if held else None,
        assigned_to=_named(document.assigned_to_id, names.assigned_to),
    )


def _named(user_id: object, name: str | None) -> Named | None:
    return Named(id=str(user_id), name=name or "") if user_id else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _common(document: Document, names: Names, *, staff: bool) -> dict[str, Any]:
    return {name: getattr(document, name) for name in SHOWN_AS_THEY_ARE} | {
        "id": str(document.id),
        "procedure_id": _text(document.procedure_id),
        "procedure_name": names.procedure,
        "pages": sum(each.pages or 0 for each in document.attachments),
        "applicant": _applicant(document, staff=staff),
        "representative": _representative(document, staff=staff),
        "observation": _observation(document.observation),
        "requirements": [],
        "merged_into": names.merged_into,
    }


def _applicant(document: Document, *, staff: bool) -> ApplicantRead:
    number = document.identity_number
    return ApplicantRead(
        person_type=document.person_type,
        identity_type=document.identity_type,
        identity_number=number if staff else masked(number),
        name=document.applicant_name,
        email=document.applicant_email,
        phone=document.applicant_phone,
        address=document.applicant_address,
        ubigeo=document.applicant_ubigeo,
    )


def _representative(document: Document, *, staff: bool) -> RepresentativeRead | None:
    if document.representative is None:
        return None
    read = RepresentativeRead.model_validate(document.representative)
    return read if staff else read.model_copy(update={"identity_number": masked(read.identity_number)})


def _attachment(each: Attachment) -> dict[str, Any]:
    same = ["kind", "title", "filename", "size", "sha256", "media_type", "pages", "scan"]
    return {name: getattr(each, name) for name in same} | {
        "id": str(each.id),
        "requirement_id": _text(each.requirement_id),
    }


def _leg(leg: Leg, codes: dict[Any, str]) -> dict[str, Any]:
    return {
        "id": str(leg.id),
        "area_id": str(leg.area_id),
        "area_code": codes[leg.area_id],
        "purpose": leg.purpose,
        "state": leg.state,
        "sent_at": leg.sent_at,
    }


def _observation(observation: Observation | None) -> ObservationRead | None:
    if observation is None:
        return None
    return ObservationRead(
        notified_at=observation.notified_at,
        corrected_at=observation.corrected_at,
        items=[
            ObservationItemRead(
                id=str(item.id),
                reason_code=item.reason_code,
                text=item.text,
                attachment_id=_text(item.attachment_id),
                requirement_id=_text(item.requirement_id),
                answer=item.answer_text,
                answer_attachment_id=_text(item.answer_attachment_id),
            )
            for item in observation.items
        ],
    )


def history(movements: list[Movement], caller: Caller) -> list[MovementRead]:
    """What happened, oldest first; for the public without the desk's own handling and its instructions."""
    staff = is_staff(caller)
    return [_movement(each, staff=staff) for each in movements if staff or each.act not in INTERNAL_ACTS]


def _movement(each: Movement, *, staff: bool) -> MovementRead:
    legs = each.legs if staff else [{k: v for k, v in leg.items() if k != "instruction"} for leg in each.legs]
    actor = Actor(name=each.actor_name or "", area=each.actor_area) if each.actor_id else None
    return MovementRead(
        id=str(each.id),
        act=each.act,
        at=each.at,
        actor=actor,
        from_status=each.from_status,
        to_status=each.to_status,
        legs=legs,
        text=each.text,
    )
