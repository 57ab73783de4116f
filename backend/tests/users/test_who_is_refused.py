"""The table of who is refused how, for every call on accounts: 401, 403, 404."""

from typing import Any

import httpx
import pytest

from tests.people import sign_in

USERS = "/api/v1/users"
MISSING = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
async def admin(client: httpx.AsyncClient) -> dict[str, str]:
    return await sign_in(client, "admin")


ADMINS = [
    ("GET", USERS, None),
    ("POST", USERS, {"email": "nueva@example.com", "name": "Nueva Persona", "role": "officer", "area_ids": []}),
    ("GET", f"{USERS}/{MISSING}", None),
    ("PATCH", f"{USERS}/{MISSING}", {"name": "X"}),
    ("PATCH", f"{USERS}/x", {"nada": 1}),
    ("POST", f"{USERS}/{MISSING}/reset-password", None),
]
OWN = [
    ("GET", f"{USERS}/me", None),
    ("PATCH", f"{USERS}/me", {"name": "X"}),
    ("POST", f"{USERS}/me/password", {"current_password": "x", "new_password": "y"}),
    ("POST", f"{USERS}/me/totp", None),
    ("DELETE", f"{USERS}/me/totp", None),
    ("GET", f"{USERS}/me/sessions", None),
    ("DELETE", f"{USERS}/me/sessions", None),
    ("DELETE", f"{USERS}/me/sessions/{MISSING}", None),
]


@pytest.mark.parametrize(("method", "path", "body"), [*ADMINS, *OWN])
async def test_without_credentials_every_call_is_401(
    client: httpx.AsyncClient, method: str, path: str, body: dict[str, Any] | None
) -> None:
    answer = await client.request(method, path, json=body)

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("role", ["citizen", "clerk", "officer", "auditor"])
@pytest.mark.parametrize(("method", "path", "body"), ADMINS)
async def test_who_is_no_admin_is_refused(
    client: httpx.AsyncClient, role: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    assert (await client.request(method, path, json=body, headers=await sign_in(client, role))).status_code == 403


@pytest.mark.parametrize(("method", "path", "body"), [each for each in ADMINS if each[1] != USERS])
async def test_an_account_that_does_not_exist_is_404(
    client: httpx.AsyncClient, admin: dict[str, str], method: str, path: str, body: dict[str, Any] | None
) -> None:
    assert (await client.request(method, path, json=body, headers=admin)).status_code == 404


async def test_accounts_are_never_deleted(client: httpx.AsyncClient, admin: dict[str, str]) -> None:
    assert (await client.delete(f"{USERS}/{MISSING}", headers=admin)).status_code == 405
