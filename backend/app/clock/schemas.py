"""What the calendar's calls read and answer."""

import re
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.clock.business_days import ClosedDay, ClosureKind
from app.clock.cutoff import Cutoff, CutoffKind
from app.clock.ledger import Pause
from app.clock.terms import TermStart
from app.schemas import Body, Line

# National holidays are known to 2100: the longest term, pauses and closures must still end before.
EARLIEST, LATEST = date(1990, 1, 1), date(2075, 12, 31)
LONGEST_PAUSES_YEARS = 10

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK_TIME = re.compile(r"\d\d:\d\d(:\d\d)?")
_WRITTEN = {
    _RFC3339: ("datetime_parsing", "Escriba la fecha y hora así: 2026-07-22T18:30:00-05:00."),
    _ISO_DATE: ("date_parsing", "Escriba la fecha así: 2026-07-22."),
    _CLOCK_TIME: ("time_parsing", "Escriba la hora así: 16:30."),
}


def _written_as(pattern: re.Pattern[str]) -> BeforeValidator:
    """Refuses the numbers and other spellings that pydantic would guess a date from."""

    def check(value: Any) -> Any:
        if not isinstance(value, str) or not (value.isascii() and pattern.fullmatch(value.strip())):
            raise PydanticCustomError(*_WRITTEN[pattern])
        return value.strip()

    return BeforeValidator(check)


def _in_range(value: date) -> date:
    day = value.date() if isinstance(value, datetime) else value
    if not EARLIEST <= day <= LATEST:
        raise PydanticCustomError("date_out_of_range", f"Debe estar entre los años {EARLIEST.year} y {LATEST.year}.")
    return value


Instant = Annotated[AwareDatetime, _written_as(_RFC3339), AfterValidator(_in_range)]
Day = Annotated[date, _written_as(_ISO_DATE), AfterValidator(_in_range)]
ClockTime = Annotated[time, _written_as(_CLOCK_TIME)]


class ClosureBody(Body):
    """A day on which the institution does not work."""

    date: Day
    kind: ClosureKind
    reason: Annotated[str, Line(300, least=1)]

    def closed_day(self) -> ClosedDay:
        return ClosedDay(self.date, self.kind, self.reason)


class PauseBody(Body):
    """Lima dates of the notices: a day counts for nothing when `from` < day <= `to`. Without `to` it is still open."""

    start: Day = Field(alias="from")
    end: Day | None = Field(default=None, alias="to")

    def pause(self) -> Pause:
        return Pause(self.start, self.end)


class PreviewBody(Body):
    """A filing that might be sent."""

    sent_at: Instant
    term_days: int = Field(strict=True, ge=1, le=1000)
    rule: CutoffKind = CutoffKind.FULL_DAY
    closes_at: ClockTime = time(16, 30)
    closures: list[ClosureBody] = Field(default=[], max_length=1000)
    pauses: list[PauseBody] = Field(default=[], max_length=100)
    term_starts_from: TermStart = TermStart.PRESENTATION
    received_at: Instant | None = None

    def cutoff(self) -> Cutoff:
        return Cutoff(self.rule, self.closes_at)


class LedgerDayRead(BaseModel):
    """One day of a term. `number` is null when it does not count; `reason` says why."""

    date: date
    counted: bool
    number: int | None
    reason: str
    legal_rule: str | None


class PreviewRead(BaseModel):
    """`starts_on` is not counted. With a pause still open `due_on` is null and the ledger ends with its first day."""

    presentation_date: date
    rule: CutoffKind
    starts_on: date
    due_on: date | None
    paused: bool
    ledger: list[LedgerDayRead]


class ClosureRead(BaseModel):
    id: str
    date: date
    kind: ClosureKind
    reason: str
