"""Reads of filings: which rows a caller may know of, and the parts of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.catalogue.models import ObservationReason, Procedure, Requirement
from app.documents.models import Document, DocumentOwner, Leg, Movement, Observation
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


async def receipts_of(session: AsyncSession, document_id: UUID) -> Sequence[Any]:
    columns = (Receipt.kind, Receipt.code, Receipt.issued_at, Receipt.sha256)
    rows = await session.execute(
        select(*columns).where(Receipt.document_id == document_id).order_by(Receipt.issued_at, Receipt.id)
    )
    return rows.all()


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
