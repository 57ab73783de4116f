"""When an open filing is due, and how that changes with the calendar.

The facts come with one SELECT, so that thousands of filings can be counted again; the counting is the clock's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from app.clock import lima_date
from app.clock.business_days import Calendar
from app.clock.ledger import Pause
from app.clock.terms import Deadline, correct_by, deadline_of
from app.documents.lifecycle import Status
from app.documents.models import Document, Observation

# After the answer, and after any end, no term runs.
OPEN = (
    Status.PRESENTED,
    Status.OBSERVED,
    Status.CORRECTED,
    Status.RECEIVED,
    Status.ROUTED,
    Status.IN_PROCESS,
    Status.REQUIRED,
)


@dataclass(frozen=True, slots=True)
class Filing:
    """What the dates of an open filing are made of. `due_on` and `correct_by` are those that were told."""

    id: UUID
    number: str
    status: str
    presentation_date: date
    received_at: datetime | None
    term_days: int | None
    term_starts_from: str | None
    notified_at: datetime | None
    corrected_at: datetime | None
    due_on: date | None
    correct_by: datetime | None

    @property
    def pauses(self) -> list[Pause]:
        """While the citizen corrects: from the Lima date of the notice to that of the correction."""
        if self.notified_at is None:
            return []
        return [Pause(lima_date(self.notified_at), lima_date(self.corrected_at) if self.corrected_at else None)]

    def deadline(self, calendar: Calendar) -> Deadline:
        received_on = lima_date(self.received_at) if self.received_at else None
        starts_from = self.term_starts_from or "presentation"
        return deadline_of(self.presentation_date, received_on, self.term_days, self.pauses, starts_from, calendar)

    def correct_by_on(self, calendar: Calendar) -> datetime | None:
        """Until when the citizen may correct, while that is open."""
        waiting = self.status == Status.OBSERVED and self.notified_at is not None
        return correct_by(self.notified_at, calendar) if waiting and self.notified_at else None


@dataclass(frozen=True, slots=True)
class Change:
    """A filing whose dates are no longer those that were told."""

    filing: Filing
    due_on: date | None
    correct_by: datetime | None


def _facts() -> Any:
    return select(
        Document.id,
        Document.number,
        Document.status,
        Document.presentation_date,
        Document.received_at,
        Document.term_days,
        Document.term_starts_from,
        Observation.notified_at,
        Observation.corrected_at,
        Document.due_on,
        Document.correct_by,
    ).outerjoin(Observation, Observation.document_id == Document.id)


async def filing(session: AsyncSession, document_id: UUID) -> Filing:
    """One filing, open or not."""
    return Filing(*(await session.execute(_facts().where(Document.id == document_id))).one())


async def open_filings(session: AsyncSession, *only: ColumnElement[bool]) -> list[Filing]:
    """Every open filing that `only` holds for, oldest first."""
    rows = await session.execute(
        _facts().where(Document.status.in_(OPEN), *only or (true(),)).order_by(Document.presented_at, Document.id)
    )
    return [Filing(*row) for row in rows]


async def changed(session: AsyncSession, calendar: Calendar, *only: ColumnElement[bool]) -> list[Change]:
    """The open filings, of those that `only` holds for, whose due date or time to correct is another in `calendar`."""
    told = Document.due_on.is_not(None) | (Document.status == Status.OBSERVED)
    return changes(await open_filings(session, told, *only), calendar)


def changes(filings: Sequence[Filing], calendar: Calendar) -> list[Change]:
    """Pure. Filings of one day and term are counted once."""
    counted: dict[tuple[object, ...], date | None] = {}
    found = []
    for filing in filings:
        same = (
            filing.presentation_date,
            filing.received_at and lima_date(filing.received_at),
            filing.term_days,
            filing.term_starts_from,
            *((pause.start, pause.end) for pause in filing.pauses),
        )
        if same not in counted:
            counted[same] = filing.deadline(calendar).due_on
        change = Change(filing, counted[same], filing.correct_by_on(calendar) or filing.correct_by)
        if (change.due_on, change.correct_by) != (filing.due_on, filing.correct_by):
            found.append(change)
    return found
