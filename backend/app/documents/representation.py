"""From a filing's rows to what its reader may see of them."""

from typing import Any
from uuid import UUID

from fastapi import Response
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.documents import queries
from app.documents.lifecycle import Act
from app.documents.models import Movement
from app.documents.queries import is_staff
from app.documents.schemas import Actor, DocumentRead, MovementRead, PublicDocument
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
    "procedure_name",
    "merged_into",
)
UNKNOWN = "No encontramos este documento entre los que usted puede ver."
# The desk's own handling is nobody else's business.
INTERNAL_ACTS = frozenset({Act.CLAIM, Act.RELEASE})


async def representation(
    session: AsyncSession, document_id: UUID, caller: Caller, response: Response | None = None
) -> DocumentRead | PublicDocument:
    """What `caller` may see of a filing, with what was done to it in `session`. Sets the ETag of `response`.

    Raises NotFound when they may not know of it.
    """
    row = await queries.whole(session, document_id, caller)
    if row is None:
        raise NotFound(UNKNOWN)
    if response is not None:
        response.headers["ETag"] = f'"{row.version}"'
        response.headers["Cache-Control"] = "no-store"
    if is_staff(caller):
        return DocumentRead.model_validate(_common(row, staff=True) | _for_staff(row))
    return PublicDocument.model_validate(_common(row, staff=False))


async def public_representation(session: AsyncSession, document_id: UUID, caller: Caller) -> PublicDocument:
    """The same for a citizen who has just been given the document."""
    shown = await representation(session, document_id, caller)
    if not isinstance(shown, PublicDocument):
        raise NotFound
    return shown


def _for_staff(row: Row[Any]) -> dict[str, Any]:
    held = row.holder_id is not None and row.held_until is not None and row.held_until > clock.now()
    return {
        "electronic_notice": row.electronic_notice,
        "privacy_consent_version": row.privacy_consent_version,
        "channel": row.channel,
        "holder": _named(row.holder_id, row.holder_name) if held else None,
        "held_until": row.held_until if held else None,
        "assigned_to": _named(row.assigned_to_id, row.assigned_name),
    }


def _named(user_id: object, name: str | None) -> dict[str, str] | None:
    return {"id": str(user_id), "name": name or ""} if user_id else None


def _common(row: Row[Any], *, staff: bool) -> dict[str, Any]:
    """The models keep of each part what their reader may see."""
    files, receipts = row.attachments or [], row.receipts or []
    return {name: getattr(row, name) for name in SHOWN_AS_THEY_ARE} | {
        "id": str(row.id),
        "procedure_id": str(row.procedure_id) if row.procedure_id else None,
        "pages": sum(each["pages"] or 0 for each in files),
        "attachments": files,
        "legs": row.legs or [],
        "receipts": [each | {"url": verification_url(each["verification_code"])} for each in receipts],
        "observation": row.observation and row.observation | {"items": row.observation["items"] or []},
        "requirements": [],
        "applicant": _applicant(row, staff=staff),
        "representative": _masked(row.representative, staff=staff),
    }


def _applicant(row: Row[Any], *, staff: bool) -> Any:
    return _masked(
        {
            "person_type": row.person_type,
            "identity_type": row.identity_type,
            "identity_number": row.identity_number,
            "name": row.applicant_name,
            "email": row.applicant_email,
            "phone": row.applicant_phone,
            "address": row.applicant_address,
            "ubigeo": row.applicant_ubigeo,
        },
        staff=staff,
    )


def _masked(person: Any, *, staff: bool) -> Any:
    return person if staff or person is None else person | {"identity_number": masked(person["identity_number"])}


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
