"""A citation is the one in force on the day it is asked for."""

from datetime import date

from fastapi import FastAPI

from app.clock.business_days import Cause
from app.clock.cutoff import CutoffKind
from app.institution import service
from app.institution.citations import Citation, Citations

FIRST = Citation("weekend", "art. 1", "", date(2001, 10, 11), date(2019, 1, 25))
MOVED = Citation("weekend", "art. 2", "", date(2019, 1, 26), None)
CORRECTED = Citation("weekend", "art. 3", "", date(2026, 1, 1), None)


def test_the_article_changes_with_the_day() -> None:
    citations = Citations([CORRECTED, FIRST, MOVED])

    assert citations.article("weekend", date(2001, 10, 10)) is None
    assert citations.article("weekend", date(2019, 1, 25)) == "art. 1"
    assert citations.article("weekend", date(2019, 1, 26)) == "art. 2"
    assert citations.article("weekend", date(2026, 1, 1)) == "art. 3"
    assert citations.article("unknown", date(2026, 1, 1)) is None


async def test_every_cause_and_rule_has_its_article_from_the_first_day(app: FastAPI) -> None:
    async with app.state.database.reading() as session:
        citations = await service.citations(session)

    for code in (*Cause, *CutoffKind, "observation", "correction", "not_presented", "personal_data"):
        found = citations.on(code, date(2026, 11, 24))
        assert found is not None, code
        assert "según fuentes públicas" in found.text.lower()
    assert citations.article(Cause.WEEKEND, date(2010, 1, 1)) == "Ley N.° 27444, art. 134.1"
