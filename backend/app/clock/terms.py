"""Deadlines: of the institution's answer, and of the citizen's correction. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.clock import LIMA, UTC, lima_date
from app.clock.business_days import Calendar
from app.clock.ledger import LedgerDay, Pause, count

# Business days to correct what the desk observed. Source: Ley 27444, observations at reception.
CORRECT_DAYS = 2
LAST_SECOND = time(23, 59, 59)


class TermStart(StrEnum):
    PRESENTATION = "presentation"
    RECEPTION = "reception"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due_on` is None while nothing runs: no term, not started, or paused. `starts_on` itself is never counted."""

    starts_on: date | None
    due_on: date | None
    paused: bool = False
    ledger: list[LedgerDay] = field(default_factory=list)


def deadline_of(
    presentation_date: date,
    received_on: date | None,
    term_days: int | None,
    pauses: Sequence[Pause],
    term_starts_from: TermStart | str,
    calendar: Calendar,
) -> Deadline:
    """When `term_days` business days end, day by day.

    `received_on` is the Lima date of the reception, None before it. Pauses may overlap and come in any order.
    Without a term, or before the act it starts from, there is no due date and an empty ledger.
    """
    paused = any(pause.end is None for pause in pauses)
    starts_on = presentation_date if TermStart(term_starts_from) is TermStart.PRESENTATION else received_on
    if starts_on is None or term_days is None:
        return Deadline(starts_on, None, paused)
    ledger = count(starts_on, term_days, pauses, calendar)
    return Deadline(starts_on, None if paused else ledger[-1].date, paused, ledger)


def correct_by(notified_at: datetime, calendar: Calendar) -> datetime:
    """The last instant (UTC) to correct what was observed at `notified_at`: 23:59:59 Lima of the second business day
    after the Lima date of the notice."""
    last = calendar.business_day_after(lima_date(notified_at), CORRECT_DAYS)
    return datetime.combine(last, LAST_SECOND, LIMA).astimezone(UTC)


def is_late(at: datetime, limit: datetime) -> bool:
    """Whether `at` is past the whole last second of `limit`: 23:59:59.9 is in time, 00:00:00 is not."""
    return at >= limit + timedelta(seconds=1)
