"""Observing once, and the citizen's answer to all of it."""

from datetime import datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.clock import frozen
from app.institution.models import Institution
from tests.documents.conftest import MakeProcedure, SignedIn
from tests.documents.desk import (
    FRIDAY,
    MONDAY,
    UNSIGNED,
    WEDNESDAY,
    Person,
    at,
    bad_fields,
    correction,
    letters,
    observed,
    present_by,
    refused,
)
from tests.factories import present, upload


@pytest.fixture
async def clerk(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


@pytest.fixture
async def citizen(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("citizen"))


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
    letter = (await letters(app, document["id"]))[-1]
    assert letter.kind == "observed"
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
