"""The last instant to correct: what is in time, what lapses, and what a closure moves."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from app.clock import frozen
from app.clock.models import Closure
from app.documents.acts.lapse import lapse_due
from app.documents.acts.recompute import apply_closures
from tests.documents.conftest import SignedIn
from tests.documents.desk import (
    FRIDAY,
    MONDAY,
    UNSIGNED,
    WEDNESDAY,
    Person,
    at,
    correction,
    letters,
    observed,
    refused,
    tracking,
)
from tests.factories import present


@pytest.fixture
async def clerk(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


@pytest.fixture
async def citizen(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("citizen"))


async def test_23_59_59_is_in_time_and_midnight_is_not(clerk: Person, citizen: Person) -> None:
    in_time, late = await observed(clerk, citizen), await observed(clerk, citizen)

    with frozen(at(FRIDAY, 23, 59, 59).replace(microsecond=999_999)):
        assert (await citizen.do("correct", in_time, correction(in_time)))["status"] == "corrected"
    with frozen(at(FRIDAY + timedelta(days=1), 0)):
        answer = await citizen.try_to("correct", late["id"], late["version"], correction(late))

    assert refused(answer) == (409, "correction_lapsed")
    assert (await citizen.read(late["id"])) == late


async def test_what_nobody_corrected_lapses_once(clerk: Person, client: httpx.AsyncClient, app: FastAPI) -> None:
    with frozen(at(MONDAY)):
        presented = await present(client)
    with frozen(at(WEDNESDAY)):
        await clerk.do("observe", presented, {"items": [UNSIGNED]})
    with frozen(at(FRIDAY, 23, 59, 59).replace(microsecond=999_999)):
        await lapse_due(app.state.database)
        assert (await clerk.read(presented["id"]))["status"] == "observed"

    with frozen(at(FRIDAY + timedelta(days=1), 0)):
        assert await lapse_due(app.state.database) >= 1
        assert await lapse_due(app.state.database) == 0
        citizen = await tracking(client, presented)
        lapsed = await citizen.read(presented["id"])
        answer = await citizen.try_to("correct", presented["id"], lapsed["version"], correction(lapsed))

    assert (lapsed["status"], lapsed["version"], lapsed["due_on"]) == ("not_presented", 3, None)
    assert refused(answer) == (409, "correction_lapsed")
    assert [letter.kind for letter in await letters(app, presented["id"])] == ["presented", "observed", "lapsed"]
    movements = (await clerk.get(presented["id"], "/movements")).json()
    assert [(each["act"], each["actor"] is None) for each in movements] == [
        ("present", True),
        ("observe", False),
        ("lapse", True),
    ]


@pytest.fixture
async def close(app: FastAPI) -> AsyncIterator[Any]:
    """Closes a day, and opens it again after the test."""
    closed: list[date] = []

    async def shut(day: date) -> None:
        closed.append(day)
        async with app.state.database.transaction() as session:
            session.add(Closure(day=day, kind="decreed", reason="Duelo nacional"))

    yield shut
    async with app.state.database.transaction() as session:
        await session.execute(delete(Closure).where(Closure.day.in_(closed)))


async def test_a_closure_inside_the_window_moves_it_and_tells_the_citizen(
    clerk: Person, client: httpx.AsyncClient, app: FastAPI, close: Any
) -> None:
    with frozen(at(MONDAY)):
        presented = await present(client)
    with frozen(at(WEDNESDAY)):
        await clerk.do("observe", presented, {"items": [UNSIGNED]})
    with frozen(at(FRIDAY, 9)):
        await close(FRIDAY)
        assert await apply_closures(app.state.database) >= 1
        assert await apply_closures(app.state.database) == 0
    moved = await clerk.read(presented["id"])

    # Monday 10, 23:59:59 in Lima.
    assert (moved["correct_by"], moved["version"], moved["status"]) == ("2031-03-11T04:59:59Z", 3, "observed")
    letter = (await letters(app, presented["id"]))[-1]
    assert letter.kind == "deadline_changed"
    assert datetime.fromisoformat(letter.facts["correct_by"]) == at(MONDAY + timedelta(days=7), 23, 59, 59)
    assert (await clerk.get(presented["id"], "/movements")).json()[-1]["act"] == "deadline_changed"
    with frozen(at(FRIDAY + timedelta(days=1), 0)):
        await lapse_due(app.state.database)
        citizen = await tracking(client, presented)
        document = await citizen.read(presented["id"])
        assert (await citizen.do("correct", document, correction(document)))["status"] == "corrected"


async def test_a_closure_recorded_but_not_yet_applied_already_gives_more_time(
    clerk: Person, client: httpx.AsyncClient, app: FastAPI, close: Any
) -> None:
    with frozen(at(MONDAY)):
        presented = await present(client)
    with frozen(at(WEDNESDAY)):
        await clerk.do("observe", presented, {"items": [UNSIGNED]})
    await close(FRIDAY)

    with frozen(at(FRIDAY + timedelta(days=1), 0)):
        await lapse_due(app.state.database)
        citizen = await tracking(client, presented)
        document = await citizen.read(presented["id"])
        corrected = await citizen.do("correct", document, correction(document))

    assert corrected["status"] == "corrected"
