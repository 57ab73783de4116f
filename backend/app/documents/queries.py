"""Reads of filings: which rows a caller may know of, and the parts of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Uuid, bindparam, exists, false, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.attachments.models import Attachment
from app.catalogue.models import ObservationReason, Procedure, Requirement
from app.documents.models import Document, DocumentOwner, Leg, Movement, Observation, ObservationItem
from app.institution.models import Area
from app.receipts.models import Receipt
from app.users.models import Membership, Role, User
from app.users.principals import Caller, Principal, TrackingPass

KEY_MARK_LENGTH = 16


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """Which documents `caller` may know of (API.md, section 4)."""
    if isinstance(caller, TrackingPass):
        current = func.left(Document.access_key_hash, KEY_MARK_LENGTH) == caller.key_mark
        return (Document.id == caller.document_id) & current
    match caller.role:
        case Role.CLERK | Role.AUDITOR:
            return true()
        case Role.OFFICER:
            return exists().where(Leg.document_id == Document.id, Leg.area_id.in_(caller.area_ids))
        case Role.CITIZEN:
            return exists().where(DocumentOwner.document_id == Document.id, DocumentOwner.user_id == caller.id)
        case _:
            return false()


async def visible(session: AsyncSession, document_id: UUID, caller: Caller, *, lock: bool = False) -> Document | None:
    """The document, with the parts its representation shows; None when the caller may not know of it."""
    wanted = (
        select(Document)
        .where(Document.id == document_id, visible_to(caller))
        .options(
            selectinload(Document.attachments),
            selectinload(Document.observation).selectinload(Observation.items),
            selectinload(Document.legs),
        )
    )
    if lock:
        wanted = wanted.with_for_update(of=Document)
    # A row of this session that was read without its parts gets them now.
    wanted = wanted.execution_options(populate_existing=True)
    return await session.scalar(wanted)


async def locked(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Document]:
    """These filings' own rows by id, locked in one order."""
    wanted = select(Document).where(Document.id.in_(ids)).order_by(Document.id).with_for_update()
    return {document.id: document for document in await session.scalars(wanted)}


@dataclass(frozen=True, slots=True)
class Names:
    """What a representation names besides the document's own row."""

    holder: str | None
    assigned_to: str | None
    procedure: str | None
    merged_into: str | None


async def names(session: AsyncSession, document: Document) -> Names:
    def name_of(user_id: UUID | None) -> Any:
        return select(User.name).where(User.id == user_id).scalar_subquery()

    merged = select(Document.number).where(Document.id == document.merged_into_id).scalar_subquery()
    procedure = select(Procedure.name).where(Procedure.id == document.procedure_id).scalar_subquery()
    row = (
        await session.execute(select(name_of(document.holder_id), name_of(document.assigned_to_id), procedure, merged))
    ).one()
    return Names(*row)


def _parts(shown: dict[str, Any], *where: ColumnElement[bool], order: Sequence[Any]) -> Any:
    """A JSON array of the rows of one part of a filing; null without any."""
    row = func.json_build_object(*(each for pair in shown.items() for each in pair))
    return select(func.json_agg(aggregate_order_by(row, *order))).where(*where).scalar_subquery()


def _whole() -> Select[Any]:
    """A filing with everything its representation shows. Built once: putting it together took longer than running it.

    Tables, not mapped classes, and the parts as JSON: one round trip, whatever the filing has.
    """
    document, file, leg, receipt = (each.__table__.c for each in (Document, Attachment, Leg, Receipt))
    observation, item, area, user = (each.__table__.c for each in (Observation, ObservationItem, Area, User))
    other, procedure = Document.__table__.alias("other").c, Procedure.__table__.c

    def of(columns: Any, *names: str) -> dict[str, Any]:
        return {name: columns[name] for name in names}

    files = of(file, "id", "kind", "title", "filename", "size", "sha256", "media_type", "pages", "requirement_id")
    legs = of(leg, "id", "area_id", "purpose", "state", "sent_at", "instruction") | {"area_code": area.code}
    receipts = of(receipt, "kind", "issued_at", "sha256", "qr_text") | {"verification_code": receipt.code}
    items = of(item, "id", "reason_code", "text", "attachment_id", "requirement_id", "answer_attachment_id")
    items["answer"] = item.answer_text
    item_rows = _parts(items, item.observation_id == observation.id, order=[item.position])
    observed = func.json_build_object(
        *("notified_at", observation.notified_at, "corrected_at", observation.corrected_at, "items", item_rows)
    )

    def name_of(user_id: Any) -> Any:
        return select(user.name).where(user.id == user_id).scalar_subquery()

    own = [column for column in document if column.name not in ("search", "access_key_hash")]
    in_area = (leg.document_id == document.id, area.id == leg.area_id)
    return select(
        *own,
        _parts(
            files | of(file, "scan", "findings"), file.document_id == document.id, order=[file.position, file.id]
        ).label("attachments"),
        _parts(legs, *in_area, order=[leg.sent_at, leg.id]).label("legs"),
        _parts(receipts, receipt.document_id == document.id, order=[receipt.issued_at, receipt.id]).label("receipts"),
        select(observed).where(observation.document_id == document.id).scalar_subquery().label("observation"),
        name_of(document.holder_id).label("holder_name"),
        name_of(document.assigned_to_id).label("assigned_name"),
        select(procedure.name).where(procedure.id == document.procedure_id).scalar_subquery().label("procedure_name"),
        select(other.number).where(other.id == document.merged_into_id).scalar_subquery().label("merged_into"),
    ).where(document.id == bindparam("document_id", type_=Uuid()))


WHOLE = _whole()


@lru_cache(maxsize=1024)
def _whole_for(caller: Caller) -> Select[Any]:
    return WHOLE.where(visible_to(caller))


async def whole(session: AsyncSession, document_id: UUID, caller: Caller) -> Row[Any] | None:
    """The filing's row and its parts, as written so far; None when the caller may not know of it."""
    await session.flush()
    found: Row[Any] | None = (await session.execute(_whole_for(caller), {"document_id": document_id})).one_or_none()
    return found


async def area_codes(session: AsyncSession, area_ids: Sequence[UUID]) -> dict[UUID, str]:
    if not area_ids:
        return {}
    rows = await session.execute(select(Area.id, Area.code).where(Area.id.in_(area_ids)))
    return {row.id: row.code for row in rows}


async def active_areas(session: AsyncSession, area_ids: Sequence[UUID]) -> set[UUID]:
    return set(await session.scalars(select(Area.id).where(Area.id.in_(area_ids), Area.active)))


async def members(session: AsyncSession, area_ids: Sequence[UUID]) -> list[UUID]:
    """The people who work in these areas today."""
    wanted = select(Membership.user_id).where(Membership.area_id.in_(area_ids)).distinct()
    return list(await session.scalars(wanted))


async def active_reasons(session: AsyncSession, codes: Sequence[str]) -> set[str]:
    wanted = select(ObservationReason.code).where(ObservationReason.code.in_(codes), ObservationReason.active)
    return set(await session.scalars(wanted))


async def requirement_ids(session: AsyncSession, procedure_id: UUID | None) -> set[UUID]:
    return set(await session.scalars(select(Requirement.id).where(Requirement.procedure_id == procedure_id)))


async def movements(session: AsyncSession, document_id: UUID) -> list[Movement]:
    rows = await session.scalars(
        select(Movement).where(Movement.document_id == document_id).order_by(Movement.at, Movement.id)
    )
    return list(rows)


async def procedure(session: AsyncSession, procedure_id: UUID | None) -> Procedure | None:
    return await session.get(Procedure, procedure_id) if procedure_id else None


async def clerk_who_observed(session: AsyncSession, document_id: UUID) -> UUID | None:
    return await session.scalar(
        select(Movement.actor_id).where(Movement.document_id == document_id, Movement.act == "observe")
    )


def is_staff(caller: Caller) -> bool:
    return isinstance(caller, Principal) and caller.is_staff
