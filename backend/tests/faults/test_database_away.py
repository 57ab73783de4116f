"""PostgreSQL stopped: who presents is told to come back, and the same key then files it, without a restart."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.embedded import PostgreSQL, services
from tests.factories import body, pdf, send, upload
from tests.faults.conftest import caller
from tests.platform.processes import BACKEND, Server, start_server

KEY = "la-misma-de-antes"


@pytest.fixture
def own_database() -> Iterator[PostgreSQL]:
    with tempfile.TemporaryDirectory(prefix="mesa-database-") as name:
        Path(name).chmod(0o711)
        with services(Path(name), valkey=False) as running:
            assert running.postgresql
            environment = {**os.environ, "DATABASE_URL": running.postgresql.url}
            command = [sys.executable, "-m", "alembic", "upgrade", "head"]
            subprocess.run(command, cwd=BACKEND, env=environment, check=True, capture_output=True)
            yield running.postgresql


@pytest.fixture
def fragile(settings: object, own_database: PostgreSQL, tmp_path: Path) -> Iterator[Server]:
    with start_server(DATABASE_URL=own_database.url, MESA_DATA_DIR=str(tmp_path)) as server:
        yield server


def says_come_back(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json"), answer.text
    assert answer.json()["code"] == "service_unavailable"
    assert int(answer.headers["Retry-After"]) > 0


async def test_who_presents_meanwhile_files_once_afterwards(fragile: Server, own_database: PostgreSQL) -> None:
    async with caller(fragile.url) as client:
        before = body((await upload(client))["upload_id"])
        own_database.stop()

        says_come_back(await send(client, before, key=KEY))
        says_come_back(await client.post("/api/v1/attachments", files={"file": ("escrito.pdf", pdf())}))
        says_come_back(await client.post("/api/v1/auth/login", data={"username": "a@example.com", "password": "x"}))
        says_come_back(await client.get("/api/v1/procedures"))
        tried = {"number": "P-2026-000001", "access_key": "0000-0000-0000-0000"}
        says_come_back(await client.post("/api/v1/tracking", json=tried))
        assert (await client.get("/health/live")).status_code == 200

        own_database.start()
        filed = await send(client, before, key=KEY)
        assert filed.status_code == 201, filed.text
        assert "Idempotency-Replayed" not in filed.headers
        assert filed.json()["number"].endswith("-000001")
        assert (await send(client, before, key=KEY)).json() == filed.json()


async def test_a_database_that_restarts_between_two_calls_is_not_noticed(
    fragile: Server, own_database: PostgreSQL
) -> None:
    async with caller(fragile.url) as client:
        filings = [body((await upload(client))["upload_id"]) for _ in range(2)]
        assert (await send(client, filings[0])).status_code == 201
        own_database.stop()
        own_database.start()

        assert (await send(client, filings[1])).status_code == 201


async def test_a_database_whose_name_is_gone_is_away_too(settings: object, tmp_path: Path) -> None:
    nowhere = "postgresql://mesa:clave@postgres.invalid:5432/mesa"
    with start_server(DATABASE_URL=nowhere, MESA_DATA_DIR=str(tmp_path)) as server:
        async with caller(server.url) as client:
            says_come_back(await client.get("/api/v1/procedures"))
