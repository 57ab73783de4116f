"""Cut-off rules are dated: a day that has begun keeps the one it had, and what was presented keeps its date."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, select, update

from app.clock import LIMA, frozen
from app.clock.models import Closure
from app.documents.acts.recompute import apply_closures
from app.documents.lifecycle import Status
from app.documents.models import Document
from app.institution import service as institution
from app.settings import Settings
from tests.clock.filings import WAITING_FOR_A_ROW, closure, filing, until_somebody_waits
from tests.factories import present
from tests.institution.trail import how_long, newest
from tests.people import sign_in

API = "/api/v1"
RULES = f"{API}/settings/cutoff-rules"
# A Monday in a week of its own, and no holiday near.
MONDAY = date(2047, 5, 6)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)

pytestmark = pytest.mark.usefixtures("settings_given_back", "week_of_its_own")


@pytest.fixture
async def week_of_its_own(app: FastAPI) -> Any:
    """Nothing is left as presented in it, nor closed."""
    yield
    async with app.state.database.transaction() as session:
        earlier = Document.presented_at - timedelta(days=365)
        mine = Document.presented_at >= at(MONDAY, 0), Document.presented_at < at(MONDAY + timedelta(days=7), 0)
        await session.execute(update(Document).where(*mine).values(presented_at=earlier, status=Status.WITHDRAWN))
        await session.execute(delete(Closure).where(Closure.day >= MONDAY, Closure.day < MONDAY + timedelta(days=30)))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LIMA)


def rule(day: date, kind: str = "office_hours", **over: Any) -> dict[str, Any]:
    return {"valid_from": day.isoformat(), "rule": kind} | over


async def add(client: httpx.AsyncClient, when: datetime, body: dict[str, Any]) -> httpx.Response:
    with frozen(when):
        return await client.post(RULES, json=body, headers=await sign_in(client, "admin"))


async def remove(client: httpx.AsyncClient, when: datetime, day: object) -> httpx.Response:
    with frozen(when):
        return await client.delete(f"{RULES}/{day}", headers=await sign_in(client, "admin"))


async def sent(client: httpx.AsyncClient, when: datetime) -> tuple[str, str]:
    """The legal date, and the rule, of something presented at `when`."""
    with frozen(when):
        filed = await present(client)
    return filed["presentation_date"], filed["rule"]


async def test_a_rule_from_tomorrow_on_dates_what_is_sent_tomorrow(client: httpx.AsyncClient, app: FastAPI) -> None:
    answer = await add(client, at(MONDAY, 12), rule(TUESDAY, closes_at="15:00"))

    assert answer.status_code == 201, answer.text
    assert answer.json() == {"valid_from": "2047-05-07", "rule": "office_hours", "closes_at": "15:00"}
    assert await sent(client, at(MONDAY, 20)) == ("2047-05-06", "full_day")
    assert await sent(client, at(TUESDAY, 15)) == ("2047-05-07", "office_hours")
    assert await sent(client, at(TUESDAY, 15, 1)) == ("2047-05-08", "office_hours")
    with frozen(at(TUESDAY, 16)):
        today = (await client.get(f"{API}/institution")).json()["today"]
    assert today["presentation_date"] == "2047-05-08"
    assert await newest(app, "cutoff_rule_set") == {
        "valid_from": "2047-05-07",
        "before": None,
        "after": {"rule": "office_hours", "closes_at": "15:00"},
    }


async def test_today_may_change_only_while_nothing_arrived(client: httpx.AsyncClient) -> None:
    assert (await add(client, at(MONDAY, 8), rule(MONDAY, closes_at="15:00"))).status_code == 201
    assert await sent(client, at(MONDAY, 16)) == ("2047-05-07", "office_hours")

    for body in (rule(MONDAY, "full_day"), rule(MONDAY, closes_at="18:00")):
        refused = await add(client, at(MONDAY, 17), body)
        assert refused.status_code == 422
        assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [("valid_from", "day_begun")]

    assert await sent(client, at(MONDAY, 18)) == ("2047-05-07", "office_hours")
    assert (await add(client, at(MONDAY, 18), rule(TUESDAY, "full_day"))).status_code == 201


async def test_a_day_to_come_has_the_rule_that_was_said_last(client: httpx.AsyncClient, app: FastAPI) -> None:
    await add(client, at(MONDAY, 12), rule(TUESDAY, closes_at="15:00"))
    replaced = await add(client, at(MONDAY, 12), rule(TUESDAY, "full_day"))
    long = await how_long(app)
    same = await add(client, at(MONDAY, 12), rule(TUESDAY, "full_day"))

    assert (replaced.status_code, same.status_code) == (201, 201)
    assert await how_long(app) == long
    assert (await newest(app, "cutoff_rule_set"))["before"] == {"rule": "office_hours", "closes_at": "15:00"}
    assert await sent(client, at(TUESDAY, 23)) == ("2047-05-07", "full_day")


async def test_only_a_rule_to_come_is_taken_back(client: httpx.AsyncClient, app: FastAPI) -> None:
    await add(client, at(MONDAY, 12), rule(WEDNESDAY, closes_at="15:00"))

    assert (await remove(client, at(TUESDAY, 23), WEDNESDAY)).status_code == 204
    assert (await newest(app, "cutoff_rule_removed"))["before"] == {"rule": "office_hours", "closes_at": "15:00"}
    assert await sent(client, at(WEDNESDAY, 16)) == ("2047-05-08", "full_day")

    await add(client, at(MONDAY, 12), rule(TUESDAY))
    for when in (at(TUESDAY, 0), at(WEDNESDAY, 9)):
        refused = await remove(client, when, TUESDAY)
        assert (refused.status_code, refused.json()["code"]) == (409, "rule_in_force")
    for unknown in (WEDNESDAY, "mañana", "20470507", "2047-02-30"):
        assert (await remove(client, at(MONDAY, 9), unknown)).status_code == 404, unknown


@pytest.mark.parametrize(
    ("over", "field", "code"),
    [
        ({"valid_from": "2047-05-05"}, "valid_from", "date_past"),
        ({"valid_from": "2047-02-30"}, "valid_from", "date_from_datetime_parsing"),
        ({"rule": "half_day"}, "rule", "enum"),
        ({"closes_at": "25:00"}, "closes_at", "time_invalid"),
        ({"closes_at": "08:30"}, "closes_at", "hours_backwards"),
        ({"rule": "full_day", "closes_at": "18:00"}, "closes_at", "not_for_full_day"),
        ({"opens_at": "08:00"}, "opens_at", "extra_forbidden"),
    ],
)
async def test_a_bad_rule_names_its_field(
    client: httpx.AsyncClient, over: dict[str, Any], field: str, code: str
) -> None:
    answer = await add(client, at(MONDAY, 12), rule(TUESDAY) | over)

    assert answer.status_code == 422
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]


async def test_a_filing_being_made_is_waited_for(client: httpx.AsyncClient, app: FastAPI, settings: Settings) -> None:
    """It has read today's rule and is not committed: another rule for today would contradict it."""
    made = await filing(app)
    async with app.state.database.transaction() as presenting:
        await institution.in_force(presenting, MONDAY)
        adding = asyncio.create_task(add(client, at(MONDAY, 9), rule(MONDAY, closes_at="15:00")))
        await until_somebody_waits(settings, WAITING_FOR_A_ROW, "relation")
        await presenting.execute(update(Document).where(Document.id == made.id).values(presented_at=at(MONDAY, 9)))

    refused = await adding
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "day_begun"


async def test_a_copy_of_the_database_keeps_nobody_from_presenting(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    copying = await asyncpg.connect(settings.database_url)
    try:
        async with copying.transaction():
            await copying.execute("LOCK TABLE cutoff_rules IN ACCESS SHARE MODE")
            refused = await add(client, at(MONDAY, 9), rule(TUESDAY))
            assert (refused.status_code, refused.json()["code"]) == (503, "rules_busy")
            assert await sent(client, at(MONDAY, 9)) == ("2047-05-06", "full_day")
    finally:
        await copying.close()


async def test_another_closing_time_moves_nothing_that_was_presented(client: httpx.AsyncClient, app: FastAPI) -> None:
    """The rule in force takes its hour from the institution, and that hour changes in the middle of a day."""
    await add(client, at(MONDAY, 8), rule(TUESDAY))
    with frozen(at(TUESDAY, 16, 45)):
        late = await present(client)
    assert late["presentation_date"] == "2047-05-08"

    with frozen(at(TUESDAY, 17)):
        changed = await client.patch(
            f"{API}/settings", json={"closes_at": "18:00"}, headers=await sign_in(client, "admin")
        )
        assert changed.status_code == 200, changed.text
        # Everything that counts filings again: none of it asks for the hour.
        body = closure(MONDAY + timedelta(days=14))
        await client.post(f"{API}/calendar/closures", json=body, headers=await sign_in(client, "admin"))
        await apply_closures(app.state.database)

    async with app.state.database.reading() as session:
        kept = await session.scalar(select(Document.presentation_date).where(Document.number == late["number"]))
    assert kept == WEDNESDAY
    assert await sent(client, at(TUESDAY, 17, 5)) == ("2047-05-07", "office_hours")
