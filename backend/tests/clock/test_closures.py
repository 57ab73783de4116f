"""Closures: what one would move is shown first; recorded, it counts at once for whatever is written next."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.clock import LIMA, service
from app.clock.business_days import Calendar
from app.clock.closures import CHANNEL
from app.clock.models import Closure
from app.clock.terms import correct_by
from app.documents.lifecycle import Status
from app.documents.models import Document
from app.settings import Settings
from tests.clock.filings import (
    MONDAY,
    NEXT_MONDAY,
    PATH,
    WAITING_FOR_THE_CALENDAR,
    closure,
    filing,
    impact,
    until_somebody_waits,
)
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("year_of_its_own")


async def test_the_impact_shows_each_open_file_before_and_after(client: httpx.AsyncClient, app: FastAPI) -> None:
    open_file = await filing(app)
    answered = await filing(app, status=Status.ANSWERED)
    due_before = await filing(app, due_on=date(2044, 5, 6), presentation_date=date(2044, 4, 22))

    found = await impact(client, NEXT_MONDAY)

    assert found[str(open_file.id)] == {
        "id": str(open_file.id),
        "number": open_file.number,
        "due_before": "2044-05-16",
        "due_after": "2044-05-17",
        "correct_by_before": None,
        "correct_by_after": None,
    }
    assert not {str(answered.id), str(due_before.id)} & found.keys()
    async with app.state.database.reading() as session:
        assert await session.scalar(select(Document.due_on).where(Document.id == open_file.id)) == open_file.due_on
        assert not await session.scalar(select(func.count()).where(Closure.day == NEXT_MONDAY))


async def test_a_closure_inside_the_window_moves_the_correction(client: httpx.AsyncClient, app: FastAPI) -> None:
    notified_at = datetime(2044, 5, 6, 11, 0, tzinfo=LIMA)
    limit = correct_by(notified_at, Calendar())
    observed = await filing(app, status=Status.OBSERVED, notified_at=notified_at, correct_by=limit, due_on=None)

    moved = (await impact(client, NEXT_MONDAY))[str(observed.id)]

    assert (moved["due_before"], moved["due_after"]) == (None, None)
    assert datetime.fromisoformat(moved["correct_by_before"]) == limit
    assert datetime.fromisoformat(moved["correct_by_after"]) == limit + timedelta(days=1)


@pytest.mark.parametrize("day", [MONDAY, MONDAY + timedelta(days=5), date(2044, 5, 17)])
async def test_a_day_that_no_term_counts_moves_nothing(client: httpx.AsyncClient, app: FastAPI, day: date) -> None:
    open_file = await filing(app)

    assert str(open_file.id) not in await impact(client, day)


async def test_a_recorded_closure_is_listed_audited_and_wakes_the_worker(
    client: httpx.AsyncClient, app: FastAPI, settings: Settings
) -> None:
    admin, clerk = await sign_in(client, "admin"), await sign_in(client, "clerk")
    woken = asyncio.Event()
    listener = await asyncpg.connect(settings.database_url)
    await listener.add_listener(CHANNEL, lambda *_: woken.set())

    answer = await client.post(PATH, json=closure(NEXT_MONDAY, kind="regional", reason=" Aniversario "), headers=admin)

    made = answer.json()
    assert answer.status_code == 201
    assert made | {"id": ""} == {
        "id": "",
        "date": "2044-05-09",
        "kind": "regional",
        "reason": "Aniversario",
        "applied": False,
    }
    await asyncio.wait_for(woken.wait(), 5)
    await listener.close()
    assert made in (await client.get(f"{PATH}?limit=100", headers=clerk)).json()["items"]
    async with app.state.database.reading() as session:
        row = await session.scalar(select(AuditRow).where(AuditRow.detail["closure_id"].astext == made["id"]))
        assert row.action == "closure_added"
        calendar = await service.calendar(session)
    assert not calendar.is_business_day(NEXT_MONDAY)


@pytest.mark.parametrize("path", [PATH, f"{PATH}/impact"])
async def test_a_day_is_closed_once(client: httpx.AsyncClient, path: str) -> None:
    admin = await sign_in(client, "admin")
    await client.post(PATH, json=closure(NEXT_MONDAY), headers=admin)

    again = await client.post(path, json=closure(NEXT_MONDAY, kind="outage"), headers=admin)

    assert again.status_code == 422
    assert [(each["field"], each["code"]) for each in again.json()["errors"]] == [("date", "duplicate")]


@pytest.mark.parametrize("path", [PATH, f"{PATH}/impact"])
@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"date": "2044-02-30"}, "date"),
        ({"date": "1066-10-14"}, "date"),
        ({"date": None}, "date"),
        ({"kind": "holiday"}, "kind"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"note": ""}, "note"),
    ],
)
async def test_a_bad_closure_is_refused(client: httpx.AsyncClient, path: str, over: dict[str, Any], field: str) -> None:
    answer = await client.post(path, json=closure(NEXT_MONDAY) | over, headers=await sign_in(client, "admin"))

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_two_admins_at_once_record_one_closure(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, "admin")
    answers = await asyncio.gather(*(client.post(PATH, json=closure(NEXT_MONDAY), headers=admin) for _ in range(5)))

    assert sorted(each.status_code for each in answers) == [201, 422, 422, 422, 422]


async def test_a_closure_waits_for_who_is_counting_and_is_seen_by_who_comes_next(
    client: httpx.AsyncClient, app: FastAPI, settings: Settings
) -> None:
    admin = await sign_in(client, "admin")
    async with app.state.database.transaction() as act:
        calendar = await service.calendar(act)
        adding = asyncio.create_task(client.post(PATH, json=closure(NEXT_MONDAY), headers=admin))
        await until_somebody_waits(settings, WAITING_FOR_THE_CALENDAR, service.CALENDAR_LOCK)

        assert not adding.done()
        assert calendar.is_business_day(NEXT_MONDAY)
    assert (await adding).status_code == 201
    async with app.state.database.transaction() as act:
        assert not (await service.calendar(act)).is_business_day(NEXT_MONDAY)
