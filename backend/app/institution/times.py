"""How long things really take, from the filings of the last months."""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app.clock import lima_date, now
from app.clock.business_days import Calendar
from app.institution import queries
from app.institution.schemas import UsualTime

LOOK_BACK = timedelta(days=90)
# Fewer would tell more about one person than about the procedure.
FEWEST = 5
REMEMBERED_SECONDS = 300.0


@dataclass(slots=True)
class _Remembered:
    until: float = 0.0
    times: Sequence[UsualTime] = ()


_remembered = _Remembered()


async def usual_times(session: AsyncSession, calendar: Calendar) -> Sequence[UsualTime]:
    """Medians by procedure, in business days; counted every five minutes at most."""
    if time.monotonic() >= _remembered.until:
        rows = await queries.recent_filings(session, since=now() - LOOK_BACK)
        _remembered.times = medians(rows, calendar)
        _remembered.until = time.monotonic() + REMEMBERED_SECONDS
    return await _as_named_now(session, _remembered.times)


async def _as_named_now(session: AsyncSession, times: Sequence[UsualTime]) -> list[UsualTime]:
    """With the names and terms of today, of procedures in use today: only the counting may be minutes old."""
    if not times:
        return []
    named = await queries.procedures_in_use(session, [each.procedure_id for each in times])
    return [
        each.model_copy(update={"name": named[each.procedure_id].name, "term_days": named[each.procedure_id].term_days})
        for each in times
        if each.procedure_id in named
    ]


def forget() -> None:
    _remembered.until = 0.0


def medians(rows: Iterable[Row[Any]], calendar: Calendar) -> list[UsualTime]:
    """Procedures with enough filings, the most used first."""
    by_procedure: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_procedure[row.procedure_id].append(row)

    def took(row: Row[Any], instant: datetime) -> int:
        return calendar.business_days_between(row.presentation_date, lima_date(instant))

    found = []
    for procedure_id, filings in by_procedure.items():
        answered = [took(row, row.answered_at) for row in filings if row.answered_at]
        if len(filings) >= FEWEST:
            found.append(
                UsualTime(
                    procedure_id=procedure_id,
                    name=filings[0].name,
                    term_days=filings[0].term_days,
                    documents=len(filings),
                    median_days_to_receive=median_low(took(row, row.received_at) for row in filings),
                    median_days_to_answer=median_low(answered) if len(answered) >= FEWEST else None,
                )
            )
    return sorted(found, key=lambda each: (-each.documents, each.name))
