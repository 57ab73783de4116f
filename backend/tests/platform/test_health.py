"""What probes are told, and that it is true."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, func

from app.audit.models import Heartbeat
from app.embedded.children import free_port


@pytest.fixture
async def worker_seen(app: FastAPI) -> None:
    async with app.state.database.transaction() as session:
        await session.execute(delete(Heartbeat))
        session.add(Heartbeat(name="worker", at=func.now()))


@pytest.fixture
def setting(app: FastAPI) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


async def test_everything_there_is_ready(client: httpx.AsyncClient, worker_seen: None) -> None:
    answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()["status"], answer.json()["broken"]) == (200, "ok", [])
    assert answer.json()["parts"]["durability"] == {"status": "ok"}


@pytest.mark.parametrize(
    ("name", "host", "part"), [("smtp_host", "smtp_port", "mail"), ("clamav_host", "clamav_port", "scanner")]
)
async def test_a_helper_away_degrades_and_is_named(
    client: httpx.AsyncClient,
    app: FastAPI,
    worker_seen: None,
    setting: pytest.MonkeyPatch,
    name: str,
    host: str,
    part: str,
) -> None:
    setting.setattr(app.state.settings, name, "127.0.0.1")
    setting.setattr(app.state.settings, host, free_port())

    answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()["status"], answer.json()["broken"]) == (200, "degraded", [part])


async def test_the_cache_away_degrades(
    client: httpx.AsyncClient, app: FastAPI, worker_seen: None, setting: pytest.MonkeyPatch
) -> None:
    setting.setattr(app.state.settings, "redis_url", f"redis://127.0.0.1:{free_port()}/0")

    answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()["broken"]) == (200, ["cache"])


async def test_a_silent_worker_degrades(client: httpx.AsyncClient, app: FastAPI) -> None:
    async with app.state.database.transaction() as session:
        await session.execute(delete(Heartbeat))
        session.add(Heartbeat(name="worker", at=func.now() - func.make_interval(0, 0, 0, 0, 0, 2)))

    answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()["parts"]["worker"]["detail"]) == (200, "silent for 120 s")


async def test_storage_away_is_no_service(
    client: httpx.AsyncClient, app: FastAPI, worker_seen: None, setting: pytest.MonkeyPatch
) -> None:
    setting.setattr(app.state.settings, "upload_dir", Path("/proc/nowhere"))

    answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()["broken"]) == (503, ["storage"])


async def test_live_answers_whatever_is_away(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "ok"}
