"""Who may do what to whose document, which version they must have seen, and in what order that is asked."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.documents.lifecycle import TRANSITIONS, Act, Status
from app.documents.models import Document, Leg, Movement
from tests.documents.conftest import MakeArea, SignedIn
from tests.documents.desk import UNSIGNED, Person, bad_fields, present_by, refused, tracking
from tests.factories import API, present

DESK = ("claim", "release", "receive", "observe", "route", "forward", "void")
CITIZEN = ("correct", "withdraw")
LATER = (
    "accept",
    "return",
    "complete",
    "assign",
    "require",
    "fulfil",
    "answer",
    "archive",
    "reopen",
    "rectify",
    "merge",
)
STALE = (2, 0, 'W/"1"', "1", '"01"', '"1', '"uno"', "'1'", '"-1"', '"99999999999999999999"', '"2","3"', '"*"')
BODIES: dict[str, Any] = {
    "claim": None,
    "release": None,
    "receive": {},
    "observe": {"items": [UNSIGNED]},
    "correct": {"items": [{"item_id": "x", "text": "Va."}]},
    "route": {"legs": [{"area_id": "x", "purpose": "action", "instruction": "Atender."}]},
    "withdraw": {},
    "forward": {"entity": "SUNARP", "reason": "Es de su competencia."},
    "void": {"reason_code": "spam", "reason": "Publicidad."},
}
# What each kind of caller is told when they try an act of the desk, and one of the citizen. None: they may.
TABLE: dict[str, tuple[int | None, int | None]] = {
    "anonymous": (401, 401),
    "forged": (401, 401),
    "clerk": (None, 403),
    "officer with a leg": (403, 403),
    "officer without": (404, 404),
    "auditor": (403, 403),
    "admin": (403, 403),
    "owner": (403, None),
    "another citizen": (404, 404),
    "key of another document": (404, 404),
}


async def who(caller: str, client: httpx.AsyncClient, owner: Person, signed_in: SignedIn, area_id: Any) -> Person:
    match caller:
        case "anonymous":
            return Person(client, {})
        case "forged":
            return Person(client, {"Authorization": "Bearer no.es.nuestro"})
        case "owner":
            return owner
        case "another citizen":
            return Person(client, await signed_in("citizen"))
        case "key of another document":
            return await tracking(client, await present(client))
        case "officer with a leg":
            return Person(client, await signed_in("officer", area_id))
        case "officer without":
            return Person(client, await signed_in("officer"))
        case role:
            return Person(client, await signed_in(role))


async def history_of(app: FastAPI, document_id: str) -> tuple[int, int]:
    """The version and how many movements led to it."""
    async with app.state.database.reading() as session:
        version = await session.scalar(select(Document.version).where(Document.id == document_id))
        movements = (await session.scalars(select(Movement.id).where(Movement.document_id == document_id))).all()
        return version, len(movements)


@pytest.mark.parametrize("caller", TABLE)
async def test_who_may_act(
    caller: str, client: httpx.AsyncClient, app: FastAPI, signed_in: SignedIn, make_area: MakeArea
) -> None:
    owner, clerk = Person(client, await signed_in("citizen")), Person(client, await signed_in("clerk"))
    area = await make_area()
    document = await clerk.read((await present_by(owner))["id"])
    legs = [{"area_id": str(area.id), "purpose": "action", "instruction": "Atender."}]
    document = await clerk.do("receive", document, {"legs": legs})
    person = await who(caller, client, owner, signed_in, area.id)
    before = await history_of(app, document["id"])

    for verbs, expected in zip((DESK, CITIZEN), TABLE[caller], strict=True):
        for verb in verbs:
            # Without version nor a body that makes sense: who asks comes first. Who may act is told of the version.
            answer = await person.try_to(verb, document["id"], None, {"nada": 1})
            assert answer.status_code == (expected or 428), verb

    assert await history_of(app, document["id"]) == before


async def test_the_key_of_a_document_does_the_citizens_acts_on_it(
    client: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    presented = await present(client)
    holder = await tracking(client, presented)

    for verb in DESK:
        assert refused(await holder.try_to(verb, presented["id"], 1, BODIES[verb])) == (403, "forbidden")

    assert (await holder.do("withdraw", presented, {}))["status"] == "withdrawn"


@pytest.mark.parametrize("document_id", ["nada", "019a0000-0000-7000-8000-000000000000", "%00", "-1"])
async def test_a_document_that_is_not_there(client: httpx.AsyncClient, signed_in: SignedIn, document_id: str) -> None:
    clerk = Person(client, await signed_in("clerk"))

    assert (await clerk.get(document_id)).status_code == 404
    for verb in DESK:
        assert (await clerk.try_to(verb, document_id, 1, BODIES[verb])).status_code == 404


@pytest.mark.parametrize("verb", LATER)
async def test_what_is_for_later_is_not_there(client: httpx.AsyncClient, signed_in: SignedIn, verb: str) -> None:
    presented = await present(client)
    clerk = Person(client, await signed_in("clerk"))

    assert refused(await clerk.try_to(verb, presented["id"], 1, {})) == (404, "not_found")


@pytest.mark.parametrize("verb", [*DESK, *CITIZEN])
async def test_the_order_of_the_checks(client: httpx.AsyncClient, app: FastAPI, signed_in: SignedIn, verb: str) -> None:
    """428, 412, body shape 422, then the state."""
    presented = await present(client)
    if verb in DESK:
        person = Person(client, await signed_in("clerk"))
    else:
        person = await tracking(client, presented)
    await _put_in(app, presented["id"], Status.ANSWERED)
    nonsense = {"nada": 1}

    missing = [await person.try_to(verb, presented["id"], seen, nonsense) for seen in (None, "", " ")]
    stale = [await person.try_to(verb, presented["id"], seen, nonsense) for seen in STALE]
    shapeless = await person.try_to(verb, presented["id"], 1, nonsense)
    late = await person.try_to(verb, presented["id"], 1, BODIES[verb])

    assert {refused(answer) for answer in missing} == {(428, "version_required")}
    assert {refused(answer) for answer in stale} == {(412, "version_stale")}
    assert "nada" in bad_fields(shapeless)
    assert refused(late) == (409, "transition_not_allowed")
    assert await history_of(app, presented["id"]) == (1, 1)


@pytest.mark.parametrize("seen", ['"1"', ' "1" ', '"7", "1"', "*"])
async def test_versions_that_fit(client: httpx.AsyncClient, signed_in: SignedIn, seen: str) -> None:
    presented = await present(client)
    clerk = Person(client, await signed_in("clerk"))

    answer = await clerk.try_to("claim", presented["id"], seen)

    assert (answer.status_code, answer.headers.get("ETag")) == (200, '"2"'), answer.text


async def _put_in(app: FastAPI, document_id: str, status: Status) -> None:
    """Writes a status that no act of today reaches."""
    async with app.state.database.transaction() as session:
        document = await session.get_one(Document, document_id)
        document.status = status
        document.correct_by = document.presented_at if status is Status.OBSERVED else None


async def test_every_other_status_refuses(
    client: httpx.AsyncClient, app: FastAPI, signed_in: SignedIn, make_area: MakeArea
) -> None:
    presented = await present(client)
    clerk, citizen = Person(client, await signed_in("clerk")), await tracking(client, presented)
    legs = [{"area_id": str((await make_area()).id), "purpose": "action", "instruction": "Atender."}]
    bodies = BODIES | {"route": {"legs": legs}}
    answers = {}

    for status in Status:
        await _put_in(app, presented["id"], status)
        for verb in (*DESK, *CITIZEN):
            # Only the officer in charge routes a file on; and what lapsed is told so.
            if (status, Act(verb)) not in TRANSITIONS or (status, verb) == (Status.IN_PROCESS, "route"):
                person = clerk if verb in DESK else citizen
                answers[status, verb] = refused(await person.try_to(verb, presented["id"], 1, bodies[verb]))

    assert answers.pop((Status.NOT_PRESENTED, "correct")) == (409, "correction_lapsed")
    assert len(answers) > 80
    assert {key: told for key, told in answers.items() if told != (409, "transition_not_allowed")} == {}
    assert await history_of(app, presented["id"]) == (1, 1)


async def test_after_any_routing_the_desk_neither_forwards_nor_voids(
    client: httpx.AsyncClient, app: FastAPI, signed_in: SignedIn, make_area: MakeArea
) -> None:
    clerk = Person(client, await signed_in("clerk"))
    document = await clerk.read((await present(client))["id"])
    area = await make_area()
    legs = [{"area_id": str(area.id), "purpose": "action", "instruction": "Atender."}]
    document = await clerk.do("receive", document, {"legs": legs})
    # Returned by the area: received again, but it was sent.
    async with app.state.database.transaction() as session:
        (await session.get_one(Document, document["id"])).status = Status.RECEIVED
        (await session.get_one(Leg, document["legs"][0]["id"])).state = "returned"

    for verb in ("forward", "void"):
        answer = await clerk.try_to(verb, document["id"], document["version"], BODIES[verb])
        assert refused(answer) == (409, "transition_not_allowed")


@pytest.mark.parametrize("verb", ["receive", "observe", "claim", "forward"])
async def test_of_two_clerks_at_once_one_is_told_that_it_changed(
    client: httpx.AsyncClient, app: FastAPI, signed_in: SignedIn, verb: str
) -> None:
    presented = await present(client)
    clerks = [Person(client, await signed_in("clerk")) for _ in range(2)]

    answers = await asyncio.gather(*(clerk.try_to(verb, presented["id"], 1, BODIES[verb]) for clerk in clerks))

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert await history_of(app, presented["id"]) == (2, 2)


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [(b"{", "application/json", 422), (b"\xff", "application/json", 422), (b"a=1", "text/plain", 422)],
)
async def test_a_body_that_is_no_json(
    client: httpx.AsyncClient, signed_in: SignedIn, content: bytes, content_type: str, status: int
) -> None:
    presented = await present(client)
    headers = await signed_in("clerk") | {"If-Match": '"1"', "Content-Type": content_type}

    answer = await client.post(f"{API}/documents/{presented['id']}/observe", content=content, headers=headers)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
