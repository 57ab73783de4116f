"""On which legal date something sent counts as presented. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.clock import LIMA
from app.clock.business_days import Calendar


class CutoffKind(StrEnum):
    FULL_DAY = "full_day"
    OFFICE_HOURS = "office_hours"


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The rule in force. `closes_at` (Lima) matters to `office_hours` only: exactly then still counts as that day."""

    kind: CutoffKind
    closes_at: time


@dataclass(frozen=True, slots=True)
class Presentation:
    """The legal date of a filing, and the cut-off rule that gave it."""

    presentation_date: date
    rule: CutoffKind


def presentation_of(instant: datetime, cutoff: Cutoff, calendar: Calendar) -> Presentation:
    """The legal date of what arrived at `instant` (aware): that Lima day, or the next business day.

    Source: Ley 27444 as amended by Ley 31465 (`full_day`); the institution's hours (`office_hours`).
    """
    local = instant.astimezone(LIMA)
    day = local.date()
    if cutoff.kind is CutoffKind.OFFICE_HOURS and local.time() > cutoff.closes_at:
        day += timedelta(days=1)
    return Presentation(calendar.first_business_day(day), cutoff.kind)
