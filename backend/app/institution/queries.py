"""Reads of the institution, its areas and its legal rules."""

from collections.abc import Sequence
from datetime import date, time
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.institution.citations import Citation
from app.institution.models import Area, ConsentText, CutoffRule, Institution, LegalRule
from app.users.models import Membership, User


async def institution(session: AsyncSession) -> Institution:
    """The single row of settings: a migration puts it there."""
    return (await session.scalars(select(Institution))).one()


async def cutoff_on(session: AsyncSession, day: date) -> tuple[str, time]:
    """The cut-off rule in force on `day` (Lima) and its closing time."""
    row = await session.execute(
        select(CutoffRule.rule, func.coalesce(CutoffRule.closes_at, Institution.closes_at))
        .join(Institution, Institution.id == 1)
        .where(CutoffRule.valid_from <= day)
        .order_by(CutoffRule.valid_from.desc())
        .limit(1)
    )
    rule, closes_at = row.one()
    return rule, closes_at


async def citations(session: AsyncSession) -> list[Citation]:
    rows = await session.execute(
        select(LegalRule.code, LegalRule.article, LegalRule.text, LegalRule.valid_from, LegalRule.valid_to)
    )
    return [Citation(*row) for row in rows]


async def consent_texts(session: AsyncSession, on: date) -> Sequence[ConsentText]:
    """The texts published by `on`, the one in force first."""
    published = select(ConsentText).where(ConsentText.valid_from <= on)
    return (await session.scalars(published.order_by(ConsentText.valid_from.desc(), ConsentText.version.desc()))).all()


async def areas(session: AsyncSession, *, inactive: bool) -> Sequence[Area]:
    wanted = select(Area).order_by(Area.code)
    return (await session.scalars(wanted if inactive else wanted.where(Area.active))).all()


async def area(session: AsyncSession, area_id: UUID, *, lock: bool = False) -> Area | None:
    wanted = select(Area).where(Area.id == area_id)
    return (await session.scalars(wanted.with_for_update() if lock else wanted)).one_or_none()


async def area_code_taken(session: AsyncSession, code: str, *, but: UUID | None = None) -> bool:
    taken = select(Area.id).where(func.upper(Area.code) == code.upper(), Area.id.is_distinct_from(but)).limit(1)
    return await session.scalar(taken) is not None


async def members(session: AsyncSession, area_id: UUID) -> Sequence[Row[UUID, str, str, bool]]:
    """The active people of an area, its head first."""
    return (
        await session.execute(
            select(User.id, User.name, User.role, Membership.head)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.area_id == area_id, User.active)
            .order_by(Membership.head.desc(), User.name, User.id)
        )
    ).all()
