"""Areas: read by staff, kept by the admin."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.audit.models import AuditRow
from app.users.models import Membership, User
from tests.factories import present
from tests.people import sign_in

API = "/api/v1"


def a_code() -> str:
    return f"T{uuid4().hex[:8].upper()}"


async def new_area(client: httpx.AsyncClient, admin: dict[str, str], **over: Any) -> dict[str, Any]:
    body = {"code": a_code(), "name": "Gerencia de prueba"} | over
    answer = await client.post(f"{API}/areas", json=body, headers=admin)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def member_of(app: FastAPI, area: dict[str, Any], name: str, *, active: bool = True) -> User:
    person = User(email=f"{uuid4().hex}@example.pe", name=name, role="officer", active=active)
    async with app.state.database.transaction() as session:
        session.add(person)
        await session.flush()
        session.add(Membership(user_id=person.id, area_id=area["id"]))
    return person


STAFF_LISTS = ["/areas", "/observation-reasons", "/calendar/closures", "/areas/{desk}/members"]


async def the_desk(client: httpx.AsyncClient) -> dict[str, Any]:
    listed = await client.get(f"{API}/areas?limit=100", headers=await sign_in(client, "clerk"))
    return next(each for each in listed.json()["items"] if each["code"] == "MP")


@pytest.mark.parametrize("path", STAFF_LISTS)
async def test_staff_lists_are_for_staff(client: httpx.AsyncClient, path: str) -> None:
    address = API + path.format(desk=(await the_desk(client))["id"])

    assert (await client.get(address)).status_code == 401
    assert (await client.get(address, headers={"Authorization": "Bearer x"})).status_code == 401
    assert (await client.get(address, headers=await sign_in(client, "citizen"))).status_code == 403
    for role in ("clerk", "officer", "auditor", "admin"):
        answer = await client.get(address, headers=await sign_in(client, role))
        assert answer.status_code == 200, role
        assert answer.json().keys() >= {"items", "next_cursor", "total"}


@pytest.mark.parametrize("role", [None, "citizen", "clerk", "officer", "auditor"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/areas"),
        ("PATCH", "/areas/{desk}"),
        ("POST", "/calendar/closures"),
        ("POST", "/calendar/closures/impact"),
    ],
)
async def test_only_the_admin_writes(client: httpx.AsyncClient, role: str | None, method: str, path: str) -> None:
    address = API + path.format(desk=(await the_desk(client))["id"])
    headers = await sign_in(client, role) if role else {}

    answer = await client.request(method, address, json={"bad": 1}, headers=headers)

    assert answer.status_code == (403 if role else 401)


async def test_a_new_area_is_listed_and_audited(client: httpx.AsyncClient, app: FastAPI) -> None:
    admin = await sign_in(client, "admin")
    code = a_code()

    made = await new_area(client, admin, code=code.lower(), name="Asesoría jurídica")

    assert (made["code"], made["name"], made["active"], made["version"]) == (code, "Asesoría jurídica", True, 1)
    listed = (await client.get(f"{API}/areas?limit=100", headers=admin)).json()["items"]
    assert made in listed
    assert [each["code"] for each in listed] == sorted(each["code"] for each in listed)
    async with app.state.database.reading() as session:
        row = await session.scalar(select(AuditRow).where(AuditRow.detail["area_id"].astext == made["id"]))
    assert (row.action, row.detail["code"]) == ("area_created", code)


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"code": "MP", "name": "Otra"}, "code", "duplicate"),
        ({"code": "mp", "name": "Otra"}, "code", "duplicate"),
        ({"code": "CON ESPACIO", "name": "Otra"}, "code", "code_invalid"),
        ({"code": "Ñ", "name": "Otra"}, "code", "code_invalid"),
        ({"code": "X" * 21, "name": "Otra"}, "code", "string_too_long"),
        ({"code": "", "name": "Otra"}, "code", "string_too_short"),
        ({"code": "ZZ"}, "name", "missing"),
        ({"code": "ZZ", "name": " "}, "name", "string_too_short"),
        ({"code": "ZZ", "name": "Otra", "head": True}, "head", "extra_forbidden"),
    ],
)
async def test_a_bad_area_is_refused(client: httpx.AsyncClient, body: dict[str, Any], field: str, code: str) -> None:
    answer = await client.post(f"{API}/areas", json=body, headers=await sign_in(client, "admin"))

    assert answer.status_code == 422
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]


async def test_an_area_is_renamed_and_taken_out_of_use(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, "admin")
    area = await new_area(client, admin)

    changed = await client.patch(f"{API}/areas/{area['id']}", json={"name": "Otro nombre"}, headers=admin)
    same = await client.patch(f"{API}/areas/{area['id']}", json={"name": "Otro nombre"}, headers=admin)
    closed = await client.patch(f"{API}/areas/{area['id']}", json={"active": False}, headers=admin)

    assert changed.json() == area | {"name": "Otro nombre", "version": 2}
    assert same.json()["version"] == 2
    assert (closed.json()["active"], closed.json()["version"]) == (False, 3)
    shown = (await client.get(f"{API}/areas?limit=100", headers=admin)).json()["items"]
    everything = (await client.get(f"{API}/areas?limit=100&inactive=true", headers=admin)).json()["items"]
    assert area["id"] not in {each["id"] for each in shown}
    assert area["id"] in {each["id"] for each in everything}


async def test_the_head_is_one_of_its_people(client: httpx.AsyncClient, app: FastAPI) -> None:
    admin = await sign_in(client, "admin")
    area, other = await new_area(client, admin), await new_area(client, admin)
    zoila, ana = await member_of(app, area, "Zoila"), await member_of(app, area, "Ana")
    gone, stranger = await member_of(app, area, "Beto", active=False), await member_of(app, other, "Luis")

    async def make_head(head_id: object) -> int:
        answer = await client.patch(f"{API}/areas/{area['id']}", json={"head_id": head_id}, headers=admin)
        return answer.status_code

    async def people() -> list[tuple[str, bool]]:
        listed = await client.get(f"{API}/areas/{area['id']}/members", headers=admin)
        return [(each["name"], each["head"]) for each in listed.json()["items"]]

    assert await people() == [("Ana", False), ("Zoila", False)]
    assert await make_head(str(zoila.id)) == 200
    assert await people() == [("Zoila", True), ("Ana", False)]
    for bad in (str(gone.id), str(stranger.id), str(uuid4()), "abc", ""):
        assert await make_head(bad) == 422, bad
    assert await people() == [("Zoila", True), ("Ana", False)]
    assert await make_head(str(ana.id)) == 200
    assert await people() == [("Ana", True), ("Zoila", False)]
    assert await make_head(None) == 200
    assert await people() == [("Ana", False), ("Zoila", False)]


@pytest.mark.parametrize("change", [{"active": False}, {"code": "OTRO"}])
async def test_the_desk_stays(client: httpx.AsyncClient, change: dict[str, Any]) -> None:
    desk = await the_desk(client)
    answer = await client.patch(f"{API}/areas/{desk['id']}", json=change, headers=await sign_in(client, "admin"))

    assert (answer.status_code, answer.json()["code"]) == (409, "desk_stays")


@pytest.mark.parametrize("role", ["admin", "clerk"])
async def test_an_area_that_is_not_there_is_404(client: httpx.AsyncClient, role: str) -> None:
    headers = await sign_in(client, role)
    for unknown in (uuid4(), "abc"):
        changed = await client.patch(f"{API}/areas/{unknown}", json={"bad": 1}, headers=headers)
        members = await client.get(f"{API}/areas/{unknown}/members", headers=headers)
        assert (changed.status_code, members.status_code) == (404, 404)


async def test_reasons_to_observe_bring_their_article(client: httpx.AsyncClient) -> None:
    listed = await client.get(f"{API}/observation-reasons", headers=await sign_in(client, "clerk"))

    items = listed.json()["items"]
    assert len(items) >= 8
    assert items[0]["code"] == "unsigned"
    assert all(each["text"] and "art." in each["legal_rule"] for each in items)


async def test_an_area_with_files_to_attend_stays_in_use(client: httpx.AsyncClient) -> None:
    admin, clerk = await sign_in(client, "admin"), await sign_in(client, "clerk")
    area = await new_area(client, admin)
    document = await present(client)
    received = await client.post(
        f"{API}/documents/{document['id']}/receive",
        json={"legs": [{"area_id": area["id"], "purpose": "action", "instruction": "Atender"}]},
        headers=clerk | {"If-Match": f'"{document["version"]}"'},
    )
    assert received.status_code == 200, received.text

    answer = await client.patch(f"{API}/areas/{area['id']}", json={"active": False}, headers=admin)

    assert (answer.status_code, answer.json()["code"]) == (409, "area_in_use")
    assert (await client.patch(f"{API}/areas/{area['id']}", json={"name": "Otra"}, headers=admin)).status_code == 200
