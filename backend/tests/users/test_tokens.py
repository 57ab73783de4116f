"""Forged and borrowed tokens open nothing."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from jose import jwt

from app import clock
from app.database import new_id
from app.problems import Unauthorized
from app.settings import Settings
from app.users.tokens import ISSUER, TokenType, read, sign
from tests.people import headers_of, make_user

ME = "/api/v1/users/me"
Forge = Callable[[dict[str, Any], str], str]


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def signed(claims: dict[str, Any], secret: str, **changes: Any) -> str:
    kept = {name: value for name, value in (claims | changes).items() if value is not ...}
    return str(jwt.encode(kept, secret, algorithm="HS256"))


def unsigned(claims: dict[str, Any], header: dict[str, str]) -> str:
    return f"{part(header)}.{part(claims)}."


FORGERIES: dict[str, Forge] = {
    "another secret": lambda claims, _: signed(claims, "another secret, as long as the right one is"),
    "alg none": lambda claims, _: unsigned(claims, {"alg": "none", "typ": "JWT"}),
    "alg None": lambda claims, _: unsigned(claims, {"alg": "None", "typ": "JWT"}),
    "another algorithm": lambda claims, secret: str(jwt.encode(claims, secret, algorithm="HS512")),
    "wrong audience": lambda claims, secret: signed(claims, secret, aud=f"{ISSUER}/tracking"),
    "no audience": lambda claims, secret: signed(claims, secret, aud=...),
    "wrong issuer": lambda claims, secret: signed(claims, secret, iss="otra-mesa"),
    "no issuer": lambda claims, secret: signed(claims, secret, iss=...),
    "wrong type": lambda claims, secret: signed(claims, secret, typ="refresh"),
    "no type": lambda claims, secret: signed(claims, secret, typ=...),
    "expired": lambda claims, secret: signed(claims, secret, exp=claims["iat"] - 1),
    "no expiry": lambda claims, secret: signed(claims, secret, exp=...),
    "expiry that is no number": lambda claims, secret: signed(claims, secret, exp="mañana"),
    "another person's session": lambda claims, secret: signed(claims, secret, sub=str(new_id())),
    "subject that is no id": lambda claims, secret: signed(claims, secret, sub="admin"),
    "no subject": lambda claims, secret: signed(claims, secret, sub=...),
    "unknown session": lambda claims, secret: signed(claims, secret, sid=str(new_id())),
    "session that is no id": lambda claims, secret: signed(claims, secret, sid="1"),
    "no session": lambda claims, secret: signed(claims, secret, sid=...),
    "signature cut": lambda claims, secret: signed(claims, secret)[:-4],
    "no token at all": lambda *_: "x",
    "three empty parts": lambda *_: "..",
    "endless header": lambda *_: base64.urlsafe_b64encode(b"[" * 9000).decode() + ".e30.",
}


@pytest.fixture
async def token(app: FastAPI, client: httpx.AsyncClient) -> str:
    return (await headers_of(client, await make_user(app, "clerk")))["Authorization"].removeprefix("Bearer ")


async def asked(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.get(ME, headers={"Authorization": f"Bearer {token}"})


async def test_the_token_that_is_forged_below_opens_the_account(client: httpx.AsyncClient, token: str) -> None:
    assert (await asked(client, token)).status_code == 200


@pytest.mark.parametrize("how", FORGERIES)
async def test_a_forged_token_opens_nothing(
    client: httpx.AsyncClient, settings: Settings, token: str, how: str
) -> None:
    forged = FORGERIES[how](jwt.get_unverified_claims(token), settings.jwt_secret_key.get_secret_value())

    answer = await asked(client, forged)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthorized"


async def test_a_tracking_token_opens_no_account(client: httpx.AsyncClient, settings: Settings) -> None:
    tracking = sign(settings, TokenType.TRACKING, new_id(), minutes=5, key="x")

    assert (await asked(client, tracking)).status_code == 403


async def test_a_refresh_token_is_no_access_token(app: FastAPI, client: httpx.AsyncClient) -> None:
    user = await make_user(app, "clerk")
    await client.post("/api/v1/auth/login", data={"username": user.email, "password": "una clave larga de prueba"})

    assert (await asked(client, client.cookies["mp_refresh"])).status_code == 401


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer ", "token"])
async def test_another_kind_of_credentials_is_refused(client: httpx.AsyncClient, header: str) -> None:
    assert (await client.get(ME, headers={"Authorization": header})).status_code == 401


async def test_an_access_token_lives_as_long_as_it_says(app: FastAPI, client: httpx.AsyncClient) -> None:
    user = await make_user(app, "clerk")
    answer = await client.post(
        "/api/v1/auth/login", data={"username": user.email, "password": "una clave larga de prueba"}
    )
    body, signed_in = answer.json(), clock.now()
    headers = {"Authorization": f"Bearer {body['access_token']}"}

    with clock.frozen(signed_in.replace(microsecond=0) + timedelta(seconds=body["expires_in"] - 2)):
        assert (await client.get(ME, headers=headers)).status_code == 200
    with clock.frozen(signed_in + timedelta(seconds=body["expires_in"] + 1)):
        assert (await client.get(ME, headers=headers)).status_code == 401


def test_only_our_own_clock_says_whether_a_token_expired(settings: Settings) -> None:
    long_ago, person = clock.now() - timedelta(days=400), new_id()
    with clock.frozen(long_ago):
        token = sign(settings, TokenType.TRACKING, person, minutes=60)
    with clock.frozen(long_ago + timedelta(minutes=59)):
        assert read(settings, token, TokenType.TRACKING)["sub"] == str(person)
    with pytest.raises(Unauthorized):
        read(settings, token, TokenType.TRACKING)
