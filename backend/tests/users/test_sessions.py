"""Signing in, going on, being found out, and leaving."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app import clock
from app.audit.models import AuditRow
from app.settings import Settings
from app.users.models import User
from tests.people import PASSWORD, app_of, headers_of, log_in, make_user
from tests.platform.processes import Server

AUTH = "/api/v1/auth"
ME = "/api/v1/users/me"


@pytest.fixture
async def user(app: FastAPI) -> User:
    return await make_user(app, "citizen")


async def refresh(client: httpx.AsyncClient, token: str, **headers: str) -> httpx.Response:
    client.cookies.clear()
    return await client.post(f"{AUTH}/refresh", headers={"Cookie": f"mp_refresh={token}", **headers})


async def signed_in(client: httpx.AsyncClient, user: User) -> tuple[dict[str, str], str]:
    """The Authorization header and the refresh token of a new session."""
    answer = await log_in(client, user.email)
    token = answer.cookies["mp_refresh"]
    client.cookies.clear()
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}, token


async def actions(app: FastAPI, user: User) -> list[str]:
    async with app.state.database.reading() as session:
        rows = select(AuditRow.action).where(AuditRow.actor_id == user.id).order_by(AuditRow.seq)
        return list(await session.scalars(rows))


async def test_signing_in_answers_the_account_and_keeps_the_refresh_token_in_a_cookie(
    client: httpx.AsyncClient, user: User
) -> None:
    answer = await log_in(client, user.email.upper())

    body = answer.json()
    assert answer.status_code == 200
    assert (body["token_type"], body["expires_in"]) == ("bearer", 3600)
    assert body["user"] | {"id": "", "name": "", "email": ""} == {
        "id": "",
        "email": "",
        "name": "",
        "role": "citizen",
        "areas": [],
        "active": True,
        "version": 1,
        "phone": None,
        "identity_type": None,
        "identity_number": None,
        "two_step": False,
    }
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/api/v1/auth" in cookie
    # PUBLIC_URL is http here: a browser would not send a secure cookie back.
    assert "Secure" not in cookie
    assert answer.cookies["mp_refresh"] not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


async def test_on_https_the_cookie_is_secure(app: FastAPI, user: User) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://mesa.example.pe") as client:
        assert "; Secure" in (await log_in(client, user.email)).headers["Set-Cookie"]


async def test_unknown_wrong_inactive_and_unproved_look_alike(app: FastAPI, client: httpx.AsyncClient) -> None:
    inactive, unproved, invited = [await make_user(app, "citizen") for _ in range(3)]
    async with app.state.database.transaction() as session:
        (await session.get_one(User, inactive.id)).active = False
        (await session.get_one(User, unproved.id)).email_verified_at = None
        (await session.get_one(User, invited.id)).password_hash = None
    known = await make_user(app, "citizen")

    answers = [
        await log_in(client, known.email, "no es la clave"),
        await log_in(client, "nadie@example.com"),
        *[await log_in(client, each.email) for each in (inactive, unproved, invited)],
    ]

    assert {each.status_code for each in answers} == {401}
    assert len({str(each.json() | {"instance": ""}) for each in answers}) == 1
    assert answers[0].json()["code"] == "wrong_credentials"
    assert not any("Set-Cookie" in each.headers for each in answers)


async def test_a_failed_log_in_stays_in_the_trail_without_the_address(
    app: FastAPI, client: httpx.AsyncClient, user: User
) -> None:
    await log_in(client, "alguien.que.no.esta@example.com", "x")
    await log_in(client, user.email, "x")

    async with app.state.database.reading() as session:
        rows = select(AuditRow.detail).where(AuditRow.action == "log_in_failed").order_by(AuditRow.seq.desc()).limit(2)
        assert list(await session.scalars(rows)) == [{"user": str(user.id)}, {"user": None}]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"username": "a@b.pe"},
        {"password": "x"},
        {"username": "a\0@b.pe", "password": "x"},
        {"username": "a@b.pe", "password": "x\0y"},
        {"username": "a" * 255, "password": "x"},
    ],
)
async def test_an_incomplete_or_unreadable_log_in_names_its_fields(
    client: httpx.AsyncClient, form: dict[str, str]
) -> None:
    answer = await client.post(f"{AUTH}/login", data=form)

    assert answer.status_code == 422
    assert answer.json()["errors"]


async def test_refreshing_rotates_the_token(client: httpx.AsyncClient, user: User) -> None:
    headers, first = await signed_in(client, user)

    answer = await refresh(client, first)

    assert answer.status_code == 200
    assert answer.cookies["mp_refresh"] != first
    assert answer.json()["user"]["id"] == str(user.id)
    assert (await client.get(ME, headers=headers)).status_code == 200


async def test_two_tabs_may_refresh_at_once(client: httpx.AsyncClient, user: User) -> None:
    _, first = await signed_in(client, user)

    answers = await asyncio.gather(refresh(client, first), refresh(client, first))

    assert sorted(each.status_code for each in answers) == [200, 401]
    (going_on,) = [each.cookies["mp_refresh"] for each in answers if each.status_code == 200]
    assert (await refresh(client, going_on)).status_code == 200


async def test_the_predecessor_after_ten_seconds_ends_the_family(client: httpx.AsyncClient, user: User) -> None:
    headers, first = await signed_in(client, user)
    rotated = await refresh(client, first)

    with clock.frozen(clock.now() + timedelta(seconds=11)):
        assert (await refresh(client, first)).json()["code"] == "session_ended"

    assert (await refresh(client, rotated.cookies["mp_refresh"])).status_code == 401
    assert (await client.get(ME, headers=headers)).status_code == 401
    fresh = {"Authorization": f"Bearer {rotated.json()['access_token']}"}
    assert (await client.get(ME, headers=fresh)).status_code == 401


async def test_an_older_token_ends_the_family_at_once(client: httpx.AsyncClient, user: User) -> None:
    headers, first = await signed_in(client, user)
    second = (await refresh(client, first)).cookies["mp_refresh"]
    third = (await refresh(client, second)).cookies["mp_refresh"]

    assert (await refresh(client, first)).status_code == 401

    assert (await refresh(client, third)).status_code == 401
    assert (await client.get(ME, headers=headers)).status_code == 401
    assert (await actions(app_of(client), user))[-1] == "refresh_replayed"


async def test_a_replay_ends_no_other_session_of_the_person(client: httpx.AsyncClient, user: User) -> None:
    _, first = await signed_in(client, user)
    other, _ = await signed_in(client, user)
    await refresh(client, (await refresh(client, first)).cookies["mp_refresh"])

    await refresh(client, first)

    assert (await client.get(ME, headers=other)).status_code == 200


@pytest.mark.parametrize("origin", ["https://malo.example", "null", "http://localhost:8000.malo.example", ""])
@pytest.mark.parametrize("call", ["refresh", "logout"])
async def test_a_foreign_page_spends_nothing(client: httpx.AsyncClient, user: User, call: str, origin: str) -> None:
    headers, token = await signed_in(client, user)

    answer = await client.post(f"{AUTH}/{call}", headers={"Cookie": f"mp_refresh={token}", "Origin": origin})

    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert (await client.get(ME, headers=headers)).status_code == 200
    assert (await refresh(client, token, Origin="http://localhost:8000")).status_code == 200


async def test_a_page_of_the_same_host_may_refresh(app: FastAPI, user: User) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:9000") as client:
        await log_in(client, user.email)
        answer = await client.post(f"{AUTH}/refresh", headers={"Origin": "http://127.0.0.1:9000"})
        assert answer.status_code == 200


@pytest.mark.parametrize("token", ["", "x", "A" * 4000])
async def test_an_unknown_refresh_token_is_refused(client: httpx.AsyncClient, token: str) -> None:
    assert (await refresh(client, token)).status_code == 401


async def test_logging_out_ends_the_session_and_drops_the_cookie(
    app: FastAPI, client: httpx.AsyncClient, user: User
) -> None:
    headers, token = await signed_in(client, user)

    answer = await client.post(f"{AUTH}/logout", headers={"Cookie": f"mp_refresh={token}"})

    assert answer.status_code == 204
    assert 'mp_refresh=""' in answer.headers["Set-Cookie"]
    assert (await client.get(ME, headers=headers)).status_code == 401
    assert (await refresh(client, token)).status_code == 401
    assert await actions(app, user) == ["log_in", "log_out"]


async def test_logging_out_without_a_session_is_no_error(client: httpx.AsyncClient) -> None:
    assert (await client.post(f"{AUTH}/logout")).status_code == 204


async def test_a_session_ends_after_thirty_days(client: httpx.AsyncClient, user: User) -> None:
    _, token = await signed_in(client, user)

    with clock.frozen(clock.now() + timedelta(days=30, seconds=1)):
        assert (await refresh(client, token)).status_code == 401


async def test_another_process_hears_of_it_within_five_seconds(
    app: FastAPI, client: httpx.AsyncClient, server: Server, settings: Settings, user: User
) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as elsewhere:
        headers, token = await signed_in(elsewhere, user)
        assert (await elsewhere.get(ME, headers=headers)).status_code == 200

        await client.post(f"{AUTH}/logout", headers={"Cookie": f"mp_refresh={token}"})

        async with asyncio.timeout(5):
            while (await elsewhere.get(ME, headers=headers)).status_code != 401:
                pass


async def test_a_deactivated_person_is_out_at_once(app: FastAPI, client: httpx.AsyncClient, user: User) -> None:
    headers, token = await signed_in(client, user)
    admin = await headers_of(client, await make_user(app, "admin"))

    await client.patch(f"/api/v1/users/{user.id}", json={"active": False}, headers=admin)

    assert (await client.get(ME, headers=headers)).status_code == 401
    assert (await refresh(client, token)).status_code == 401
    assert (await log_in(client, user.email, PASSWORD)).status_code == 401
