"""Leaving the desk: to the areas, to another entity, back to the citizen, or out."""

from datetime import date, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.clock import LIMA
from app.notifications.models import Notification
from tests.documents.conftest import MakeArea, SignedIn
from tests.documents.desk import Person, bad_fields, letters, tracking
from tests.factories import present

TUESDAY = datetime(2031, 3, 4, 10, 0, tzinfo=LIMA)


@pytest.fixture
async def clerk(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


@pytest.fixture
async def colleague(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


async def told(app: FastAPI, document_id: str, kind: str) -> int:
    async with app.state.database.reading() as session:
        wanted = select(Notification.id).where(Notification.document_id == document_id, Notification.kind == kind)
        return len((await session.scalars(wanted)).all())


def leg(area_id: Any, purpose: str = "action") -> dict[str, str]:
    return {"area_id": str(area_id), "purpose": purpose, "instruction": "Atender en el plazo."}


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
    assert [letter.kind for letter in await letters(app, presented["id"])] == ["presented", "forwarded"]
    deadline = (await clerk.get(presented["id"], "/deadline")).json()
    assert (deadline["due_on"], deadline["ledger"]) == (None, [])


async def test_voiding_keeps_the_number_used(client: httpx.AsyncClient, clerk: Person, app: FastAPI) -> None:
    presented = await present(client)

    document = await clerk.do("void", presented, {"reason_code": "duplicate", "reason": "Es el mismo escrito."})

    assert document["status"] == "voided"
    assert (await present(client))["number"] != presented["number"]
    assert [letter.kind for letter in await letters(app, presented["id"])] == ["presented", "voided"]


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
