"""Reads of the institution, its areas and its legal rules."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, bindparam, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.catalogue.models import Procedure
from app.documents.lifecycle import Act
from app.documents.models import Document, Leg, Movement
from app.institution.citations import Citation
from app.institution.models import Area, ConsentText, CutoffRule, Institution, LegalRule
from app.users.models import Membership, User


async def institution(session: AsyncSession) -> Institution:
    """The single row of settings: a migration puts it there."""
    return (await session.scalars(select(Institution))).one()


# Built once: every filing asks for these.
CUTOFF_ON = (
    select(CutoffRule.rule, func.coalesce(CutoffRule.closes_at, Institution.closes_at).label("closes_at"))
    .join(Institution, Institution.id == 1)
    .where(CutoffRule.valid_from <= bindparam("day", type_=Date()))
    .order_by(CutoffRule.valid_from.desc())
    .limit(1)
)
CITATIONS = select(LegalRule.code, LegalRule.article, LegalRule.text, LegalRule.valid_from, LegalRule.valid_to)
_cutoff = CUTOFF_ON.subquery()
_citations = select(
    func.json_agg(func.json_build_array(*(column for column in CITATIONS.selected_columns)))
).scalar_subquery()
IN_FORCE = select(Institution, _cutoff.c.rule, _cutoff.c.closes_at, _citations).join(_cutoff, true())


async def cutoff_on(session: AsyncSession, day: date) -> tuple[str, time]:
    """The cut-off rule in force on `day` (Lima) and its closing time."""
    rule, closes_at = (await session.execute(CUTOFF_ON, {"day": day})).one()
    return rule, closes_at


async def in_force(session: AsyncSession, day: date) -> tuple[Institution, str, time, list[Citation]]:
    """The settings, the cut-off rule of `day` (Lima) and every citation, in one statement."""
    owner, rule, closes_at, cited = (await session.execute(IN_FORCE, {"day": day})).one()
    return owner, rule, closes_at, [Citation.read(*row) for row in cited or ()]


async def citations(session: AsyncSession) -> list[Citation]:
    return [Citation(*row) for row in await session.execute(CITATIONS)]


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


async def area_has_open_legs(session: AsyncSession, area_id: UUID) -> bool:
    open_leg = select(Leg.id).where(Leg.area_id == area_id, Leg.state.in_(("sent", "accepted"))).limit(1)
    return await session.scalar(open_leg) is not None


async def set_head(session: AsyncSession, area_id: UUID, user_id: UUID | None) -> bool:
    """Makes `user_id` the only head of the area. False when they do not work there."""
    await session.execute(update(Membership).where(Membership.area_id == area_id).values(head=False))
    if user_id is None:
        return True
    active = select(User.id).where(User.id == user_id, User.active)
    made = await session.execute(
        update(Membership)
        .where(Membership.area_id == area_id, Membership.user_id.in_(active))
        .values(head=True)
        .returning(Membership.user_id)
    )
    return made.one_or_none() is not None


async def recent_filings(
    session: AsyncSession, *, since: datetime, most: int = 1000
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The latest registered filings of a procedure: when each was presented, received and first answered."""
    latest = (
        select(Document.id, Document.procedure_id, Document.presentation_date, Document.received_at)
        .where(Document.presented_at >= since, Document.received_at.is_not(None), Document.procedure_id.is_not(None))
        .order_by(Document.presented_at.desc())
        .limit(most)
        .subquery()
    )
    answered = (
        select(func.min(Movement.at).label("at"))
        .where(Movement.document_id == latest.c.id, Movement.act == Act.ANSWER)
        .lateral()
    )
    return (
        await session.execute(
            select(
                latest.c.procedure_id,
                Procedure.name,
                Procedure.term_days,
                latest.c.presentation_date,
                latest.c.received_at,
                answered.c.at.label("answered_at"),
            )
            .join(Procedure, Procedure.id == latest.c.procedure_id)
            .join(answered, true())
            .where(Procedure.active)
        )
    ).all()
