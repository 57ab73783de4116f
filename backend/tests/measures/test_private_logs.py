"""A whole story, with its mistakes, on a real server and a real worker: their logs name nobody and open nothing."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.embedded.children import free_port
from app.settings import Settings
from tests.factories import API, applicant, body, present, send, upload
from tests.platform.processes import Server, start_process, start_server

WHO = {
    "name": "Zoraida Huamaccto Ñaupari",
    "identity_number": "70918273",
    "email": "zoraida.huamaccto@example.com",
    "phone": "912873465",
    "address": "Pasaje Los Cantutos 4711",
}
SUBJECT = "Pido la partida de Encarnación Huamaccto"
PASSWORD = "una-clave-muy-privada-9"


@pytest.fixture
def running(settings: Settings, tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    """Server and worker with one log file; each statement is slow, and no mail leaves."""
    log = tmp_path / "app.log"
    env = {
        "LOG_FILE": str(log),
        "LOG_LEVEL": "DEBUG",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(free_port()),
        "SLOW_STATEMENT_SECONDS": "0.000001",
    }
    with start_server(**env) as server:
        worker = start_process("app.worker", env=env, log=tmp_path / "worker.out")
        try:
            yield server, log
        finally:
            worker.terminate()
            worker.wait(20)


async def story(server: Server) -> list[str]:
    """Presents, tracks, mistakes a key, loses it, searches, registers an account; gives the secrets it was told."""
    who = applicant(**WHO)
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        filed = await present(client, applicant=who, subject=SUBJECT)
        key = {"number": filed["number"], "access_key": filed["access_key"]}
        token = (await client.post(f"{API}/tracking", json=key)).json()["tracking_token"]
        await client.get(f"{API}/documents/{filed['id']}", headers={"Authorization": f"Bearer {token}"})
        await client.post(f"{API}/tracking", json=key | {"access_key": "ZZZZ-ZZZZ-ZZZZ"})
        await client.post(f"{API}/tracking/recover", json={"number": filed["number"], "email": WHO["email"]})
        await client.get(f"{API}/documents", params={"q": WHO["identity_number"]})
        await client.get(f"{API}/receipts/{WHO['name']}")
        account = {"email": WHO["email"], "password": PASSWORD, "name": WHO["name"]}
        await client.post(f"{API}/auth/register", json=account)
        await client.post(f"{API}/auth/login", json={"email": WHO["email"], "password": PASSWORD})
        wrong = body(
            (await upload(client, f"{WHO['name']}.pdf"))["upload_id"], applicant=who | {"identity_number": "7"}
        )
        await send(client, wrong)
    return [filed["access_key"], token]


def wait_for(log: Path, message: str) -> list[dict[str, object]]:
    """The lines, once one of them says `message`."""
    ends = time.monotonic() + 30
    while True:
        lines = [json.loads(line) for line in log.read_text().splitlines() if line.endswith("}")]
        if any(line["message"] == message for line in lines) or time.monotonic() > ends:
            return lines
        time.sleep(0.1)


async def test_the_logs_of_a_whole_story_hold_no_personal_data(running: tuple[Server, Path]) -> None:
    server, log = running
    secrets = await story(server)

    lines = wait_for(log, "mail not delivered")

    assert {"request", "slow statement", "mail not delivered"} <= {line["message"] for line in lines}
    assert {line["process"] for line in lines} == {"server", "worker"}
    text = log.read_text() + server.log.read_text()
    for private in (*WHO.values(), *WHO["name"].split(), SUBJECT, PASSWORD, *secrets, secrets[0].replace("-", "")):
        assert private not in text, private


async def test_one_id_leads_from_the_request_to_its_sql(running: tuple[Server, Path]) -> None:
    server, log = running
    async with httpx.AsyncClient(base_url=server.url) as client:
        await client.get(f"{API}/institution", headers={"X-Request-ID": "de-nginx-a-sql-1"})

    lines = [line for line in wait_for(log, "request") if line["request_id"] == "de-nginx-a-sql-1"]

    assert {line["message"] for line in lines} == {"slow statement", "request"}
