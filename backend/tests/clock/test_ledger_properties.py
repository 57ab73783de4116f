"""What holds for every term, calendar and pause, not only for the rows somebody counted by hand."""

import time as stopwatch
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import LIMA, lima_date
from app.clock.business_days import Calendar, Cause, ClosedDay, ClosureKind, OutsideCalendar, national_holidays
from app.clock.cutoff import Cutoff, CutoffKind, presentation_of
from app.clock.ledger import Pause
from app.clock.terms import TermStart, correct_by, deadline_of, is_late

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
term = st.integers(1, 200)
closures = st.lists(
    st.builds(ClosedDay, days, st.sampled_from(ClosureKind), st.just("Motivo")), max_size=8, unique_by=lambda c: c.day
)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))
cutoffs = st.builds(Cutoff, st.sampled_from(CutoffKind), st.times())


@st.composite
def pauses_near(draw: st.DrawFn, start: date) -> list[Pause]:
    made = []
    for _ in range(draw(st.integers(0, 4))):
        begins = start + timedelta(days=draw(st.integers(-30, 120)))
        made.append(Pause(begins, begins + timedelta(days=draw(st.integers(0, 60)))))
    return made


@st.composite
def terms(draw: st.DrawFn) -> tuple[date, int, list[Pause], Calendar]:
    start = draw(days)
    near = st.integers(1, 150).map(lambda after: start + timedelta(days=after))
    closed = draw(st.lists(near, max_size=6, unique=True))
    calendar = Calendar.of(ClosedDay(day, draw(st.sampled_from(ClosureKind)), "Motivo") for day in closed)
    return start, draw(term), draw(pauses_near(start)), calendar


def worked(day: date, calendar: Calendar) -> bool:
    """A second opinion, from the package itself."""
    national = holidays.country_holidays("PE", years=day.year)
    return day.weekday() < 5 and day not in national and day not in calendar.closures


def paused(day: date, pauses: Sequence[Pause]) -> bool:
    return any(pause.end is not None and pause.start < day <= pause.end for pause in pauses)


@given(terms())
def test_exactly_the_term_is_counted_in_business_days_outside_any_pause(
    case: tuple[date, int, list[Pause], Calendar],
) -> None:
    start, term_days, pauses, calendar = case
    deadline = deadline_of(start, None, term_days, pauses, TermStart.PRESENTATION, calendar)

    counted = [each for each in deadline.ledger if each.counted]
    assert [each.number for each in counted] == list(range(1, term_days + 1))
    assert all(worked(each.date, calendar) and not paused(each.date, pauses) for each in counted)
    assert deadline.due_on == counted[-1].date == deadline.ledger[-1].date
    skipped = [each for each in deadline.ledger if not each.counted]
    assert all(not worked(each.date, calendar) or paused(each.date, pauses) for each in skipped)
    assert [each.date for each in deadline.ledger] == [
        start + timedelta(days=after) for after in range(1, len(deadline.ledger) + 1)
    ]
    assert deadline.starts_on == start


@given(terms(), st.integers(1, 20))
def test_a_longer_term_a_later_start_or_one_more_closure_never_ends_sooner(
    case: tuple[date, int, list[Pause], Calendar], more: int
) -> None:
    start, term_days, pauses, calendar = case

    def due(start: date = start, term_days: int = term_days, calendar: Calendar = calendar) -> date:
        found = deadline_of(start, None, term_days, pauses, TermStart.PRESENTATION, calendar).due_on
        assert found is not None
        return found

    closed = Calendar.of(
        [*calendar.closures.values(), ClosedDay(start + timedelta(days=more), ClosureKind.OUTAGE, "Corte")]
    )
    assert due(term_days=term_days + more) > due()
    assert due(start=start + timedelta(days=more)) >= due()
    assert due(calendar=closed) >= due()


@given(terms(), st.integers(0, 100))
def test_an_open_pause_has_no_due_date_and_counts_up_to_its_start(
    case: tuple[date, int, list[Pause], Calendar], after: int
) -> None:
    start, term_days, pauses, calendar = case
    asked_on = start + timedelta(days=after)
    deadline = deadline_of(start, None, term_days, [*pauses, Pause(asked_on, None)], TermStart.PRESENTATION, calendar)

    assert (deadline.due_on, deadline.paused) == (None, True)
    assert all(each.date <= asked_on for each in deadline.ledger)
    closed_at_once = deadline_of(
        start, None, term_days, [*pauses, Pause(asked_on, asked_on)], TermStart.PRESENTATION, calendar
    )
    assert closed_at_once.ledger[: len(deadline.ledger)] == deadline.ledger


@given(instants, cutoffs, closures)
def test_presented_on_the_first_business_day_that_the_rule_allows(
    at: datetime, cutoff: Cutoff, closed: list[ClosedDay]
) -> None:
    calendar = Calendar.of(closed)
    presented = presentation_of(at, cutoff, calendar).presentation_date

    local = at.astimezone(LIMA)
    too_late = cutoff.kind is CutoffKind.OFFICE_HOURS and local.time() > cutoff.closes_at
    assert worked(presented, calendar)
    assert (presented == local.date()) == (worked(local.date(), calendar) and not too_late)
    between = range(1 if too_late else 0, (presented - local.date()).days)
    assert not any(worked(local.date() + timedelta(days=after), calendar) for after in between)


@given(instants, instants, cutoffs, closures)
def test_who_sends_later_is_never_presented_earlier(
    one: datetime, other: datetime, cutoff: Cutoff, closed: list[ClosedDay]
) -> None:
    calendar = Calendar.of(closed)
    first, second = sorted((one, other))

    dates = [presentation_of(at, cutoff, calendar).presentation_date for at in (first, second)]
    assert dates == sorted(dates)


@given(instants, closures)
def test_a_correction_has_two_whole_business_days(notified: datetime, closed: list[ClosedDay]) -> None:
    calendar = Calendar.of(closed)
    limit = correct_by(notified, calendar)

    day = lima_date(notified)
    after = [day + timedelta(days=n) for n in range(1, (lima_date(limit) - day).days + 1)]
    assert sum(worked(each, calendar) for each in after) == 2
    assert worked(after[-1], calendar)
    assert limit.astimezone(LIMA).time() == time(23, 59, 59)
    assert not is_late(limit + timedelta(microseconds=999_999), limit)
    assert is_late(limit + timedelta(seconds=1), limit)


def test_each_cause_is_told_apart() -> None:
    calendar = Calendar.of(
        [
            ClosedDay(date(2026, 7, 30), ClosureKind.DECREED, "Puente de Fiestas Patrias"),
            ClosedDay(date(2026, 7, 31), ClosureKind.REGIONAL, "Aniversario de la región"),
            ClosedDay(date(2026, 8, 3), ClosureKind.OUTAGE, "Corte de energía"),
        ]
    )
    ledger = deadline_of(
        date(2026, 7, 24), None, 2, [Pause(date(2026, 8, 3), date(2026, 8, 4))], TermStart.PRESENTATION, calendar
    ).ledger

    assert [(each.date.day, each.number, each.cause) for each in ledger] == [
        (25, None, Cause.WEEKEND),
        (26, None, Cause.WEEKEND),
        (27, 1, Cause.BUSINESS_DAY),
        (28, None, Cause.NATIONAL_HOLIDAY),
        (29, None, Cause.NATIONAL_HOLIDAY),
        (30, None, Cause.DECREED_CLOSURE),
        (31, None, Cause.REGIONAL_CLOSURE),
        (1, None, Cause.WEEKEND),
        (2, None, Cause.WEEKEND),
        (3, None, Cause.OUTAGE),
        (4, None, Cause.PAUSE),
        (5, 2, Cause.BUSINESS_DAY),
    ]
    assert {each.reason for each in ledger} == {
        "Sábado",
        "Domingo",
        "Día hábil",
        "Feriado nacional: Día de la Independencia",
        "Feriado nacional: Día de la Gran Parada Militar",
        "Día no laborable decretado: Puente de Fiestas Patrias",
        "Día no laborable regional: Aniversario de la región",
        "Interrupción del servicio: Corte de energía",
        "Plazo suspendido",
    }


def test_the_pause_starts_after_the_day_of_its_notice_and_ends_with_the_day_of_the_answer() -> None:
    # Monday to Wednesday: Tuesday and Wednesday stand still, Thursday counts again.
    pause = Pause(date(2026, 9, 7), date(2026, 9, 9))
    deadline = deadline_of(date(2026, 9, 4), None, 3, [pause], TermStart.PRESENTATION, Calendar())

    assert [each.date.day for each in deadline.ledger if each.counted] == [7, 10, 11]


def test_a_term_from_reception_has_no_date_before_it() -> None:
    presented = date(2026, 9, 4)
    waiting = deadline_of(presented, None, 5, (), TermStart.RECEPTION, Calendar())
    received = deadline_of(presented, date(2026, 9, 8), 5, (), "reception", Calendar())

    assert (waiting.starts_on, waiting.due_on, waiting.ledger) == (None, None, [])
    assert (received.starts_on, received.due_on) == (date(2026, 9, 8), date(2026, 9, 15))


def test_without_a_term_nothing_is_due() -> None:
    deadline = deadline_of(date(2026, 9, 4), None, None, (), TermStart.PRESENTATION, Calendar())

    assert (deadline.due_on, deadline.ledger) == (None, [])


def test_a_year_without_known_holidays_is_an_error_not_an_empty_calendar() -> None:
    with pytest.raises(OutsideCalendar):
        national_holidays(2101)
    with pytest.raises(OutsideCalendar):
        deadline_of(date(2100, 12, 1), None, 30, (), TermStart.PRESENTATION, Calendar())


def test_the_holidays_of_next_year_are_already_there() -> None:
    assert national_holidays(2027)[date(2027, 3, 25)] == "Jueves Santo"
    assert all(national_holidays(year) for year in range(1901, 2101))


def test_a_ledger_of_a_thousand_days_is_quick() -> None:
    def once() -> float:
        began = stopwatch.perf_counter()
        deadline_of(date(2026, 1, 2), None, 1000, (), TermStart.PRESENTATION, Calendar())
        return stopwatch.perf_counter() - began

    once()
    assert min(once() for _ in range(5)) < 0.005
