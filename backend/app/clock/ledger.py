"""A term counted day by day, each day saying why it counts or not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.clock.business_days import Calendar, Cause, Why

COUNTED = Why(Cause.BUSINESS_DAY, "Día hábil")
PAUSED = Why(Cause.PAUSE, "Plazo suspendido")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """The term stands still on each day with `start` < day <= `end` (Lima dates of the notices); open without `end`."""

    start: date
    end: date | None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause cannot end before it starts")

    def holds(self, day: date) -> bool:
        return self.start < day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """One day of a term. `number` is its place among the counted ones, None when it does not count."""

    date: date
    number: int | None
    cause: Cause
    reason: str

    @property
    def counted(self) -> bool:
        return self.number is not None


def count(starts_on: date, term_days: int, pauses: Sequence[Pause], calendar: Calendar) -> list[LedgerDay]:
    """Every day after `starts_on`, to the `term_days`-th counted one; or, when a pause is open, to its start.

    A day counts when it is a business day and no pause holds it. Raises OutsideCalendar past the known holidays.
    """
    open_since = min((pause.start for pause in pauses if pause.end is None), default=date.max)
    days: list[LedgerDay] = []
    day, number = starts_on, 0
    while number < term_days and day < open_since:
        day += ONE_DAY
        why = calendar.why_closed(day) or (PAUSED if any(pause.holds(day) for pause in pauses) else COUNTED)
        number += why is COUNTED
        days.append(LedgerDay(day, number if why is COUNTED else None, why.cause, why.reason))
    return days
