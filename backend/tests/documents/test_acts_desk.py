"""Taking in hand, registering, routing, and the ways out of the desk."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.clock import LIMA, frozen
from app.notifications.models import Mail, Notification
from tests.documents.conftest import MakeArea, MakeProcedure, SignedIn
from tests.documents.desk import UNSIGNED, Person, bad_fields, refused, tracking
from tests.factories import present

TUESDAY = datetime(2031, 3, 4, 10, 0, tzinfo=LIMA)


@pytest.fixture
async def clerk(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


@pytest.fixture
async def colleague(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


async def mail_kinds(app: FastAPI, document_id: str) -> list[str]:
    async with app.state.database.reading() as session:
        return list(await session.scalars(select(Mail.kind).where(Mail.document_id == document_id).order_by(Mail.id)))


async def told(app: FastAPI, document_id: str, kind: str) -> int:
    async with app.state.database.reading() as session:
        wanted = select(Notification.id).where(Notification.document_id == document_id, Notification.kind == kind)
        return len((await session.scalars(wanted)).all())


def leg(area_id: Any, purpose: str = "action") -> dict[str, str]:
    return {"area_id": str(area_id), "purpose": purpose, "instruction": "Atender en el plazo."}


# Claiming


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


# Registering


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
    assert await mail_kinds(app, presented["id"]) == ["presented", "received"]


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


# Routing


async def test_registered_and_sent_in_one_act(
    client: httpx.AsyncClient, clerk: Person, app: FastAPI, make_area: MakeArea, signed_in: SignedIn
) -> None:
    acting, opining = await make_area(), await make_area()
    officer = Person(client, await signed_in("officer", acting.id))
    presented = await present(client)
    assert (await officer.get(presented["id"])).status_code == 404

    document = await clerk.do("receive", presented, {"legs": [leg(acting.id), leg(opining.id, "opinion")]})

    assert (document["status"], document["received_at"] is None) == ("routed", False)
    assert [(each["area_code"], each["purpose"], each["state"]) for each in document["legs"]] == [
        (acting.code, "action", "sent"),
        (opining.code, "opinion", "sent"),
    ]
    assert (await officer.read(presented["id"]))["legs"][0]["instruction"] == "Atender en el plazo."
    assert await told(app, presented["id"], "routed") == 1
    movements = (await clerk.get(presented["id"], "/movements")).json()
    assert [each["act"] for each in movements] == ["present", "receive", "route"]
    assert [each["area_code"] for each in movements[-1]["legs"]] == [acting.code, opining.code]


async def test_routing_sets_the_priority(client: httpx.AsyncClient, clerk: Person, make_area: MakeArea) -> None:
    document = await clerk.do("receive", await present(client, priority="urgent"), {})

    document = await clerk.do("route", document, {"legs": [leg((await make_area()).id)], "priority": "high"})

    assert (document["status"], document["priority"], len(document["legs"])) == ("routed", "high", 1)


async def test_a_routing_has_one_area_in_charge(client: httpx.AsyncClient, clerk: Person, make_area: MakeArea) -> None:
    one, two = await make_area(), await make_area()
    document = await clerk.do("receive", await present(client), {})
    past = date(2020, 1, 1).isoformat()
    cases: list[tuple[Any, set[str]]] = [
        ({"legs": []}, {"legs"}),
        ({"legs": [leg(one.id, "opinion")]}, {"legs"}),
        ({"legs": [leg(one.id), leg(two.id)]}, {"legs"}),
        ({"legs": [leg(one.id, "otro")], "priority": "nada"}, {"legs.0.purpose", "priority"}),
        ({"legs": [leg(one.id)], "respond_by": past}, {"respond_by"}),
    ]

    for body, fields in cases:
        assert bad_fields(await clerk.try_to("route", document["id"], document["version"], body)) == fields

    assert (await clerk.read(document["id"]))["version"] == document["version"]


# Ways out


async def test_withdrawing_closes_what_the_areas_had(
    client: httpx.AsyncClient, clerk: Person, app: FastAPI, make_area: MakeArea, signed_in: SignedIn
) -> None:
    area = await make_area()
    officer = Person(client, await signed_in("officer", area.id))
    presented = await present(client)
    document = await clerk.do("receive", presented, {"legs": [leg(area.id)]})
    citizen = await tracking(client, presented)

    gone = await citizen.do("withdraw", await citizen.read(document["id"]), {"reason": "Ya no lo necesito."})

    assert (gone["status"], gone["due_on"], gone["legs"][0]["state"]) == ("withdrawn", None, "closed")
    assert (await officer.read(document["id"]))["status"] == "withdrawn"
    assert await told(app, document["id"], "withdrawn") == 1
    last = (await clerk.get(document["id"], "/movements")).json()[-1]
    assert (last["act"], last["from_status"], last["text"]) == ("withdraw", "routed", "Ya no lo necesito.")


async def test_forwarding_tells_the_citizen_where(client: httpx.AsyncClient, clerk: Person, app: FastAPI) -> None:
    presented = await present(client)

    document = await clerk.do("forward", presented, {"entity": "SUNARP", "reason": "Es de su competencia."})

    assert document["status"] == "forwarded"
    assert await mail_kinds(app, presented["id"]) == ["presented", "forwarded"]
    deadline = (await clerk.get(presented["id"], "/deadline")).json()
    assert (deadline["due_on"], deadline["ledger"]) == (None, [])


async def test_voiding_keeps_the_number_used(client: httpx.AsyncClient, clerk: Person, app: FastAPI) -> None:
    presented = await present(client)

    document = await clerk.do("void", presented, {"reason_code": "duplicate", "reason": "Es el mismo escrito."})

    assert document["status"] == "voided"
    assert (await present(client))["number"] != presented["number"]
    assert await mail_kinds(app, presented["id"]) == ["presented", "voided"]


@pytest.mark.parametrize(
    ("verb", "body", "fields"),
    [
        ("forward", {}, {"entity", "reason"}),
        ("forward", {"entity": " ", "reason": "x" * 2001}, {"entity", "reason"}),
        ("void", {"reason_code": "feo", "reason": "\u200b"}, {"reason_code", "reason"}),
        ("withdraw", {"reason": 3}, {"reason"}),
        ("claim", {"por": "mí"}, {"por"}),
    ],
)
async def test_what_an_act_asks_for(
    client: httpx.AsyncClient, clerk: Person, verb: str, body: Any, fields: set[str]
) -> None:
    presented = await present(client)
    person = await tracking(client, presented) if verb == "withdraw" else clerk

    assert bad_fields(await person.try_to(verb, presented["id"], 1, body)) == fields


# The receipt of an act that died before sealing


async def test_the_receipt_is_sealed_by_whoever_asks_first(client: httpx.AsyncClient, clerk: Person) -> None:
    presented = await present(client)

    assert (await clerk.get(presented["id"], "/receipt?kind=reception")).status_code == 404
    assert (await clerk.get(presented["id"], "/receipt?kind=nada")).status_code == 422
    first = await clerk.get(presented["id"], "/receipt")
    assert first.content == (await clerk.get(presented["id"], "/receipt?kind=presentation")).content
    assert hashlib.sha256(first.content).hexdigest() == presented["receipt"]["sha256"]
    assert presented["number"] in first.headers["content-disposition"]
