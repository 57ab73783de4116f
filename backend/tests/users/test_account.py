"""A person's own account: reading, changing, the password, the browsers, the second factor."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import httpx
import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app import clock
from app.audit.models import AuditRow
from app.users.models import User
from tests.people import PASSWORD, headers_of, log_in, make_user

BACKEND = Path(__file__).parents[2]
ME = "/api/v1/users/me"
NEW_PASSWORD = "otra clave muy larga"


@pytest.fixture
async def user(app: FastAPI) -> User:
    return await make_user(app, "officer")


@pytest.fixture
async def headers(client: httpx.AsyncClient, user: User) -> dict[str, str]:
    return await headers_of(client, user)


async def test_a_person_changes_their_name_and_telephone(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await client.patch(ME, json={"name": "Elena Ríos", "phone": "987 654 321"}, headers=headers)

    assert answer.status_code == 200
    assert (await client.get(ME, headers=headers)).json() == answer.json()
    assert (answer.json()["name"], answer.json()["phone"], answer.json()["version"]) == ("Elena Ríos", "987 654 321", 2)


@pytest.mark.parametrize("change", [{"role": "admin"}, {"email": "otro@example.com"}, {"active": False}, {"name": ""}])
async def test_nothing_else_is_theirs_to_change(
    client: httpx.AsyncClient, headers: dict[str, str], change: dict[str, object]
) -> None:
    assert (await client.patch(ME, json=change, headers=headers)).status_code == 422
    assert (await client.get(ME, headers=headers)).json()["version"] == 1


async def test_a_new_password_ends_every_other_session(
    client: httpx.AsyncClient, user: User, headers: dict[str, str]
) -> None:
    elsewhere = await headers_of(client, user)

    answer = await client.post(
        f"{ME}/password", json={"current_password": PASSWORD, "new_password": NEW_PASSWORD}, headers=headers
    )

    assert answer.status_code == 204
    assert (await client.get(ME, headers=headers)).status_code == 200
    assert (await client.get(ME, headers=elsewhere)).status_code == 401
    assert (await log_in(client, user.email)).status_code == 401
    assert (await log_in(client, user.email, NEW_PASSWORD)).status_code == 200


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("no es esa", NEW_PASSWORD, "current_password"), (PASSWORD, "password123", "new_password")],
)
async def test_a_wrong_or_weak_password_changes_nothing(
    client: httpx.AsyncClient, user: User, headers: dict[str, str], current: str, new: str, field: str
) -> None:
    answer = await client.post(
        f"{ME}/password", json={"current_password": current, "new_password": new}, headers=headers
    )

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]
    assert (await log_in(client, user.email)).status_code == 200


async def test_a_person_sees_their_browsers_and_signs_one_out(
    client: httpx.AsyncClient, user: User, headers: dict[str, str]
) -> None:
    elsewhere = await headers_of(client, user)

    listed = (await client.get(f"{ME}/sessions", headers=headers)).json()
    assert (listed["total"], [each["current"] for each in listed["items"]]) == (2, [True, False])

    answer = await client.delete(f"{ME}/sessions/{listed['items'][1]['id']}", headers=headers)

    assert answer.status_code == 204
    assert (await client.get(ME, headers=elsewhere)).status_code == 401
    assert (await client.get(f"{ME}/sessions", headers=headers)).json()["total"] == 1


async def test_a_person_signs_out_all_other_browsers(
    client: httpx.AsyncClient, user: User, headers: dict[str, str]
) -> None:
    others = [await headers_of(client, user) for _ in range(2)]

    assert (await client.delete(f"{ME}/sessions", headers=headers)).status_code == 204

    assert [(await client.get(ME, headers=each)).status_code for each in [headers, *others]] == [200, 401, 401]


async def test_anothers_session_is_not_to_be_found(
    app: FastAPI, client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    another = await headers_of(client, await make_user(app, "admin"))
    (theirs,) = (await client.get(f"{ME}/sessions", headers=another)).json()["items"]

    for session_id in (theirs["id"], "x", "00000000-0000-0000-0000-000000000000"):
        assert (await client.delete(f"{ME}/sessions/{session_id}", headers=headers)).status_code == 404
    assert (await client.get(ME, headers=another)).status_code == 200


async def with_totp(client: httpx.AsyncClient, headers: dict[str, str]) -> pyotp.TOTP:
    offered = (await client.post(f"{ME}/totp", headers=headers)).json()
    one = pyotp.TOTP(offered["secret"])
    assert pyotp.parse_uri(offered["uri"]).now() == one.now()
    body = {"secret": offered["secret"], "code": one.at(clock.now())}
    answer = await client.post(f"{ME}/totp", json=body, headers=headers)
    assert answer.json() == {"active": True, "secret": None, "uri": None}
    return one


async def sign_in_with(client: httpx.AsyncClient, user: User, otp: str | None) -> httpx.Response:
    form = {"username": user.email, "password": PASSWORD} | ({"otp": otp} if otp else {})
    return await client.post("/api/v1/auth/login", data=form)


async def test_with_a_second_factor_the_password_is_not_enough(
    client: httpx.AsyncClient, user: User, headers: dict[str, str]
) -> None:
    one = await with_totp(client, headers)

    missing = await sign_in_with(client, user, None)
    assert (missing.status_code, missing.json()["code"]) == (401, "otp_required")
    with clock.frozen(clock.now() + timedelta(seconds=60)):
        code = one.at(clock.now())
        wrong = await sign_in_with(client, user, f"{(int(code) + 1) % 1_000_000:06}")
        assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
        assert (await sign_in_with(client, user, code)).status_code == 200
        # A code that somebody looked at over a shoulder is spent.
        assert (await sign_in_with(client, user, code)).status_code == 401


async def test_a_wrong_password_does_not_tell_of_the_second_factor(
    client: httpx.AsyncClient, user: User, headers: dict[str, str]
) -> None:
    await with_totp(client, headers)

    assert (await log_in(client, user.email, "no es esa clave")).json()["code"] == "wrong_credentials"


async def test_the_second_factor_is_turned_on_by_a_right_code_only_and_off_again(
    client: httpx.AsyncClient, user: User, headers: dict[str, str]
) -> None:
    offered = (await client.post(f"{ME}/totp", json={}, headers=headers)).json()
    right = int(pyotp.TOTP(offered["secret"]).at(clock.now()))
    wrong = {"secret": offered["secret"], "code": f"{(right + 1) % 1_000_000:06}"}
    assert (await client.post(f"{ME}/totp", json=wrong, headers=headers)).status_code == 422
    assert (await log_in(client, user.email)).status_code == 200

    assert (await client.get(ME, headers=headers)).json()["two_step"] is False
    await with_totp(client, headers)
    assert (await client.get(ME, headers=headers)).json()["two_step"] is True
    assert (await client.post(f"{ME}/totp", headers=headers)).json()["code"] == "totp_active"
    assert (await client.delete(f"{ME}/totp", headers=headers)).status_code == 204

    assert (await log_in(client, user.email)).status_code == 200


async def test_who_lost_the_telephone_is_let_in_again_by_a_command_that_the_trail_keeps(
    client: httpx.AsyncClient, app: FastAPI, user: User, headers: dict[str, str]
) -> None:
    await with_totp(client, headers)

    def off(email: str) -> int:
        command = [sys.executable, "-m", "app.cli", "account", "two-step-off", email]
        return subprocess.run(command, cwd=BACKEND, capture_output=True, check=False).returncode

    assert await asyncio.to_thread(off, "nadie@example.com") == 1
    assert await asyncio.to_thread(off, user.email.upper()) == 0

    assert (await log_in(client, user.email)).status_code == 200
    async with app.state.database.reading() as session:
        rows = select(AuditRow.actor_id, AuditRow.detail).where(AuditRow.action == "totp_off")
        details = [tuple(row) for row in await session.execute(rows)]
    assert (None, {"user": str(user.id), "by": "mesa"}) in details
