"""The golden rows of the legal clock: dates counted by hand, which no change may move."""

from datetime import date, datetime, time

import pytest

from app.clock import LIMA
from app.clock.business_days import Calendar
from app.clock.cutoff import Cutoff, CutoffKind, presentation_of
from app.clock.terms import TermStart, correct_by, deadline_of

FULL_DAY = Cutoff(CutoffKind.FULL_DAY, time(16, 30))
OFFICE_HOURS = Cutoff(CutoffKind.OFFICE_HOURS, time(16, 30))

# sent (Lima), term, presented full_day, due, presented office_hours to 16:30, due, second business day (full_day)
ROWS = """
2026-07-22T18:30:00 30 2026-07-22 2026-09-08 2026-07-24 2026-09-09 2026-07-27
2026-07-23T10:00:00 30 2026-07-24 2026-09-09 2026-07-24 2026-09-09 2026-07-30
2026-07-24T23:59:59 30 2026-07-24 2026-09-09 2026-07-27 2026-09-10 2026-07-30
2026-04-01T23:59:59 30 2026-04-01 2026-05-18 2026-04-06 2026-05-19 2026-04-07
2026-04-02T00:00:00 30 2026-04-06 2026-05-19 2026-04-06 2026-05-19 2026-04-08
2026-12-07T09:00:00 30 2026-12-07 2027-01-22 2026-12-07 2027-01-22 2026-12-11
2026-11-28T12:00:00 10 2026-11-30 2026-12-16 2026-11-30 2026-12-16 2026-12-02
2026-12-31T23:00:00 7 2026-12-31 2027-01-12 2027-01-04 2027-01-13 2027-01-05
2026-06-29T08:00:00 3 2026-06-30 2026-07-03 2026-06-30 2026-07-03 2026-07-02
2026-10-07T16:31:00 15 2026-10-07 2026-10-29 2026-10-09 2026-10-30 2026-10-12
"""

GOLDEN = [
    pytest.param(datetime.fromisoformat(sent).replace(tzinfo=LIMA), int(term), *map(date.fromisoformat, days), id=sent)
    for sent, term, *days in (row.split() for row in ROWS.strip().splitlines())
]


@pytest.mark.parametrize(("sent", "term", "full_day", "due", "office_hours", "office_due", "second_day"), GOLDEN)
def test_golden_row(
    sent: datetime, term: int, full_day: date, due: date, office_hours: date, office_due: date, second_day: date
) -> None:
    calendar = Calendar()
    for cutoff, presented, ends in ((FULL_DAY, full_day, due), (OFFICE_HOURS, office_hours, office_due)):
        presentation = presentation_of(sent, cutoff, calendar)
        deadline = deadline_of(presentation.presentation_date, None, term, (), TermStart.PRESENTATION, calendar)

        assert (presentation.presentation_date, presentation.rule) == (presented, cutoff.kind)
        assert (deadline.starts_on, deadline.due_on) == (presented, ends)
    assert calendar.business_day_after(full_day, 2) == second_day


def test_sent_exactly_at_closing_time_counts_as_that_day() -> None:
    at_closing = datetime(2026, 10, 7, 16, 30, tzinfo=LIMA)

    assert presentation_of(at_closing, OFFICE_HOURS, Calendar()).presentation_date == date(2026, 10, 7)
    a_moment_later = at_closing.replace(microsecond=1)
    assert presentation_of(a_moment_later, OFFICE_HOURS, Calendar()).presentation_date == date(2026, 10, 9)


def test_correction_runs_to_the_last_second_of_the_second_business_day() -> None:
    notified = datetime(2026, 7, 22, 23, 59, 59, tzinfo=LIMA)

    assert correct_by(notified, Calendar()) == datetime(2026, 7, 27, 23, 59, 59, tzinfo=LIMA)
