"""Reads of the catalogue. It is small: lists are read whole."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.catalogue.models import DocumentType, ObservationReason, Procedure, Requirement
from app.institution.models import Area, LegalRule

# An arbitrary number that only this lock has.
CATALOGUE_LOCK = 7_203_116
# Of the requirements only those still asked for.
_PROCEDURES = select(Procedure).options(selectinload(Procedure.requirements.and_(Requirement.active)))


async def hold_to_change(session: AsyncSession) -> None:
    """One change of the catalogue at a time: codes are told apart without regard to case, which no key does."""
    await session.execute(select(func.pg_advisory_xact_lock(CATALOGUE_LOCK)))


async def procedures(session: AsyncSession, *, inactive: bool = False) -> Sequence[Procedure]:
    wanted = _PROCEDURES if inactive else _PROCEDURES.where(Procedure.active)
    return (await session.scalars(wanted)).all()


async def procedure(session: AsyncSession, procedure_id: UUID, *, inactive: bool = False) -> Procedure | None:
    wanted = _PROCEDURES if inactive else _PROCEDURES.where(Procedure.active)
    return (await session.scalars(wanted.where(Procedure.id == procedure_id))).one_or_none()


async def procedure_to_change(session: AsyncSession, procedure_id: UUID) -> Procedure | None:
    """The row itself, locked; in use or not."""
    return await session.get(Procedure, procedure_id, with_for_update=True)


async def requirements(session: AsyncSession, procedure_id: UUID) -> Sequence[Requirement]:
    """Those still asked for, in their order."""
    asked = select(Requirement).where(Requirement.procedure_id == procedure_id, Requirement.active)
    return (await session.scalars(asked.order_by(Requirement.position, Requirement.id))).all()


async def procedure_code_taken(session: AsyncSession, code: str, *, but: UUID | None = None) -> bool:
    same = select(Procedure.id).where(func.upper(Procedure.code) == code.upper(), Procedure.id.is_distinct_from(but))
    return await session.scalar(same.limit(1)) is not None


async def area_in_use(session: AsyncSession, area_id: UUID) -> bool:
    """Whether there is such an area, and it attends."""
    return await session.scalar(select(Area.id).where(Area.id == area_id, Area.active)) is not None


async def document_types(session: AsyncSession, *, inactive: bool = False) -> Sequence[DocumentType]:
    wanted = select(DocumentType)
    return (await session.scalars(wanted if inactive else wanted.where(DocumentType.active))).all()


async def document_type_to_change(session: AsyncSession, code: str) -> DocumentType | None:
    return await session.get(DocumentType, code, with_for_update=True)


async def observation_reasons(session: AsyncSession, *, inactive: bool = False) -> Sequence[ObservationReason]:
    wanted = select(ObservationReason)
    return (await session.scalars(wanted if inactive else wanted.where(ObservationReason.active))).all()


async def reason_to_change(session: AsyncSession, reason_id: UUID) -> ObservationReason | None:
    return await session.get(ObservationReason, reason_id, with_for_update=True)


async def legal_rule_known(session: AsyncSession, code: str) -> bool:
    return await session.scalar(select(LegalRule.id).where(LegalRule.code == code).limit(1)) is not None
