"""Numbers given after the moment a system was restored to are never given again."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.service import record
from app.documents.models import Counter
from app.documents.numbering import Series


async def raise_to(session: AsyncSession, series: Series, year: int, value: int) -> int:
    """The next number of `series` in `year` comes after `value`; answers the last before. The trail keeps the gap."""
    row = insert(Counter).values(series=series.value, year=year, value=0).on_conflict_do_nothing()
    await session.execute(row)
    this = select(Counter).where(Counter.series == series.value, Counter.year == year).with_for_update()
    counter = (await session.scalars(this)).one()
    before = counter.value
    if before < value:
        counter.value = value
        detail = {"series": series.value, "year": year, "from": before, "to": value}
        await record(session, "numbers_raised", detail=detail)
    return before
