"""What the calendar's calls read and answer."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.clock.business_days import ClosedDay, ClosureKind
from app.clock.cutoff import Cutoff, CutoffKind
from app.clock.ledger import Pause
from app.clock.models import Closure
from app.clock.terms import TermStart
from app.schemas import Body, Line

# National holidays are known to 2100: the longest term, pauses and closures must still end before.
Date = date
EARLIEST, LATEST = date(1990, 1, 1), date(2075, 12, 31)
LONGEST_PAUSE = timedelta(days=3660)

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_WRITTEN = {
    _INSTANT: ("instant_invalid", "Escriba la fecha y hora así: 2026-07-22T18:30:00-05:00."),
    _DAY: ("date_invalid", "Escriba la fecha así: 2026-07-22."),
    _CLOCK_TIME: ("time_invalid", "Escriba la hora así: 16:30."),
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


Instant = Annotated[AwareDatetime, _written_as(_INSTANT), AfterValidator(_in_range)]
Day = Annotated[date, _written_as(_DAY), AfterValidator(_in_range)]
ClockTime = Annotated[
    time,
    _written_as(_CLOCK_TIME),
    WithJsonSchema({"type": "string", "pattern": f"^{_CLOCK_TIME.pattern}$", "examples": ["16:30"]}),
]


def _refuse_items(indexes: Iterable[int], name: str, error: PydanticCustomError) -> None:
    """Names field `name` of each bad item of a list, where a plain error could only name the list."""
    bad = [InitErrorDetails(type=error, loc=(index, name), input=None) for index in indexes]
    if bad:
        raise ValidationError.from_exception_data("items", bad)


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

    @field_validator("end")
    @classmethod
    def _forwards(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start")
        if start and end and end < start:
            raise PydanticCustomError("pause_backwards", "Debe ser igual o posterior al inicio de la pausa.")
        return end

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
    received_at: Annotated[Instant | None, Field(validate_default=True)] = None

    @field_validator("closures")
    @classmethod
    def _one_closure_a_day(cls, closures: list[ClosureBody]) -> list[ClosureBody]:
        first = {closure.date: at for at, closure in reversed(list(enumerate(closures)))}
        repeated = [at for at, closure in enumerate(closures) if first[closure.date] != at]
        _refuse_items(repeated, "date", PydanticCustomError("duplicate", "Esta fecha ya está en la lista."))
        return closures

    @field_validator("pauses")
    @classmethod
    def _pauses_of_some_years_at_most(cls, pauses: list[PauseBody], info: ValidationInfo) -> list[PauseBody]:
        sent_at = info.data.get("sent_at")
        latest = sent_at.date() + LONGEST_PAUSE if sent_at else LATEST
        too_long = [at for at, pause in enumerate(pauses) if pause.end and pause.end > latest]
        _refuse_items(too_long, "to", PydanticCustomError("pause_too_long", "Está demasiado lejos del envío."))
        return pauses

    @field_validator("received_at")
    @classmethod
    def _received_after_sent(cls, received_at: datetime | None, info: ValidationInfo) -> datetime | None:
        if info.data.get("term_starts_from") is not TermStart.RECEPTION:
            return received_at
        if received_at is None:
            raise PydanticCustomError("missing", "Indique cuándo se recibió: el plazo corre desde entonces.")
        sent_at = info.data.get("sent_at")
        if sent_at and received_at < sent_at:
            raise PydanticCustomError("received_before_sent", "No puede ser anterior al envío.")
        return received_at

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
    """`applied` once the open files were counted again."""

    id: UUID
    date: Date
    kind: ClosureKind
    reason: str
    applied: bool

    @classmethod
    def of(cls, closure: Closure) -> Self:
        return cls(
            id=closure.id,
            date=closure.day,
            kind=ClosureKind(closure.kind),
            reason=closure.reason,
            applied=closure.applied_at is not None,
        )


class MovedDocument(BaseModel):
    """An open file whose due date, or time to correct, the closure moves. Null while nothing runs."""

    id: UUID
    number: str
    due_before: Date | None
    due_after: Date | None
    correct_by_before: datetime | None
    correct_by_after: datetime | None


class ImpactRead(BaseModel):
    documents: list[MovedDocument]
