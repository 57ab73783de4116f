"""Observing once, correcting in time, and what happens when nobody does."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, select

from app.clock import LIMA, frozen
from app.clock.models import Closure
from app.documents.acts.lapse import lapse_due
from app.documents.acts.recompute import apply_closures
from app.institution.models import Institution
from app.notifications.models import Mail
from tests.documents.conftest import MakeProcedure, SignedIn
from tests.documents.desk import UNSIGNED, Person, bad_fields, correction, present_by, refused, tracking
from tests.factories import present, upload

# A Monday with no holiday in the four weeks that follow.
MONDAY = date(2031, 3, 3)
WEDNESDAY, FRIDAY = MONDAY + timedelta(days=2), MONDAY + timedelta(days=4)


def at(day: date, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=LIMA)


@pytest.fixture
async def clerk(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


@pytest.fixture
async def citizen(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("citizen"))


async def observed(clerk: Person, citizen: Person, items: Any = None, **over: Any) -> dict[str, Any]:
    """Presented on MONDAY and observed on WEDNESDAY at ten; as the citizen sees it."""
    with frozen(at(MONDAY)):
        presented = await present_by(citizen, **over)
    with frozen(at(WEDNESDAY)):
        await clerk.do("observe", presented, {"items": items or [UNSIGNED]})
        return await citizen.read(presented["id"])


async def mails(app: FastAPI, document_id: str, kind: str) -> list[Mail]:
    async with app.state.database.reading() as session:
        wanted = select(Mail).where(Mail.document_id == document_id, Mail.kind == kind).order_by(Mail.created_at)
        return list(await session.scalars(wanted))


async def test_an_observation_is_told_whole_with_its_last_instant(
    clerk: Person, citizen: Person, app: FastAPI, make_procedure: MakeProcedure
) -> None:
    procedure = await make_procedure("Copia del DNI", term_days=15)
    with frozen(at(MONDAY)):
        presented = await present_by(citizen, procedure_id=str(procedure.id))
    main = presented["attachments"][0]["id"]
    items = [UNSIGNED, {"reason_code": "illegible", "text": "No se lee la página 2.", "attachment_id": main}]

    with frozen(at(WEDNESDAY)):
        document = await clerk.do("observe", presented, {"items": items})

    assert (document["status"], document["version"]) == ("observed", 2)
    # Friday 23:59:59 in Lima.
    assert document["correct_by"] == "2031-03-08T04:59:59Z"
    assert document["due_on"] is None
    assert [
        (each["reason_code"], each["text"], each["attachment_id"]) for each in document["observation"]["items"]
    ] == [
        ("unsigned", UNSIGNED["text"], None),
        ("illegible", "No se lee la página 2.", main),
    ]
    (letter,) = await mails(app, document["id"], "observed")
    assert letter.facts["items"] == [each["text"] for each in items]
    assert datetime.fromisoformat(letter.facts["correct_by"]) == at(FRIDAY, 23, 59, 59)


async def test_every_wrong_item_is_named(
    clerk: Person, client: httpx.AsyncClient, make_procedure: MakeProcedure
) -> None:
    procedure = await make_procedure("Copia del DNI")
    mine, other = await present(client), await present(client)
    foreign = other["attachments"][0]["id"]
    shapes: list[tuple[Any, set[str]]] = [
        ({}, {"items"}),
        ({"items": []}, {"items"}),
        (
            {"items": [{"reason_code": "unsigned"}, {"text": " ", "reason_code": 3}]},
            {"items.0.text", "items.1.text", "items.1.reason_code"},
        ),
        (
            {
                "items": [
                    {"reason_code": "nada", "text": "A"},
                    {"reason_code": "unsigned", "text": "B", "attachment_id": foreign},
                    {"reason_code": "unsigned", "text": "C", "requirement_id": str(procedure.id)},
                    {"reason_code": "unsigned", "text": "D", "attachment_id": "nada"},
                ]
            },
            {"items.0.reason_code", "items.1.attachment_id", "items.2.requirement_id", "items.3.attachment_id"},
        ),
    ]

    for body, fields in shapes:
        assert bad_fields(await clerk.try_to("observe", mine["id"], 1, body)) == fields

    after = await clerk.read(mine["id"])
    assert (after["status"], after["version"], after["observation"]) == ("presented", 1, None)


async def test_a_document_is_observed_only_once(clerk: Person, citizen: Person) -> None:
    document = await observed(clerk, citizen)
    with frozen(at(WEDNESDAY, 11)):
        again = await clerk.try_to("observe", document["id"], document["version"], {"items": [UNSIGNED]})
        corrected = await citizen.do("correct", document, correction(document))

        second = await clerk.try_to("observe", document["id"], corrected["version"], {"items": [UNSIGNED]})

    assert refused(again) == refused(second) == (409, "transition_not_allowed")
    assert (await clerk.read(document["id"]))["status"] == "corrected"


async def test_a_correction_answers_every_item_and_keeps_the_date(
    clerk: Person, citizen: Person, client: httpx.AsyncClient, make_procedure: MakeProcedure
) -> None:
    procedure = await make_procedure(term_days=15)
    items = [UNSIGNED, {"reason_code": "illegible", "text": "No se lee."}]
    document = await observed(clerk, citizen, items, procedure_id=str(procedure.id))
    first, second = document["observation"]["items"]

    with frozen(at(FRIDAY)):
        file = await upload(client, "firmado.pdf", headers=citizen.headers)
        answers = [
            {"item_id": second["id"], "text": "Va de nuevo.", "upload_id": file["upload_id"]},
            {"item_id": first["id"], "text": "Firmado."},
        ]
        corrected = await citizen.do("correct", document, {"items": answers})

    assert (corrected["status"], corrected["version"], corrected["correct_by"]) == ("corrected", 3, None)
    assert corrected["presentation_date"] == MONDAY.isoformat()
    assert [each["answer"] for each in corrected["observation"]["items"]] == ["Firmado.", "Va de nuevo."]
    added = corrected["attachments"][-1]
    assert (added["kind"], added["sha256"]) == ("correction", file["sha256"])
    assert corrected["observation"]["items"][1]["answer_attachment_id"] == added["id"]
    # Fifteen business days after Monday 3, without Thursday 6 and Friday 7: the notice's own day still counted.
    assert corrected["due_on"] == "2031-03-26"
    deadline = (await citizen.get(document["id"], "/deadline")).json()
    assert deadline["pauses"] == [{"from": WEDNESDAY.isoformat(), "to": FRIDAY.isoformat()}]
    assert (deadline["due_on"], deadline["paused"], deadline["term_days"]) == ("2031-03-26", False, 15)
    assert [day["number"] for day in deadline["ledger"] if day["counted"]] == list(range(1, 16))


async def test_while_observed_no_term_runs(clerk: Person, citizen: Person, make_procedure: MakeProcedure) -> None:
    document = await observed(clerk, citizen, procedure_id=str((await make_procedure()).id))

    deadline = (await citizen.get(document["id"], "/deadline")).json()

    assert (deadline["due_on"], deadline["paused"]) == (None, True)
    assert deadline["pauses"] == [{"from": WEDNESDAY.isoformat(), "to": None}]
    assert deadline["ledger"][-1]["date"] == WEDNESDAY.isoformat()


async def test_an_institution_may_date_a_corrected_document_by_its_correction(
    clerk: Person, citizen: Person, app: FastAPI
) -> None:
    document = await observed(clerk, citizen)
    async with app.state.database.transaction() as session:
        (await session.get_one(Institution, 1)).correct_keeps_date = False
    try:
        with frozen(at(FRIDAY)):
            corrected = await citizen.do("correct", document, correction(document))
    finally:
        async with app.state.database.transaction() as session:
            (await session.get_one(Institution, 1)).correct_keeps_date = True

    assert corrected["presentation_date"] == FRIDAY.isoformat()


async def test_a_correction_that_is_not_whole_or_not_theirs(
    clerk: Person, citizen: Person, client: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    document = await observed(clerk, citizen, [UNSIGNED, {"reason_code": "illegible", "text": "No se lee."}])
    one, two = (each["id"] for each in document["observation"]["items"])
    answered = [{"item_id": one, "text": "A"}, {"item_id": two, "text": "B"}]
    someone = await signed_in("citizen")

    with frozen(at(FRIDAY)):
        foreign = (await upload(client, headers=someone))["upload_id"]
        used = document["attachments"][0]["id"]
        cases = [
            ({}, {"items"}),
            ({"items": answered[:1]}, {"items"}),
            ({"items": [*answered, answered[0]]}, {"items.2.item_id"}),
            ({"items": [*answered, {"item_id": document["id"], "text": "C"}]}, {"items.2.item_id"}),
            ({"items": [answered[0], {"item_id": two, "text": " "}]}, {"items.1.text"}),
            (
                {"items": [answered[0] | {"upload_id": foreign}, answered[1] | {"upload_id": used}]},
                {"items.0.upload_id", "items.1.upload_id"},
            ),
            ({"items": [answered[0] | {"upload_id": foreign}]}, {"items", "items.0.upload_id"}),
        ]
        for body, fields in cases:
            assert bad_fields(await citizen.try_to("correct", document["id"], document["version"], body)) == fields

        assert (await citizen.read(document["id"])) == document
        # What was refused used up nothing.
        assert (await citizen.do("correct", document, {"items": answered}))["status"] == "corrected"


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
    assert len(await mails(app, presented["id"], "lapsed")) == 1
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
    (letter,) = await mails(app, presented["id"], "deadline_changed")
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
