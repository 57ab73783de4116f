"""Numbers without a gap: a counter row, locked and raised inside the act's own transaction."""

from datetime import date
from enum import StrEnum

from sqlalchemy import Integer, String, bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.documents.models import Counter


class Series(StrEnum):
    PRESENTATION = "P"
    REGISTRY = "EXP"


_row = Counter.__table__.c
# Of the table: as an insert of the mapped class it took the long way of many rows.
RAISED = (
    insert(Counter.__table__)  # type: ignore[arg-type]
    .values(series=bindparam("of_series", type_=String()), year=bindparam("of_year", type_=Integer()), value=1)
    .on_conflict_do_update(index_elements=["series", "year"], set_={"value": _row.value + 1})
    .returning(_row.value)
)


async def next_number(session: AsyncSession, series: Series, *, on: date) -> str:
    """The next number of `series` in the year of `on` (a Lima date): P-2026-000001. Past 999999 it grows a digit.

    Locks the counter until the transaction ends, so call it as late as the act allows.
    """
    value: int = (await session.execute(RAISED, {"of_series": series.value, "of_year": on.year})).scalar_one()
    return f"{series.value}-{on.year}-{value:06d}"
