"""`scripts/create_admin.py`, run as an operator runs it."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from app.settings import Settings
from app.users.models import User
from tests.people import log_in, make_user

ROOT = Path(__file__).parents[3]
PASSWORD = "una clave de administrar"
pytestmark = pytest.mark.usefixtures("settings")


def create(*arguments: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "scripts/create_admin.py", *arguments],
        cwd=ROOT,
        input=stdin,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def address() -> str:
    return f"jefa-{uuid.uuid4().hex[:8]}@example.com"


async def test_by_flags_it_makes_an_account_that_administers(client: httpx.AsyncClient, address: str) -> None:
    made = create("--email", address, "--name", "Elena Ríos", "--password", PASSWORD)

    assert (made.returncode, address in made.stdout, made.stderr) == (0, True, "")
    answer = await log_in(client, address, PASSWORD)
    assert (answer.json()["user"]["role"], answer.json()["user"]["name"]) == ("admin", "Elena Ríos")


async def test_twice_changes_nothing(app: FastAPI, client: httpx.AsyncClient, address: str) -> None:
    create("--email", address, "--password", PASSWORD)

    again = create("--email", address.upper(), "--password", "otra clave distinta")

    assert (again.returncode, "ya existe" in again.stdout) == (0, True)
    assert (await log_in(client, address, PASSWORD)).status_code == 200
    async with app.state.database.reading() as session:
        assert await session.scalar(select(func.count()).where(User.email == address)) == 1


async def test_the_password_may_come_by_environment_or_standard_input(client: httpx.AsyncClient, address: str) -> None:
    assert create(ADMIN_EMAIL=address, ADMIN_NAME="Elena", ADMIN_PASSWORD=PASSWORD).returncode == 0
    assert create("--email", f"b-{address}", stdin=f"{PASSWORD}\n").returncode == 0

    for each in (address, f"b-{address}"):
        assert (await log_in(client, each, PASSWORD)).status_code == 200


@pytest.mark.parametrize("password", ["corta", "password123", "administrador1", ""])
async def test_a_weak_password_makes_nobody(app: FastAPI, address: str, password: str) -> None:
    refused = create("--email", address, "--password", password)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Contraseña: ")
    async with app.state.database.reading() as session:
        assert await session.scalar(select(func.count()).where(User.email == address)) == 0


async def test_somebody_elses_account_is_left_alone(app: FastAPI, client: httpx.AsyncClient) -> None:
    user = await make_user(app, "clerk")

    refused = create("--email", user.email, "--password", PASSWORD)

    assert (refused.returncode, user.email in refused.stderr) == (1, True)
    assert (await log_in(client, user.email)).json()["user"]["role"] == "clerk"


def test_without_a_database_it_says_so(settings: Settings, address: str) -> None:
    refused = create("--email", address, "--password", PASSWORD, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")

    assert (refused.returncode, "base de datos" in refused.stderr) == (1, True)
    assert "Traceback" not in refused.stderr
