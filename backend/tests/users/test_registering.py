"""A citizen's way to an account, and back to one; and what strangers learn on the way: nothing."""

import asyncio
import json
import time
import uuid
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app import clock
from app.notifications.letters import write
from app.users.auth_router import ALIKE_SECONDS
from app.users.models import Role, User
from tests.people import PASSWORD, headers_of, log_in, make_user
from tests.users.letters import link, mailed

AUTH = "/api/v1/auth"
NEW_PASSWORD = "otra clave muy larga"


def form(**over: Any) -> dict[str, Any]:
    return {
        "email": f"rosa-{uuid.uuid4().hex[:8]}@example.com",
        "password": PASSWORD,
        "name": "Rosa Quispe Mamani",
        "identity_type": "dni",
        "identity_number": "45678912",
        "privacy_consent_version": "1",
    } | over


async def register(client: httpx.AsyncClient, **over: Any) -> dict[str, Any]:
    body = form(**over)
    answer = await client.post(f"{AUTH}/register", json=body)
    assert answer.status_code == 202, answer.text
    return body


async def verify(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.post(f"{AUTH}/verify-email", json={"token": token})


async def reset(client: httpx.AsyncClient, token: str, password: str = NEW_PASSWORD) -> httpx.Response:
    return await client.post(f"{AUTH}/reset-password", json={"token": token, "password": password})


async def forgot(client: httpx.AsyncClient, email: str) -> httpx.Response:
    return await client.post(f"{AUTH}/forgot-password", json={"email": email})


async def test_an_account_opens_once_its_address_is_proved(app: FastAPI, client: httpx.AsyncClient) -> None:
    person = await register(client)
    assert (await log_in(client, person["email"])).status_code == 401

    assert (await verify(client, await link(app, person["email"]))).status_code == 200

    answer = await log_in(client, person["email"])
    assert answer.json()["user"]["role"] == "citizen"
    assert answer.json()["user"]["identity_number"] == "45678912"


async def test_a_link_serves_once(app: FastAPI, client: httpx.AsyncClient) -> None:
    person = await register(client)
    token = await link(app, person["email"])
    await verify(client, token)

    again = await verify(client, token)

    assert again.status_code == 422
    assert [each["field"] for each in again.json()["errors"]] == ["token"]


async def test_a_link_dies_after_a_day(app: FastAPI, client: httpx.AsyncClient) -> None:
    person = await register(client)

    with clock.frozen(clock.now() + timedelta(hours=24, seconds=1)):
        assert (await verify(client, await link(app, person["email"]))).status_code == 422


async def test_a_known_address_gets_the_same_answer_and_another_letter(app: FastAPI, client: httpx.AsyncClient) -> None:
    known = await make_user(app, "citizen")

    unknown_answer = await client.post(f"{AUTH}/register", json=form())
    known_answer = await client.post(f"{AUTH}/register", json=form(email=known.email, password=NEW_PASSWORD))

    assert (known_answer.status_code, known_answer.json()) == (unknown_answer.status_code, unknown_answer.json())
    assert [mail.kind for mail in await mailed(app, known.email)] == ["already_registered"]
    assert (await log_in(client, known.email)).status_code == 200
    assert (await log_in(client, known.email, NEW_PASSWORD)).status_code == 401


async def test_who_registers_last_has_the_address_and_older_links_are_dead(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    stranger = await register(client, password="la clave del extraño 1")
    strangers_link = await link(app, stranger["email"])
    await register(client, email=stranger["email"])

    assert (await verify(client, strangers_link)).status_code == 422
    await verify(client, await link(app, stranger["email"]))

    assert (await log_in(client, stranger["email"], "la clave del extraño 1")).status_code == 401
    assert (await log_in(client, stranger["email"])).status_code == 200


async def test_nobody_registers_over_an_invited_colleague(app: FastAPI, client: httpx.AsyncClient) -> None:
    colleague = await make_user(app, "clerk")
    async with app.state.database.transaction() as session:
        row = await session.get_one(User, colleague.id)
        row.email_verified_at = row.password_hash = None

    await register(client, email=colleague.email, name="Otra Persona")

    assert [mail.kind for mail in await mailed(app, colleague.email)] == ["already_registered"]
    async with app.state.database.reading() as session:
        row = await session.get_one(User, colleague.id)
        assert (row.name, row.role, row.password_hash) == (colleague.name, Role.CLERK, None)


async def test_two_registrations_of_one_address_at_once_make_one_account(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    body = form()

    answers = await asyncio.gather(*(client.post(f"{AUTH}/register", json=body) for _ in range(4)))

    assert {each.status_code for each in answers} == {202}
    await verify(client, await link(app, body["email"]))
    assert (await log_in(client, body["email"])).status_code == 200


async def test_every_bad_field_is_named(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        f"{AUTH}/register",
        json=form(password="password123", identity_number="123", privacy_consent_version="nunca"),
    )

    assert answer.status_code == 422
    found = {each["field"]: each["code"] for each in answer.json()["errors"]}
    assert found == {
        "password": "password_common",
        "identity_number": "identity_number_invalid",
        "privacy_consent_version": "consent_unknown",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no es un correo"),
        ("email", "a\0@example.com"),
        ("password", "corta"),
        ("password", "rosa quispe"),
        ("password", "una clave con \0 dentro"),
        ("password", "\ud800 una clave larga"),
        ("name", "  "),
        ("identity_type", "libreta"),
        ("role", "admin"),
    ],
)
async def test_a_bad_field_is_refused(client: httpx.AsyncClient, field: str, value: str) -> None:
    content = json.dumps(form(**{field: value}))
    answer = await client.post(f"{AUTH}/register", content=content, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_a_password_keeps_its_spaces_and_forgets_how_its_accents_were_typed(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    person = await register(client, password="  canción del río  ")
    await verify(client, await link(app, person["email"]))

    assert (await log_in(client, person["email"], "  cancio\u0301n del ri\u0301o  ")).status_code == 200
    assert (await log_in(client, person["email"], "canción del río")).status_code == 401


async def test_a_forgotten_password_is_replaced_by_the_mailed_link(app: FastAPI, client: httpx.AsyncClient) -> None:
    user = await make_user(app, "citizen")
    elsewhere = await headers_of(client, user)

    assert (await forgot(client, user.email)).status_code == 202
    assert (await reset(client, await link(app, user.email))).status_code == 200

    assert (await log_in(client, user.email)).status_code == 401
    assert (await log_in(client, user.email, NEW_PASSWORD)).status_code == 200
    assert (await client.get("/api/v1/users/me", headers=elsewhere)).status_code == 401


async def test_a_weak_new_password_does_not_use_up_the_link(app: FastAPI, client: httpx.AsyncClient) -> None:
    user = await make_user(app, "citizen")
    await forgot(client, user.email)
    token = await link(app, user.email)

    refused = await reset(client, token, "contraseña123")

    assert refused.json()["errors"][0] | {"message": ""} == {
        "field": "password",
        "code": "password_common",
        "message": "",
    }
    assert (await reset(client, token)).status_code == 200


async def test_a_reset_link_dies_after_an_hour_and_with_the_next_one(app: FastAPI, client: httpx.AsyncClient) -> None:
    user = await make_user(app, "citizen")
    await forgot(client, user.email)
    first = await link(app, user.email)
    await forgot(client, user.email)

    assert (await reset(client, first)).status_code == 422
    with clock.frozen(clock.now() + timedelta(hours=1, seconds=1)):
        assert (await reset(client, await link(app, user.email))).status_code == 422


async def test_a_link_serves_only_its_purpose(app: FastAPI, client: httpx.AsyncClient) -> None:
    person = await register(client)

    assert (await reset(client, await link(app, person["email"]))).status_code == 422


@pytest.mark.parametrize("token", ["x", "A" * 200, "ñ"])
async def test_an_invented_link_is_refused(client: httpx.AsyncClient, token: str) -> None:
    for answer in (await verify(client, token), await reset(client, token)):
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "link_invalid")


async def test_forgetting_answers_alike_and_takes_as_long_for_anybody(app: FastAPI, client: httpx.AsyncClient) -> None:
    known = (await make_user(app, "citizen")).email
    inactive = await make_user(app, "citizen")
    async with app.state.database.transaction() as session:
        (await session.get_one(User, inactive.id)).active = False

    told, took = [], []
    for address in (known, "nadie@example.com", inactive.email):
        began = time.monotonic()
        answer = await forgot(client, address)
        took.append(time.monotonic() - began)
        told.append((answer.status_code, answer.text))

    assert len(set(told)) == 1
    assert told[0][0] == 202
    assert min(took) >= ALIKE_SECONDS - 0.01
    assert not await mailed(app, "nadie@example.com")
    assert not await mailed(app, inactive.email)


async def test_links_are_built_from_the_public_url_never_from_the_host(app: FastAPI, client: httpx.AsyncClient) -> None:
    user = await make_user(app, "citizen")
    await client.post(f"{AUTH}/forgot-password", json={"email": user.email}, headers={"Host": "malo.example"})

    (mail,) = await mailed(app, user.email)
    letter = write(mail.kind, mail.facts, public_url=app.state.settings.public_url, secret="T")
    assert letter.action
    assert letter.action[1] == "http://localhost:8000/restablecer?token=T"
    assert "malo.example" not in f"{mail.facts}{mail.message_id}"
