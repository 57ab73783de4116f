"""PostgreSQL away: problems with 503, alive all the while, and well again without a restart."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.embedded import PostgreSQL, services
from app.embedded.postgresql import OPTIONS
from tests.platform.processes import Server, start_server


@pytest.fixture
def own_database() -> Iterator[PostgreSQL]:
    with tempfile.TemporaryDirectory(prefix="mesa-outage-") as name:
        Path(name).chmod(0o711)
        with services(Path(name), valkey=False) as running:
            assert running.postgresql
            yield running.postgresql


@pytest.fixture
def fragile(settings: object, own_database: PostgreSQL, tmp_path: Path) -> Iterator[Server]:
    with start_server(DATABASE_URL=own_database.url, MESA_DATA_DIR=str(tmp_path)) as server:
        yield server


def test_the_database_goes_and_comes_back(fragile: Server, own_database: PostgreSQL) -> None:
    assert httpx.get(f"{fragile.url}/health/ready").json()["parts"]["database"] == {"status": "ok"}

    own_database.stop()
    away = httpx.get(f"{fragile.url}/health/ready", timeout=10)
    assert (away.status_code, away.json()["status"]) == (503, "unavailable")
    assert "database" in away.json()["broken"]
    assert httpx.get(f"{fragile.url}/health/live").status_code == 200

    own_database.start()
    assert httpx.get(f"{fragile.url}/health/ready").json()["parts"]["database"] == {"status": "ok"}


def test_a_database_that_may_lose_what_it_acknowledged_is_named(
    fragile: Server, own_database: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OPTIONS, "fsync", "off")
    own_database.stop()
    own_database.start()

    found = httpx.get(f"{fragile.url}/health/ready").json()

    assert "durability" in found["broken"]
    assert found["parts"]["durability"]["detail"] == "fsync=off"
