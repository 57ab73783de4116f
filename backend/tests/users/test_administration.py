"""What an admin does with accounts, and what nobody may."""

import asyncio
import uuid
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, text

from app.audit.models import AuditRow
from app.institution.models import Area
from app.users.models import Membership, User
from tests.people import headers_of, log_in, make_user, sign_in
from tests.users.letters import link, mailed

USERS = "/api/v1/users"
MISSING = "00000000-0000-0000-0000-000000000000"
NEW_PASSWORD = "otra clave muy larga"


@pytest.fixture
async def admin(client: httpx.AsyncClient) -> dict[str, str]:
    return await sign_in(client, "admin")


@pytest.fixture
async def area(app: FastAPI) -> dict[str, str]:
    """An area of this test's own."""
    async with app.state.database.transaction() as session:
        row = Area(code=f"U{len((await session.scalars(select(Area.id))).all())}", name="Área de prueba")
        session.add(row)
        await session.flush()
        return {"id": str(row.id), "code": row.code, "name": row.name}


def new(**over: Any) -> dict[str, Any]:
    address = f"nueva-{uuid.uuid4().hex[:8]}@example.com"
    return {"email": address, "name": "Nueva Persona", "role": "officer", "area_ids": []} | over


async def test_a_colleague_is_made_without_a_password_and_gets_a_link(
    app: FastAPI, client: httpx.AsyncClient, admin: dict[str, str], area: dict[str, str]
) -> None:
    body = new(area_ids=[area["id"]])

    answer = await client.post(USERS, json=body, headers=admin)

    made = answer.json()
    assert answer.status_code == 201
    assert (made["email"], made["role"], made["active"], made["version"]) == (body["email"], "officer", True, 1)
    assert made["areas"] == [{**area, "head": False}]
    assert [mail.kind for mail in await mailed(app, body["email"])] == ["invitation"]
    assert (await log_in(client, body["email"])).status_code == 401

    token = await link(app, body["email"])
    chosen = await client.post("/api/v1/auth/reset-password", json={"token": token, "password": NEW_PASSWORD})
    assert chosen.status_code == 200
    assert (await log_in(client, body["email"], NEW_PASSWORD)).status_code == 200


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"email": "no"}, "email"),
        ({"name": " "}, "name"),
        ({"role": "rey"}, "role"),
        ({"area_ids": [MISSING]}, "area_ids.0"),
        ({"area_ids": ["x"]}, "area_ids.0"),
        ({"password": "una clave larga"}, "password"),
    ],
)
async def test_a_bad_field_makes_nobody(
    client: httpx.AsyncClient, admin: dict[str, str], over: dict[str, Any], field: str
) -> None:
    answer = await client.post(USERS, json=new(**over), headers=admin)

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_an_address_has_one_account(app: FastAPI, client: httpx.AsyncClient, admin: dict[str, str]) -> None:
    user = await make_user(app, "citizen")
    body = new()

    known = await client.post(USERS, json=new(email=user.email.upper()), headers=admin)
    answers = await asyncio.gather(*(client.post(USERS, json=body, headers=admin) for _ in range(3)))

    assert known.json()["errors"][0]["code"] == "email_taken"
    assert sorted(each.status_code for each in answers) == [201, 422, 422]


async def test_accounts_are_found_by_name_without_accents_by_address_role_and_state(
    client: httpx.AsyncClient, admin: dict[str, str]
) -> None:
    body = new(name="Íngrid Ñaupari")
    made = (await client.post(USERS, json=body, headers=admin)).json()

    async def found(query: str) -> list[str]:
        page = (await client.get(f"{USERS}?{query}&limit=100", headers=admin)).json()
        return [each["id"] for each in page["items"]]

    assert made["id"] in await found("q=ingrid naupari")
    assert await found(f"q={body['email'][:14].upper()}") == [made["id"]]
    assert made["id"] in await found("q=ingrid&role=officer&active=true")
    assert made["id"] not in await found("q=ingrid&role=clerk")
    assert made["id"] not in await found("q=ingrid&active=false")
    assert await found("q=%25") == []


async def test_pages_follow_each_other_without_gap_or_double(app: FastAPI, client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, "admin")
    mark = "Sucesión"
    made = {str((await make_user(app, "citizen", name=f"{mark} {name}")).id) for name in ("b", "A", "a", "á", "C")}

    seen: list[str] = []
    cursor = ""
    while True:
        page = (await client.get(f"{USERS}?q={mark}&limit=2{cursor}", headers=admin)).json()
        seen += [each["id"] for each in page["items"]]
        assert page["total"] == 5
        if not page["next_cursor"]:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "cursor=x", "role=rey", "active=quizás", "q=%00", "cursor=WyJuYW1lIiwiXHUwMDAwIl0"],
)
async def test_a_bad_filter_is_named(client: httpx.AsyncClient, admin: dict[str, str], query: str) -> None:
    answer = await client.get(f"{USERS}?{query}", headers=admin)

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [query.split("=")[0]]


async def test_a_new_role_and_areas_bite_at_once(
    app: FastAPI, client: httpx.AsyncClient, admin: dict[str, str], area: dict[str, str]
) -> None:
    user = await make_user(app, "citizen")
    theirs = await headers_of(client, user)
    assert (await client.get("/api/v1/areas", headers=theirs)).status_code == 403

    change = {"role": "officer", "area_ids": [area["id"]], "name": "Otro Nombre"}
    answer = await client.patch(f"{USERS}/{user.id}", json=change, headers=admin)

    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    assert (answer.json()["role"], answer.json()["name"], answer.json()["version"]) == ("officer", "Otro Nombre", 2)
    assert (await client.get("/api/v1/areas", headers=theirs)).status_code == 200
    assert (await client.get(f"{USERS}/me", headers=theirs)).json()["areas"] == [{**area, "head": False}]


async def test_what_is_not_sent_stays(
    app: FastAPI, client: httpx.AsyncClient, admin: dict[str, str], area: dict[str, str]
) -> None:
    user = await make_user(app, "officer", area=area["code"])
    async with app.state.database.transaction() as session:
        (await session.scalars(select(Membership).where(Membership.user_id == user.id))).one().head = True

    renamed = await client.patch(f"{USERS}/{user.id}", json={"name": "Otra"}, headers=admin)
    assert renamed.json()["areas"] == [{**area, "head": True}]
    emptied = await client.patch(f"{USERS}/{user.id}", json={"area_ids": []}, headers=admin)
    assert emptied.json()["areas"] == []


async def test_who_becomes_a_citizen_leaves_every_area(
    app: FastAPI, client: httpx.AsyncClient, admin: dict[str, str], area: dict[str, str]
) -> None:
    user = await make_user(app, "officer", area=area["code"])

    refused = await client.patch(
        f"{USERS}/{user.id}", json={"role": "citizen", "area_ids": [area["id"]]}, headers=admin
    )
    assert refused.json()["errors"][0]["code"] == "area_not_for_role"
    answer = await client.patch(f"{USERS}/{user.id}", json={"role": "citizen"}, headers=admin)
    assert (answer.json()["role"], answer.json()["areas"]) == ("citizen", [])


async def test_a_stale_version_changes_nothing(app: FastAPI, client: httpx.AsyncClient, admin: dict[str, str]) -> None:
    user = await make_user(app, "clerk")
    address = f"{USERS}/{user.id}"

    fresh = await client.patch(address, json={"name": "Uno"}, headers={**admin, "If-Match": '"1"'})
    stale = await client.patch(address, json={"name": "Dos"}, headers={**admin, "If-Match": '"1"'})

    assert (fresh.status_code, stale.status_code) == (200, 412)
    assert (await client.get(address, headers=admin)).json()["name"] == "Uno"


@pytest.mark.parametrize("change", [{"role": "clerk"}, {"active": False}])
async def test_nobody_changes_their_own_role(app: FastAPI, client: httpx.AsyncClient, change: dict[str, Any]) -> None:
    user = await make_user(app, "admin")
    headers = await headers_of(client, user)

    answer = await client.patch(f"{USERS}/{user.id}", json=change, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (409, "own_role")
    assert (await client.patch(f"{USERS}/{user.id}", json={"name": "Yo"}, headers=headers)).status_code == 200


async def two_wait(app: FastAPI) -> None:
    """Until two transactions of this database wait for a lock."""
    waiting = text(
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity a USING (pid)"
        " WHERE NOT granted AND a.datname = current_database()"
    )
    async with app.state.database.reading() as session, asyncio.timeout(20):
        while await session.scalar(waiting) < 2:
            pass


async def test_two_admins_cannot_remove_each_other(app: FastAPI, client: httpx.AsyncClient) -> None:
    first, second = await make_user(app, "admin"), await make_user(app, "admin")
    firsts, seconds = await headers_of(client, first), await headers_of(client, second)
    # Of all the accounts that other tests made, only these two administer while this test looks.
    async with app.state.database.transaction() as session:
        others = await session.scalars(select(User).where(User.role == "admin", User.id.not_in([first.id, second.id])))
        kept = [each.id for each in others if each.active]
        for user_id in kept:
            (await session.get_one(User, user_id)).active = False
    try:
        # Both are let in while their rows are held, so that neither is refused for what the other did before.
        async with app.state.database.transaction() as session:
            await session.scalars(select(User).where(User.id.in_([first.id, second.id])).with_for_update())
            calls = asyncio.gather(
                client.patch(f"{USERS}/{second.id}", json={"role": "clerk"}, headers=firsts),
                client.patch(f"{USERS}/{first.id}", json={"role": "clerk"}, headers=seconds),
            )
            await two_wait(app)
        answers = await calls
    finally:
        async with app.state.database.transaction() as session:
            for user_id in kept:
                (await session.get_one(User, user_id)).active = True

    assert sorted(each.status_code for each in answers) == [200, 409]
    async with app.state.database.reading() as session:
        roles = await session.scalars(select(User.role).where(User.id.in_([first.id, second.id])))
        assert sorted(roles) == ["admin", "clerk"]


async def test_an_admin_sends_the_link_of_a_forgotten_password(
    app: FastAPI, client: httpx.AsyncClient, admin: dict[str, str]
) -> None:
    user = await make_user(app, "clerk")
    invited = (await client.post(USERS, json=new(), headers=admin)).json()

    for user_id in (str(user.id), invited["id"]):
        assert (await client.post(f"{USERS}/{user_id}/reset-password", headers=admin)).status_code == 202

    assert [mail.kind for mail in await mailed(app, user.email)] == ["reset_password"]
    assert [mail.kind for mail in await mailed(app, invited["email"])] == ["invitation", "invitation"]


async def test_each_act_is_a_row_of_the_trail(app: FastAPI, client: httpx.AsyncClient) -> None:
    user = await make_user(app, "admin")
    headers = await headers_of(client, user)
    made = (await client.post(USERS, json=new(), headers=headers)).json()
    await client.patch(f"{USERS}/{made['id']}", json={"role": "clerk"}, headers=headers)
    await client.post(f"{USERS}/{made['id']}/reset-password", headers=headers)

    async with app.state.database.reading() as session:
        rows = (
            await session.scalars(select(AuditRow).where(AuditRow.actor_id == user.id).order_by(AuditRow.seq))
        ).all()

    assert [row.action for row in rows] == ["log_in", "user_created", "user_changed", "password_reset_sent"]
    assert rows[2].detail["before"] == {"role": "officer", "active": True}
    assert rows[2].detail["after"] == {"role": "clerk", "active": True}
    assert made["email"] not in str([row.detail for row in rows])
