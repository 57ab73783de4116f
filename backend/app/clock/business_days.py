"""Which days an institution works, and why it does not on the others. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self

import holidays

COUNTRY = "PE"
# Outside these years `holidays` answers an empty calendar instead of an error.
FIRST_YEAR, LAST_YEAR = 1901, 2100
WEEKEND_NAMES = {5: "Sábado", 6: "Domingo"}


class Cause(StrEnum):
    """Why a day counts or not. The value is also the code of the legal rule behind it."""

    BUSINESS_DAY = "business_day"
    WEEKEND = "weekend"
    NATIONAL_HOLIDAY = "national_holiday"
    DECREED_CLOSURE = "decreed_closure"
    REGIONAL_CLOSURE = "regional_closure"
    OUTAGE = "outage"
    PAUSE = "pause"


class ClosureKind(StrEnum):
    DECREED = "decreed"
    REGIONAL = "regional"
    OUTAGE = "outage"


CLOSURES = {
    ClosureKind.DECREED: (Cause.DECREED_CLOSURE, "Día no laborable decretado"),
    ClosureKind.REGIONAL: (Cause.REGIONAL_CLOSURE, "Día no laborable regional"),
    ClosureKind.OUTAGE: (Cause.OUTAGE, "Interrupción del servicio"),
}


class OutsideCalendar(ValueError):
    """A day of a year whose national holidays are not known."""


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which this institution does not work, besides weekends and national holidays."""

    day: date
    kind: ClosureKind
    reason: str


@dataclass(frozen=True, slots=True)
class Why:
    """A cause, and the Spanish sentence a citizen reads."""

    cause: Cause
    reason: str


@lru_cache(maxsize=LAST_YEAR - FIRST_YEAR + 1)
def national_holidays(year: int) -> Mapping[date, str]:
    """Peru's national holidays of `year`, named in Spanish. Source: the `holidays` package. Raises OutsideCalendar."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutsideCalendar(f"no national holidays are known for {year}")
    return dict(holidays.country_holidays(COUNTRY, years=year, expand=False, language="es").items())


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekends, Peru's national holidays and the institution's closures."""

    closures: Mapping[date, ClosedDay] = field(default_factory=dict)

    @classmethod
    def of(cls, closures: Iterable[ClosedDay] = ()) -> Self:
        return cls({closed.day: closed for closed in closures})

    def why_closed(self, day: date) -> Why | None:
        """Why nobody works on `day`; None on a business day. Raises OutsideCalendar."""
        holiday = national_holidays(day.year).get(day)
        if day.weekday() in WEEKEND_NAMES:
            return Why(Cause.WEEKEND, WEEKEND_NAMES[day.weekday()])
        if holiday:
            return Why(Cause.NATIONAL_HOLIDAY, f"Feriado nacional: {holiday}")
        if closed := self.closures.get(day):
            cause, words = CLOSURES[closed.kind]
            return Why(cause, f"{words}: {closed.reason}")
        return None

    def is_business_day(self, day: date) -> bool:
        return self.why_closed(day) is None

    def first_business_day(self, day: date) -> date:
        """`day` itself when it is a business day, else the next one."""
        while not self.is_business_day(day):
            day += timedelta(days=1)
        return day

    def business_day_after(self, day: date, count: int = 1) -> date:
        """The `count`-th business day after `day`, which itself never counts."""
        for _ in range(count):
            day = self.first_business_day(day + timedelta(days=1))
        return day

    def business_days_between(self, start: date, end: date) -> int:
        """How many business days there are after `start`, to `end` inclusive; 0 when it is not later."""
        after = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_business_day(day) for day in after)
