"""Reads of the catalogue. It is small: lists are read whole."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.catalogue.models import DocumentType, ObservationReason, Procedure

_ACTIVE = select(Procedure).where(Procedure.active).options(selectinload(Procedure.requirements))


async def procedures(session: AsyncSession) -> Sequence[Procedure]:
    return (await session.scalars(_ACTIVE)).all()


async def procedure(session: AsyncSession, procedure_id: UUID) -> Procedure | None:
    return (await session.scalars(_ACTIVE.where(Procedure.id == procedure_id))).one_or_none()


async def document_types(session: AsyncSession) -> Sequence[DocumentType]:
    return (await session.scalars(select(DocumentType).where(DocumentType.active))).all()


async def observation_reasons(session: AsyncSession) -> Sequence[ObservationReason]:
    return (await session.scalars(select(ObservationReason).where(ObservationReason.active))).all()
