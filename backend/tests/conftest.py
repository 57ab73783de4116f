"""Real parts for every test: PostgreSQL and Valkey started once a session, one migrated database a worker.

Tests make their own rows and truncate nothing. TEST_DATABASE_URL (a role that may create databases) and TEST_REDIS_URL
replace the embedded services.
"""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from app.embedded import services
from app.main import create_app
from app.settings import Settings, get_settings
from tests.platform.processes import Server, start_server

BACKEND = Path(__file__).parents[1]
TEMPLATE = "mesa_template"

if "MESA_SAMPLES" not in os.environ:
    os.environ["MESA_SAMPLES"] = str(BACKEND.parents[1] / "shared" / "samples")

# A rule that holds on a busy machine too: how long an example takes says nothing of it.
hypothesis_settings.register_profile(
    "untimed", hypothesis_settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("untimed")


@dataclass(frozen=True)
class Ground:
    """Addresses of the session's services, and a folder that this session may fill."""

    database_url: str
    redis_url: str
    folder: Path


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def run_sql(url: str, *statements: str) -> None:
    """Runs statements outside any transaction. In a thread, for the test's own loop may be running."""

    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()


@contextlib.contextmanager
def _ground() -> Iterator[Ground]:
    given, cache = os.environ.get("TEST_DATABASE_URL"), os.environ.get("TEST_REDIS_URL")
    folder = Path(tempfile.mkdtemp(prefix="mesa-tests-"))
    # The services' own user must be able to enter.
    folder.chmod(0o711)
    try:
        with services(folder, postgresql=not given, valkey=not cache, max_connections=120) as running:
            ground = Ground(
                given or (running.postgresql.url if running.postgresql else ""),
                cache or (running.valkey.url if running.valkey else ""),
                folder,
            )
            run_sql(ground.database_url, f"DROP DATABASE IF EXISTS {TEMPLATE}", f"CREATE DATABASE {TEMPLATE}")
            environment = {**os.environ, "DATABASE_URL": with_database(ground.database_url, TEMPLATE)}
            command = [sys.executable, "-m", "alembic", "upgrade", "head"]
            subprocess.run(command, cwd=BACKEND, env=environment, check=True, capture_output=True)
            yield ground
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_shared = contextlib.ExitStack()


class SharedGround:
    """With xdist the controlling process starts the services, and its workers are told where they are."""

    ground: Ground | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: object) -> None:
        if SharedGround.ground is None:
            SharedGround.ground = _shared.enter_context(_ground())
        ground = SharedGround.ground
        node.workerinput["ground"] = (ground.database_url, ground.redis_url, str(ground.folder))  # type: ignore[attr-defined]


# A test that asks for one of these, however indirectly, needs services; the others are pure.
NEEDS_SERVICES = {"ground", "settings", "app", "client", "server", "make_database"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not any(item.iter_markers("http")) and not any(item.iter_markers("keeping")):
            pure = NEEDS_SERVICES.isdisjoint(getattr(item, "fixturenames", ()))
            item.add_marker("unit" if pure else "http")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "unit: needs nothing but Python")
    config.addinivalue_line("markers", "http: needs services, the shared ones or its own")
    config.addinivalue_line("markers", "keeping: copies a whole system and puts it back")
    config.pluginmanager.register(SharedGround(), "shared-ground")


def pytest_unconfigure(config: pytest.Config) -> None:
    _shared.close()


@pytest.fixture(scope="session")
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    shared = getattr(request.config, "workerinput", {}).get("ground")
    if shared:
        yield Ground(shared[0], shared[1], Path(shared[2]))
        return
    with _ground() as own:
        yield own


@pytest.fixture(scope="session")
def make_database(ground: Ground) -> Iterator[Callable[[str], str]]:
    """Makes a migrated database of this name, for a test that needs one to itself, and gives its address."""
    made: list[str] = []

    def make(name: str) -> str:
        run_sql(ground.database_url, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        made.append(name)
        return with_database(ground.database_url, name)

    yield make
    run_sql(ground.database_url, *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in made))


@pytest.fixture(scope="session")
def settings(ground: Ground, make_database: Callable[[str], str]) -> Iterator[Settings]:
    """The settings of this worker's application; in the environment too, for code and child processes that read it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "solo")
    data = ground.folder / f"data-{worker}"
    data.mkdir()
    # One Valkey for all: each worker has a numbered database of its own.
    cache = ground.redis_url.rsplit("/", 1)[0] + "/" + (worker.removeprefix("gw") if worker != "solo" else "0")
    environment = {
        "DATABASE_URL": make_database(f"mesa_{worker}"),
        "REDIS_URL": cache,
        "MESA_DATA_DIR": str(data),
        "PUBLIC_URL": "http://localhost:8000",
        "RATE_LIMIT_ENABLED": "false",
        "ENVIRONMENT": "development",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        for name in ("SMTP_HOST", "CLAMAV_HOST", "UPLOAD_DIR", "STORAGE_URL", "LOG_FILE"):
            patch.delenv(name, raising=False)
        get_settings.cache_clear()
        yield get_settings()
    get_settings.cache_clear()


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    """The whole application, started. Its database is `app.state.database`."""
    application = create_app(settings)
    async with LifespanManager(application, startup_timeout=60, shutdown_timeout=60):
        yield application


@pytest.fixture
async def client(app: FastAPI, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A caller without account or cookies. A server error is an answer here, as it is for a real caller."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=settings.public_url) as caller:
        yield caller


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[Server]:
    """The same application on the same database in a process of its own, for sockets and streams."""
    with start_server() as running:
        yield running


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample files (MESA_SAMPLES)."""
    return Path(os.environ["MESA_SAMPLES"])
