"""Procedures kept by the admin. What was presented keeps what it was presented under."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.attachments.models import Attachment
from app.catalogue.models import Requirement
from app.institution.models import Area
from tests.factories import body as filing_body
from tests.factories import present, send, upload
from tests.institution.test_areas import new_area
from tests.institution.trail import how_long, newest
from tests.people import sign_in

API = "/api/v1"
PROCEDURES = f"{API}/procedures"


def a_code() -> str:
    return f"P-{uuid4().hex[:8]}"


def wanted(**over: Any) -> dict[str, Any]:
    return {"code": a_code(), "name": "Licencia de obra", "silence": "positive"} | over


async def make(client: httpx.AsyncClient, admin: dict[str, str], **over: Any) -> dict[str, Any]:
    answer = await client.post(PROCEDURES, json=wanted(**over), headers=admin)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def change(client: httpx.AsyncClient, admin: dict[str, str], made: dict[str, Any], **body: Any) -> httpx.Response:
    return await client.patch(f"{PROCEDURES}/{made['id']}", json=body, headers=admin)


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(each["field"], each["code"]) for each in answer.json()["errors"]]


async def test_only_the_admin_keeps_them(client: httpx.AsyncClient) -> None:
    made = await make(client, await sign_in(client, "admin"))
    calls = [("POST", PROCEDURES), ("PATCH", f"{PROCEDURES}/{made['id']}")]
    for method, path in calls:
        for role in ("citizen", "clerk", "officer", "auditor"):
            answer = await client.request(method, path, json=wanted(), headers=await sign_in(client, role))
            assert answer.status_code == 403, (method, role)
        assert (await client.request(method, path, json=wanted())).status_code == 401


async def test_a_new_procedure_is_offered_at_once(client: httpx.AsyncClient, app: FastAPI) -> None:
    admin = await sign_in(client, "admin")
    area = await new_area(client, admin)
    sent = wanted(
        description="Para construir.\nO ampliar.",
        term_days=30,
        term_starts_from="reception",
        fee=84.3,
        area_id=area["id"],
        requirements=[
            {"name": "Plano", "formats": [".PDF", "png", "pdf"]},
            {"name": "Poder", "required": False, "formats": []},
        ],
    )

    answer = await client.post(PROCEDURES, json=sent, headers=admin)

    assert answer.status_code == 201, answer.text
    made = answer.json()
    ids = [each.pop("id") for each in made["requirements"]]
    assert made == sent | {
        "id": made["id"],
        "active": True,
        "requirements": [
            {"name": "Plano", "required": True, "formats": ["pdf", "png"]},
            {"name": "Poder", "required": False, "formats": []},
        ],
    }
    shown = (await client.get(f"{PROCEDURES}/{made['id']}")).json()
    assert [each["id"] for each in shown["requirements"]] == ids
    assert (await client.get(f"{PROCEDURES}?q={made['code']}")).json()["total"] == 1
    detail = await newest(app, "procedure_created")
    assert (detail["code"], detail["fee"], len(detail["requirements"])) == (made["code"], "84.30", 2)


@pytest.mark.parametrize(
    ("over", "field", "code"),
    [
        ({"code": ""}, "code", "string_too_short"),
        ({"code": "x" * 31}, "code", "string_too_long"),
        ({"name": " "}, "name", "string_too_short"),
        ({"description": "x" * 5001}, "description", "string_too_long"),
        ({"term_days": 0}, "term_days", "greater_than_equal"),
        ({"term_days": 1001}, "term_days", "less_than_equal"),
        ({"term_days": "30"}, "term_days", "int_type"),
        ({"term_starts_from": "payment"}, "term_starts_from", "enum"),
        ({"silence": "neutral"}, "silence", "literal_error"),
        ({"silence": None}, "silence", "literal_error"),
        ({"fee": -1}, "fee", "greater_than_equal"),
        ({"fee": 1.005}, "fee", "decimal_max_places"),
        ({"area_id": str(uuid4())}, "area_id", "unknown"),
        ({"area_id": "x"}, "area_id", "unknown"),
        ({"requirements": [{"name": ""}]}, "requirements.0.name", "string_too_short"),
        ({"requirements": [{"name": "x" * 301}]}, "requirements.0.name", "string_too_long"),
        (
            {"requirements": [{"name": "A"}, {"name": "B", "formats": ["exe"]}]},
            "requirements.1.formats",
            "format_not_allowed",
        ),
        ({"requirements": [{"name": "A", "id": str(uuid4())}]}, "requirements.0.id", "unknown"),
        ({"requirements": [{"name": "A"}] * 51}, "requirements", "too_long"),
        ({"active": False}, "active", "extra_forbidden"),
    ],
)
async def test_a_bad_value_names_its_field(
    client: httpx.AsyncClient, over: dict[str, Any], field: str, code: str
) -> None:
    answer = await client.post(PROCEDURES, json=wanted(**over), headers=await sign_in(client, "admin"))

    assert faults(answer) == [(field, code)]


async def test_one_answer_names_every_bad_field(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, "admin")
    made = await make(client, admin)
    bad = [{"name": "A", "formats": ["exe"]}, {"name": "B", "id": "x"}]

    answer = await client.post(
        PROCEDURES, json=wanted(code=made["code"].lower(), area_id="x", requirements=bad), headers=admin
    )

    assert faults(answer) == [
        ("code", "duplicate"),
        ("area_id", "unknown"),
        ("requirements.0.formats", "format_not_allowed"),
        ("requirements.1.id", "unknown"),
    ]


async def test_a_code_is_one_procedures_whatever_its_case(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, "admin")
    made, other = await make(client, admin), await make(client, admin)

    assert faults(await change(client, admin, other, code=made["code"].upper())) == [("code", "duplicate")]
    assert (await change(client, admin, made, code=made["code"].upper())).json()["code"] == made["code"].upper()


async def test_a_change_is_seen_and_told_and_the_same_again_is_not(client: httpx.AsyncClient, app: FastAPI) -> None:
    admin = await sign_in(client, "admin")
    made = await make(client, admin, term_days=10, fee=5)

    changed = await change(client, admin, made, name="Otra", term_days=None, fee=7.5, silence="negative")
    long = await how_long(app)
    same = await change(client, admin, made, name="Otra", term_days=None, fee=7.50, silence="negative", area_id=None)

    assert changed.json() == made | {"name": "Otra", "term_days": None, "fee": 7.5, "silence": "negative"}
    assert same.json() == changed.json()
    assert await how_long(app) == long
    detail = await newest(app, "procedure_changed")
    assert detail == {
        "procedure_id": made["id"],
        "before": {"name": "Licencia de obra", "term_days": 10, "fee": "5.00", "silence": "positive"},
        "after": {"name": "Otra", "term_days": None, "fee": "7.50", "silence": "negative"},
    }


async def test_an_area_out_of_use_is_not_chosen_but_stays_where_it_was(client: httpx.AsyncClient, app: FastAPI) -> None:
    admin = await sign_in(client, "admin")
    area = await new_area(client, admin)
    made, other = await make(client, admin, area_id=area["id"]), await make(client, admin)
    async with app.state.database.transaction() as session:
        (await session.get_one(Area, area["id"])).active = False

    assert faults(await change(client, admin, other, area_id=area["id"])) == [("area_id", "unknown")]
    assert (await change(client, admin, made, area_id=area["id"], name="Otra")).json()["area_id"] == area["id"]
    assert (await change(client, admin, made, area_id=None)).json()["area_id"] is None


async def test_requirements_are_kept_added_moved_and_retired(client: httpx.AsyncClient, app: FastAPI) -> None:
    admin = await sign_in(client, "admin")
    made = await make(client, admin, requirements=[{"name": each} for each in ("Plano", "Poder", "Recibo")])
    plan, power, receipt = made["requirements"]

    answer = await change(
        client,
        admin,
        made,
        requirements=[
            {"id": receipt["id"], "name": "Recibo de pago", "required": False},
            {"name": "Fotografía", "formats": ["jpg"]},
            {"id": plan["id"], "name": "Plano"},
        ],
    )

    found = answer.json()["requirements"]
    assert [(each["name"], each["required"], each["formats"]) for each in found] == [
        ("Recibo de pago", False, []),
        ("Fotografía", True, ["jpg"]),
        ("Plano", True, []),
    ]
    assert (found[0]["id"], found[2]["id"]) == (receipt["id"], plan["id"])
    assert (await client.get(f"{PROCEDURES}/{made['id']}")).json()["requirements"] == found
    detail = await newest(app, "procedure_changed")
    assert [each["name"] for each in detail["before"]["requirements"]] == ["Plano", "Poder", "Recibo"]
    assert [each["name"] for each in detail["after"]["requirements"]] == ["Recibo de pago", "Fotografía", "Plano"]
    async with app.state.database.reading() as session:
        retired = await session.get_one(Requirement, power["id"])
    assert (retired.active, retired.name) == (False, "Poder")

    again = [{"id": power["id"], "name": "Poder"}, {"id": plan["id"], "name": "A"}, {"id": plan["id"], "name": "B"}]
    assert faults(await change(client, admin, made, requirements=again)) == [
        ("requirements.0.id", "unknown"),
        ("requirements.2.id", "duplicate"),
    ]
    long = await how_long(app)
    assert (await change(client, admin, made, requirements=found)).status_code == 200
    assert await how_long(app) == long


async def test_what_a_filing_answered_stays_with_it_after_the_requirement_is_retired(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    admin = await sign_in(client, "admin")
    made = await make(client, admin, term_days=10, requirements=[{"name": "Plano"}])
    requirement = made["requirements"][0]["id"]
    annex = {"upload_id": (await upload(client))["upload_id"], "requirement_id": requirement, "title": "Plano"}
    filed = await present(client, procedure_id=made["id"], annexes=[annex])

    assert (await change(client, admin, made, requirements=[], term_days=90)).status_code == 200

    async with app.state.database.reading() as session:
        kept = await session.scalar(
            select(Attachment.requirement_id).where(Attachment.id == filed["attachments"][1]["id"])
        )
        assert (await session.get_one(Requirement, kept)).name == "Plano"
    seen = await client.get(f"{API}/documents/{filed['id']}", headers=await sign_in(client, "clerk"))
    assert [each["requirement_id"] for each in seen.json()["attachments"]] == [None, requirement]
    term = await client.get(f"{API}/documents/{filed['id']}/deadline", headers=await sign_in(client, "clerk"))
    assert term.json()["term_days"] == 10


async def test_a_draft_that_names_a_retired_requirement_is_still_received(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, "admin")
    made = await make(client, admin, requirements=[{"name": "Plano"}])
    annex = {
        "upload_id": (await upload(client))["upload_id"],
        "requirement_id": made["requirements"][0]["id"],
        "title": "Plano",
    }
    await change(client, admin, made, requirements=[])

    assert (await present(client, procedure_id=made["id"], annexes=[annex]))["status"] == "presented"


async def test_a_draft_of_a_procedure_taken_out_of_use_is_told_so(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, "admin")
    made = await make(client, admin)
    draft = filing_body((await upload(client))["upload_id"], procedure_id=made["id"])

    closed = await change(client, admin, made, active=False)

    assert closed.json()["active"] is False
    refused = await send(client, draft)
    assert faults(refused) == [("procedure_id", "unknown")]
    assert "ya no se ofrece" in refused.json()["errors"][0]["message"]
    await change(client, admin, made, active=True)
    assert (await send(client, draft)).status_code == 201


async def test_what_is_out_of_use_is_for_staff_who_ask(client: httpx.AsyncClient) -> None:
    admin, citizen = await sign_in(client, "admin"), await sign_in(client, "citizen")
    made = await make(client, admin)
    await change(client, admin, made, active=False)
    one, listed = f"{PROCEDURES}/{made['id']}", f"{PROCEDURES}?q={made['code']}"

    assert (await client.get(one, headers=admin)).status_code == 404
    assert (await client.get(listed, headers=admin)).json()["total"] == 0
    for headers in (admin, await sign_in(client, "clerk")):
        assert (await client.get(f"{one}?inactive=true", headers=headers)).json()["active"] is False
        assert (await client.get(f"{listed}&inactive=true", headers=headers)).json()["total"] == 1
    for path in (f"{one}?inactive=true", f"{listed}&inactive=true", f"{API}/document-types?inactive=true"):
        assert (await client.get(path, headers=citizen)).status_code == 403
        assert (await client.get(path)).status_code == 401
    # Without asking for them, not even a token that ended spoils the public list.
    assert (await client.get(listed, headers={"Authorization": "Bearer x"})).status_code == 200


async def test_a_procedure_that_is_not_there_is_404(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, "admin")
    for unknown in (uuid4(), "abc"):
        assert (await change(client, admin, {"id": unknown}, bad=1)).status_code == 404
