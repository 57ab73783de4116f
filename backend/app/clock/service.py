"""What an act asks the clock. The counting itself is pure: `cutoff`, `terms` and `ledger`.

An act that writes a deadline:

    calendar = await clock_service.calendar(session)
    presented = presentation_of(instant, await clock_service.cutoff(session, instant), calendar)
    deadline = deadline_of(
        presented.presentation_date, received_on, procedure.term_days, pauses, procedure.term_starts_from, calendar
    )
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.clock import lima_date, queries
from app.clock.business_days import Calendar
from app.clock.cutoff import Cutoff, Presentation, presentation_of
from app.clock.ledger import LedgerDay
from app.clock.schemas import LedgerDayRead
from app.institution import service as institution

CALENDAR_LOCK = 7_203_115


async def calendar(session: AsyncSession) -> Calendar:
    """The calendar as it stands, which no closure changes until the caller's transaction ends.

    Without that, a filing committed just after a closure was applied could keep a due date that ignores it.
    """
    await session.execute(select(func.pg_advisory_xact_lock_shared(CALENDAR_LOCK)))
    return Calendar.of(await queries.closed_days(session))


async def calendar_to_show(session: AsyncSession) -> Calendar:
    """The calendar for an answer that writes no deadline: nobody waits for its reader."""
    return Calendar.of(await queries.closed_days(session))


async def hold_to_change(session: AsyncSession) -> None:
    """Waits for every act that is counting on the calendar; the next ones wait for the caller's commit."""
    await session.execute(select(func.pg_advisory_xact_lock(CALENDAR_LOCK)))


async def cutoff(session: AsyncSession, instant: datetime) -> Cutoff:
    """The cut-off rule in force on the Lima day of `instant` (aware)."""
    return await institution.cutoff_on(session, lima_date(instant))


async def legal_date(session: AsyncSession, instant: datetime) -> Presentation:
    """The legal date of what arrived at `instant` (aware), for an act that keeps it."""
    return presentation_of(instant, await cutoff(session, instant), await calendar(session))


async def explained(session: AsyncSession, ledger: Sequence[LedgerDay]) -> list[LedgerDayRead]:
    """The ledger as callers read it, each day with the article that was in force on it."""
    citations = await institution.citations(session)
    return [
        LedgerDayRead(
            date=each.date,
            counted=each.counted,
            number=each.number,
            reason=each.reason,
            legal_rule=citations.article(each.cause, each.date),
        )
        for each in ledger
    ]
