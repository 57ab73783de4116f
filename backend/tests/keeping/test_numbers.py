"""Numbers that were given after the copy are not given again."""

from datetime import date

from fastapi import FastAPI
from sqlalchemy import select

from app.audit.models import AuditRow
from app.documents.numbering import Series, next_number
from app.keeping.numbers import raise_to


async def test_the_next_number_comes_after_the_last_one_that_is_out(app: FastAPI) -> None:
    year = date(2099, 1, 1)
    async with app.state.database.transaction() as session:
        assert await raise_to(session, Series.PRESENTATION, 2099, 150) == 0
        assert await next_number(session, Series.PRESENTATION, on=year) == "P-2099-000151"
    async with app.state.database.transaction() as session:
        # One that is passed already changes nothing.
        assert await raise_to(session, Series.PRESENTATION, 2099, 20) == 151
        assert await next_number(session, Series.PRESENTATION, on=year) == "P-2099-000152"

    async with app.state.database.reading() as session:
        kept = list(await session.scalars(select(AuditRow.detail).where(AuditRow.action == "numbers_raised")))
    assert kept == [{"series": "P", "year": 2099, "from": 0, "to": 150}]
