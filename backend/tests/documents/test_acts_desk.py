"""Taking in hand and registering: number, receipt, term."""

import asyncio
import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from app.attachments.storage import Storage
from app.clock import LIMA, frozen
from app.settings import Settings
from tests.documents.conftest import MakeArea, MakeProcedure, SignedIn
from tests.documents.desk import UNSIGNED, Person, bad_fields, letters, refused
from tests.factories import present

TUESDAY = datetime(2031, 3, 4, 10, 0, tzinfo=LIMA)


@pytest.fixture
async def clerk(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


@pytest.fixture
async def colleague(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


def leg(area_id: Any, purpose: str = "action") -> dict[str, str]:
    return {"area_id": str(area_id), "purpose": purpose, "instruction": "Atender en el plazo."}


async def test_who_has_it_in_hand_is_seen_and_keeps_others_off(
    client: httpx.AsyncClient, clerk: Person, colleague: Person
) -> None:
    presented = await present(client)
    with frozen(TUESDAY):
        held = await clerk.do("claim", presented)
        refusals = [
            await colleague.try_to(verb, presented["id"], 2, body)
            for verb, body in (
                ("claim", None),
                ("release", None),
                ("receive", {}),
                ("observe", {"items": [UNSIGNED]}),
                ("forward", {"entity": "SUNARP", "reason": "Es suyo."}),
                ("void", {"reason_code": "test", "reason": "Prueba."}),
            )
        ]
        seen = await colleague.read(presented["id"])

    assert held["holder"]["name"] == "Persona de Prueba"
    assert seen["holder"] == held["holder"]
    assert {refused(answer) for answer in refusals} == {(409, "claimed_by_another")}
    assert all(answer.json()["holder"] == held["holder"] for answer in refusals)
    assert seen["version"] == 2


async def test_a_claim_ends_after_half_an_hour(client: httpx.AsyncClient, clerk: Person, colleague: Person) -> None:
    presented = await present(client)
    with frozen(TUESDAY):
        await clerk.do("claim", presented)
    with frozen(TUESDAY + timedelta(minutes=29, seconds=59)):
        assert (await colleague.try_to("claim", presented["id"], 2)).status_code == 409
    with frozen(TUESDAY + timedelta(minutes=30)):
        assert (await clerk.read(presented["id"]))["holder"] is None
        taken = await colleague.do("claim", presented | {"version": 2})

    assert taken["version"] == 3


async def test_a_claim_ends_with_release_and_with_registering(
    client: httpx.AsyncClient, clerk: Person, colleague: Person
) -> None:
    document = await clerk.do("claim", await present(client))
    document = await clerk.do("release", document)
    assert document["holder"] is None
    document = await colleague.do("claim", document)

    document = await colleague.do("receive", document, {})

    assert (document["status"], document["holder"]) == ("received", None)
    public = (await clerk.get(document["id"], "/movements")).json()
    assert [each["act"] for each in public] == ["present", "claim", "release", "claim", "receive"]


async def test_registering_gives_number_receipt_and_term(
    client: httpx.AsyncClient, clerk: Person, app: FastAPI, make_procedure: MakeProcedure
) -> None:
    procedure = await make_procedure(term_days=10, term_starts_from="reception")
    with frozen(TUESDAY):
        presented = await present(client, procedure_id=str(procedure.id))
        assert (await clerk.read(presented["id"]))["due_on"] is None

        document = await clerk.do("receive", presented, {"comment": "Conforme.", "folios": 7})
        deadline = (await clerk.get(presented["id"], "/deadline")).json()

    assert document["registry_number"].startswith("EXP-2031-0")
    assert (document["status"], document["folios"], document["received_at"]) == ("received", 7, "2031-03-04T15:00:00Z")
    assert document["due_on"] == deadline["due_on"] == "2031-03-18"
    assert (deadline["starts_on"], deadline["ledger"][0]["date"]) == ("2031-03-04", "2031-03-05")
    assert [each["kind"] for each in document["receipts"]] == ["presentation", "reception"]
    pdf = await clerk.get(presented["id"], "/receipt?kind=reception")
    assert hashlib.sha256(pdf.content).hexdigest() == document["receipts"][1]["sha256"]
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["ETag"] == f'"{document["receipts"][1]["sha256"]}"'
    assert (await clerk.get(presented["id"], "/movements")).json()[-1]["text"] == "Conforme."
    assert [letter.kind for letter in await letters(app, presented["id"])] == ["presented", "received"]


async def test_the_registry_number_takes_limas_year(client: httpx.AsyncClient, clerk: Person) -> None:
    with frozen(datetime(2031, 12, 31, 23, 59, 59, tzinfo=LIMA)):
        old, new = await present(client), await present(client)
        old = await clerk.do("receive", old, {})
    with frozen(datetime(2032, 1, 1, 0, 0, 0, tzinfo=LIMA)):
        new = await clerk.do("receive", new, {})

    assert (old["registry_number"][:8], new["registry_number"][:8]) == ("EXP-2031", "EXP-2032")
    assert new["number"].startswith("P-2031")


async def test_the_desk_names_the_procedure_and_the_term_begins(
    client: httpx.AsyncClient, clerk: Person, make_procedure: MakeProcedure
) -> None:
    procedure = await make_procedure(term_days=5)
    with frozen(TUESDAY):
        document = await clerk.do("receive", await present(client), {"procedure_id": str(procedure.id)})

    assert (document["procedure_id"], document["due_on"]) == (str(procedure.id), "2031-03-11")


async def test_registering_needs_no_body(client: httpx.AsyncClient, clerk: Person) -> None:
    presented = await present(client)

    answer = await clerk.client.post(
        f"/api/v1/documents/{presented['id']}/receive", headers=clerk.headers | {"If-Match": '"1"'}
    )

    assert (answer.status_code, answer.json()["status"]) == (200, "received")


async def test_a_registration_that_names_what_is_not_there_gives_no_number(
    client: httpx.AsyncClient, clerk: Person, make_area: MakeArea, make_procedure: MakeProcedure
) -> None:
    presented, area = await present(client), await make_area()
    retired = await make_procedure(active=False)
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"folios": 0}, {"folios"}),
        ({"folios": 10_001}, {"folios"}),
        ({"folios": "3"}, {"folios"}),
        ({"nada": 1, "comment": "a\u0000b"}, {"nada", "comment"}),
        ({"procedure_id": "nada"}, {"procedure_id"}),
        ({"procedure_id": str(retired.id)}, {"procedure_id"}),
        ({"legs": [leg(area.id, "opinion")], "procedure_id": "nada"}, {"legs", "procedure_id"}),
        ({"legs": [leg(area.id), leg("nada", "opinion")]}, {"legs.1.area_id"}),
        ({"legs": [leg(area.id), leg(area.id, "opinion")]}, {"legs.1.area_id"}),
    ]

    for body, fields in cases:
        assert bad_fields(await clerk.try_to("receive", presented["id"], 1, body)) == fields

    after = await clerk.read(presented["id"])
    assert (after["status"], after["version"], after["registry_number"]) == ("presented", 1, None)
    numbers = [(await clerk.do("receive", each, {}))["registry_number"] for each in (presented, await present(client))]
    assert int(numbers[1][-6:]) == int(numbers[0][-6:]) + 1


async def test_the_receipt_is_sealed_by_whoever_asks_first(client: httpx.AsyncClient, clerk: Person) -> None:
    presented = await present(client)

    assert (await clerk.get(presented["id"], "/receipt?kind=reception")).status_code == 404
    assert (await clerk.get(presented["id"], "/receipt?kind=nada")).status_code == 422
    first = await clerk.get(presented["id"], "/receipt")
    assert first.content == (await clerk.get(presented["id"], "/receipt?kind=presentation")).content
    assert hashlib.sha256(first.content).hexdigest() == presented["receipt"]["sha256"]
    assert presented["number"] in first.headers["content-disposition"]


async def test_a_registration_stands_though_its_receipt_cannot_be_stored(
    client: httpx.AsyncClient, clerk: Person, app: FastAPI, tmp_path: Path
) -> None:
    presented = await present(client)
    storage = app.state.storage
    broken = app.state.storage = Storage(tmp_path)
    broken.incoming.rmdir()
    try:
        document = await clerk.do("receive", presented, {})
    finally:
        app.state.storage = storage

    assert (document["status"], document["receipts"][1]["sha256"]) == ("received", None)
    # Whoever asks first seals it.
    assert (await clerk.get(presented["id"], "/receipt?kind=reception")).status_code == 200
    assert (await clerk.read(presented["id"]))["receipts"][1]["sha256"]


async def test_an_act_is_announced_when_it_is_done_and_not_when_it_is_refused(
    client: httpx.AsyncClient, clerk: Person, settings: Settings
) -> None:
    presented, other = await present(client), await present(client)
    heard: asyncio.Queue[str] = asyncio.Queue()
    listening = await asyncpg.connect(settings.database_url)
    try:
        await listening.add_listener("mesa_live", lambda *said: heard.put_nowait(str(said[-1])))
        await clerk.try_to("receive", presented["id"], 1, {"procedure_id": "nada"})
        await clerk.do("claim", other)
        event = json.loads(await asyncio.wait_for(heard.get(), 5))
    finally:
        await listening.close()

    assert (event["type"], event["document_id"]) == ("document_changed", other["id"])
