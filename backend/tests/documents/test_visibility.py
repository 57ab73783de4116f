"""Who sees which document, how much of it, and what of its history."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event, select

from app.audit.looks import chain_looks
from app.audit.models import AuditRow
from app.documents.models import Leg
from app.users.models import Membership, Session, User
from app.users.principals import forget
from app.users.tokens import TokenType, read
from tests.documents.conftest import MakeArea, MakeProcedure, SignedIn
from tests.documents.desk import UNSIGNED, Person, present_by, tracking
from tests.factories import API, applicant, present, upload

READS = ("", "/movements", "/deadline", "/receipt", "/audit")
# What each caller is answered on each of READS.
TABLE = {
    "anonymous": (401, 401, 401, 401, 401),
    "clerk": (200, 200, 200, 200, 200),
    "auditor": (200, 200, 200, 200, 200),
    "officer with a leg": (200, 200, 200, 200, 200),
    "officer whose area had one": (200, 200, 200, 200, 200),
    "officer without": (404, 404, 404, 404, 404),
    "admin": (403, 403, 403, 403, 403),
    "owner": (200, 200, 200, 200, 403),
    "another citizen": (404, 404, 404, 404, 404),
    "same DNI": (404, 404, 404, 404, 404),
}
REPRESENTATIVE = {
    "identity_type": "dni",
    "identity_number": "70123456",
    "name": "Luis Huamán Ccopa",
    "capacity": "Apoderado",
}


async def sent(client: httpx.AsyncClient, clerk: Person, area_id: Any, **over: Any) -> dict[str, Any]:
    """A filing registered and sent to an area; as it was presented."""
    presented = await present(client, **over)
    legs = [{"area_id": str(area_id), "purpose": "action", "instruction": "Para uso interno."}]
    await clerk.do("receive", presented, {"legs": legs})
    return presented


@pytest.fixture
async def clerk(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


@pytest.mark.parametrize("caller", TABLE)
async def test_who_sees_what(
    caller: str, client: httpx.AsyncClient, app: FastAPI, clerk: Person, signed_in: SignedIn, make_area: MakeArea
) -> None:
    area, owner = await make_area(), await signed_in("citizen")
    presented = await sent(client, clerk, area.id, headers=owner)
    headers: dict[str, str] = {}
    match caller:
        case "anonymous":
            pass
        case "officer with a leg":
            headers = await signed_in("officer", (await make_area()).id, area.id)
        case "officer whose area had one":
            headers = await signed_in("officer", area.id)
            async with app.state.database.transaction() as session:
                leg = (await session.scalars(select(Leg).where(Leg.document_id == presented["id"]))).one()
                leg.state = "returned"
        case "officer without":
            headers = await signed_in("officer", (await make_area()).id)
        case "owner":
            headers = owner
        case "another citizen" | "same DNI":
            headers = await signed_in("citizen")
            if caller != "another citizen":
                await _give_identity(app, headers)
        case role:
            headers = await signed_in(role)
    person = Person(client, headers)

    assert tuple([(await person.get(presented["id"], path)).status_code for path in READS]) == TABLE[caller]


async def _give_identity(app: FastAPI, headers: dict[str, str]) -> None:
    """Makes the account's DNI that of the filings in these tests."""
    claims = read(app.state.settings, headers["Authorization"].removeprefix("Bearer "), TokenType.ACCESS)
    async with app.state.database.transaction() as session:
        user = await session.get_one(User, (await session.get_one(Session, claims["sid"])).user_id)
        user.identity_type, user.identity_number = "dni", applicant()["identity_number"]


async def test_an_officer_sees_no_more_once_out_of_the_area(
    client: httpx.AsyncClient, app: FastAPI, clerk: Person, signed_in: SignedIn, make_area: MakeArea
) -> None:
    area = await make_area()
    officer = Person(client, await signed_in("officer", area.id))
    presented = await sent(client, clerk, area.id)
    assert (await officer.get(presented["id"])).status_code == 200

    async with app.state.database.transaction() as session:
        for row in await session.scalars(select(Membership).where(Membership.area_id == area.id)):
            await session.delete(row)
    # What this process remembers of people for two seconds.
    forget()

    assert (await officer.get(presented["id"])).status_code == 404


async def test_the_public_sees_no_identity_and_nothing_internal(
    client: httpx.AsyncClient, clerk: Person, make_area: MakeArea
) -> None:
    area = await make_area()
    presented = await present(client, representative=REPRESENTATIVE)
    await clerk.do("claim", presented)
    legs = [{"area_id": str(area.id), "purpose": "action", "instruction": "Para uso interno."}]
    await clerk.do("receive", presented | {"version": 2}, {"legs": legs})
    citizen = await tracking(client, presented)

    answers = [await citizen.get(presented["id"], path) for path in ("", "/movements")]
    shown = answers[0].json()

    assert (shown["applicant"]["identity_number"], shown["representative"]["identity_number"]) == (
        "••••••12",
        "••••••56",
    )
    assert {"holder", "held_until", "assigned_to"}.isdisjoint(shown)
    assert "instruction" not in shown["legs"][0]
    assert "findings" not in shown["attachments"][0]
    for hidden in ("45678912", "70123456", "Para uso interno", "@demo", "findings"):
        assert all(hidden not in answer.text for answer in answers), hidden
    assert [each["act"] for each in answers[1].json()] == ["present", "receive", "route"]
    assert answers[0].headers["Cache-Control"] == "no-store"


async def test_the_institution_sees_it_whole(
    client: httpx.AsyncClient, clerk: Person, make_procedure: MakeProcedure
) -> None:
    procedure = await make_procedure("Plano")
    first, second = await upload(client), await upload(client, "plano.pdf")
    requirement = (await client.get(f"{API}/procedures/{procedure.id}")).json()["requirements"][0]["id"]
    presented = await present(
        client,
        procedure_id=str(procedure.id),
        representative=REPRESENTATIVE,
        main_upload_id=first["upload_id"],
        annexes=[{"upload_id": second["upload_id"], "requirement_id": requirement, "title": "Plano"}],
        payment={"number": "0001", "date": "2026-11-20", "amount": "35.5"},
    )

    answer = await clerk.get(presented["id"])
    shown = answer.json()

    assert answer.headers["ETag"] == f'"{shown["version"]}"' == '"1"'
    assert shown["applicant"]["identity_number"] == "45678912"
    assert shown["representative"] == REPRESENTATIVE
    assert (shown["procedure_id"], shown["procedure_name"], shown["pages"]) == (str(procedure.id), procedure.name, 2)
    assert [(each["kind"], each["title"], each["requirement_id"]) for each in shown["attachments"]] == [
        ("main", "Documento principal", None),
        ("annex", "Plano", requirement),
    ]
    assert all(each["findings"] == [] for each in shown["attachments"])
    assert [each["kind"] for each in shown["receipts"]] == ["presentation"]
    assert shown["receipts"][0]["sha256"] == presented["receipt"]["sha256"]
    assert (shown["observation"], shown["requirements"], shown["legs"], shown["merged_into"]) == (None, [], [], None)


async def test_looks_of_the_institution_are_in_the_trail_and_those_of_the_citizen_are_not(
    client: httpx.AsyncClient, app: FastAPI, clerk: Person, signed_in: SignedIn
) -> None:
    owner = Person(client, await signed_in("citizen"))
    presented = await present_by(owner)
    await owner.read(presented["id"])
    before = await clerk.read(presented["id"])
    await chain_looks(app.state.database)

    trail = (await clerk.get(presented["id"], "/audit")).json()

    assert [(row["action"], row["actor_id"] is None) for row in trail] == [("present", False), ("read", False)]
    assert trail[0]["actor_id"] != trail[1]["actor_id"]
    assert all(
        {"id", "at", "actor_id", "action", "document_id", "hash", "previous_hash"} <= row.keys() for row in trail
    )
    assert (await clerk.read(presented["id"]))["version"] == before["version"]


async def test_an_act_tells_its_transition_to_the_trail(client: httpx.AsyncClient, app: FastAPI, clerk: Person) -> None:
    presented = await present(client)
    await clerk.do("observe", presented, {"items": [UNSIGNED]})

    async with app.state.database.reading() as session:
        rows = await session.scalars(
            select(AuditRow).where(AuditRow.document_id == presented["id"], AuditRow.action == "observe")
        )
        (row,) = rows.all()

    assert (row.detail["from"], row.detail["to"], row.detail["version"]) == ("presented", "observed", 2)


async def test_a_document_without_a_term_explains_nothing(client: httpx.AsyncClient, clerk: Person) -> None:
    presented = await present(client)

    deadline = (await clerk.get(presented["id"], "/deadline")).json()

    assert (deadline["due_on"], deadline["ledger"], deadline["term_days"]) == (None, [], None)
    assert (deadline["paused"], deadline["pauses"]) == (False, [])
    assert deadline["presentation_date"] == presented["presentation_date"]


@pytest.mark.parametrize("areas", [1, 6])
async def test_the_detail_costs_the_same_however_many_areas_have_it(
    client: httpx.AsyncClient, app: FastAPI, clerk: Person, make_area: MakeArea, areas: int
) -> None:
    legs = [
        {"area_id": str((await make_area()).id), "purpose": "opinion" if number else "action", "instruction": "Ver."}
        for number in range(areas)
    ]
    presented = await present(client)
    await clerk.do("receive", presented, {"legs": legs})
    statements: list[str] = []

    def heard(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    engine = app.state.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", heard)
    try:
        await clerk.read(presented["id"])
    finally:
        event.remove(engine, "before_cursor_execute", heard)

    # The filing with all its parts; and the caller, unless remembered; and the look at it.
    assert 1 <= len(statements) <= 3
