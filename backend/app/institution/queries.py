"""Reads of the institution, its areas and its legal rules."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, bindparam, func, or_, select, text, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.catalogue.models import Procedure
from app.clock import LIMA
from app.documents.lifecycle import Act
from app.documents.models import Document, Leg, Movement
from app.institution.citations import Citation
from app.institution.models import Area, ConsentText, CutoffRule, Institution, LegalRule, Logo
from app.notifications.models import Mail
from app.users.models import Membership, Role, User


async def institution(session: AsyncSession, *, lock: bool = False) -> Institution:
    """The single row of settings: a migration puts it there."""
    wanted = select(Institution)
    return (await session.scalars(wanted.with_for_update() if lock else wanted)).one()


async def with_logo(session: AsyncSession) -> tuple[Institution, str | None]:
    """The settings, and the SVG of the logo in use."""
    row = await session.execute(select(Institution, Logo.svg).outerjoin(Logo, Logo.sha256 == Institution.logo_sha256))
    owner, svg = row.one()
    return owner, svg


async def logo(session: AsyncSession, sha256: str) -> str | None:
    return await session.scalar(select(Logo.svg).where(Logo.sha256 == sha256))


async def keep_logo(session: AsyncSession, sha256: str, svg: str) -> None:
    """Adds an image, unless it is there already."""
    await session.execute(insert(Logo).values(sha256=sha256, svg=svg).on_conflict_do_nothing())


# The area of the desk itself, there from the first day.
DESK = "MP"

# Built once: every filing asks for these.
CUTOFF_ON = (
    select(CutoffRule.rule, func.coalesce(CutoffRule.closes_at, Institution.closes_at).label("closes_at"))
    .join(Institution, Institution.id == 1)
    .where(CutoffRule.valid_from <= bindparam("day", type_=Date()))
    .order_by(CutoffRule.valid_from.desc())
    .limit(1)
)
# Versions are whole numbers, kept as text.
CONSENTS = select(ConsentText).order_by(
    *(ConsentText.valid_from.desc(), func.length(ConsentText.version).desc(), ConsentText.version.desc())
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
    return (await session.scalars(CONSENTS.where(ConsentText.valid_from <= on))).all()


async def all_consent_texts(session: AsyncSession) -> Sequence[ConsentText]:
    """Those to come included, the newest first."""
    return (await session.scalars(CONSENTS)).all()


async def cutoff_rules(session: AsyncSession) -> Sequence[CutoffRule]:
    return (await session.scalars(select(CutoffRule).order_by(CutoffRule.valid_from))).all()


async def hold_cutoff_rules(session: AsyncSession) -> None:
    """Waits for every filing that has read its rule and is not committed yet; the next ones wait for the caller.

    Reading the rules is all that presenting does with them: only this lock conflicts with that. Raises DBAPIError
    (lock_not_available) after two seconds, for a copy of the database holds it as long as it takes.
    """
    await session.execute(text("SET LOCAL lock_timeout = '2s'"))
    await session.execute(text("LOCK TABLE cutoff_rules IN ACCESS EXCLUSIVE MODE"))
    await session.execute(text("SET LOCAL lock_timeout = DEFAULT"))


async def presented_on(session: AsyncSession, day: date) -> bool:
    """Whether anything arrived on `day` (Lima)."""
    begins = datetime.combine(day, time(), LIMA)
    arrived = Document.presented_at >= begins, Document.presented_at < begins + timedelta(days=1)
    return await session.scalar(select(Document.id).where(*arrived).limit(1)) is not None


async def legal_rules(session: AsyncSession) -> Sequence[LegalRule]:
    return (await session.scalars(select(LegalRule))).all()


async def legal_rules_to_follow(session: AsyncSession, code: str) -> Sequence[LegalRule]:
    """Those of a code, the latest first, locked."""
    wanted = select(LegalRule).where(LegalRule.code == code).order_by(LegalRule.valid_from.desc())
    return (await session.scalars(wanted.with_for_update())).all()


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


async def procedures_in_use(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Row[UUID, str, int | None]]:
    """Name and term of those of `ids` that can be started today, by id."""
    rows = await session.execute(
        select(Procedure.id, Procedure.name, Procedure.term_days).where(Procedure.id.in_(ids), Procedure.active)
    )
    return {row.id: row for row in rows}


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


def _setup_facts() -> Any:
    """All that the first day's checklist asks the database, in one row."""
    tried = select(Mail.state, Mail.sent_at).where(or_(Mail.attempts > 0, Mail.state != "pending"))
    mail = tried.order_by(Mail.created_at.desc(), Mail.id.desc()).limit(1).subquery()
    return select(
        Institution,
        select(func.count()).select_from(CutoffRule).scalar_subquery().label("rules"),
        select(func.count()).select_from(Area).where(Area.active, Area.code != DESK).scalar_subquery().label("areas"),
        select(func.count()).where(User.active, User.role == Role.CLERK).scalar_subquery().label("clerks"),
        select(func.count()).select_from(Procedure).where(Procedure.active).scalar_subquery().label("procedures"),
        mail.c.state.label("mail_state"),
        mail.c.sent_at.label("mail_sent_at"),
    ).outerjoin(mail, true())


SETUP_FACTS = _setup_facts()


async def setup_facts(session: AsyncSession) -> Row[*tuple[Any, ...]]:
    return (await session.execute(SETUP_FACTS)).one()
