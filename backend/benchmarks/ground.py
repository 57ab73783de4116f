"""What every benchmark stands on: a database, the real server and a bare one, and clients that measure."""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import aiohttp

from app import clock
from app.database import Database, new_id
from app.embedded import services
from app.embedded.children import free_port
from app.settings import Settings, get_settings
from app.users.models import Session, User
from app.users.tokens import TokenType, sign
from tests.platform.processes import Server, start_process, start_server, wait_until_answers

BACKEND = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ground:
    """The services' addresses, and the real and the bare server on the same database."""

    database_url: str
    server: Server
    bare: Server


@contextlib.contextmanager
def ground() -> Iterator[Ground]:
    """Everything started and migrated, and gone at the end of the block."""
    with contextlib.ExitStack() as stack:
        kept = tempfile.TemporaryDirectory(prefix="mesa-benchmark-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(kept))
        folder.chmod(0o711)
        running = stack.enter_context(services(folder, postgresql=True, valkey=True, max_connections=100))
        assert running.postgresql
        assert running.valkey
        data = folder / "data"
        data.mkdir()
        os.environ |= {
            "DATABASE_URL": running.postgresql.url,
            "REDIS_URL": running.valkey.url,
            "MESA_DATA_DIR": str(data),
            "RATE_LIMIT_ENABLED": "false",
        }
        get_settings.cache_clear()
        subprocess.run(
            [sys.executable, "-m", "alembic", "upgrade", "head"], cwd=BACKEND, check=True, capture_output=True
        )
        server = stack.enter_context(start_server())
        yield Ground(running.postgresql.url, server, stack.enter_context(_bare()))


@contextlib.contextmanager
def _bare() -> Iterator[Server]:
    port = free_port()
    log = Path(tempfile.mkstemp(prefix="mesa-bare-", suffix=".log")[1])
    server = Server(f"http://127.0.0.1:{port}", start_process("benchmarks.bare", str(port), env={}, log=log), log)
    try:
        wait_until_answers(server, "/")
        yield server
    finally:
        server.stop()
        log.unlink()


@dataclass(frozen=True, slots=True)
class Measured:
    """So many calls in so many seconds; `times` in seconds, sorted."""

    seconds: float
    times: list[float]

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return self.times[int(len(self.times) * 0.95)] * 1000

    @property
    def median(self) -> float:
        return statistics.median(self.times) * 1000


async def measure(call: Callable[[], Awaitable[object]], *, clients: int, calls: int) -> Measured:
    """`calls` calls by `clients` clients, each waiting for its answer before its next one."""
    left = iter(range(calls))
    times: list[float] = []

    async def client() -> None:
        for _ in left:
            began = time.perf_counter()
            await call()
            times.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return Measured(time.perf_counter() - began, sorted(times))


@contextlib.asynccontextmanager
async def http(server: Server, headers: dict[str, str] | None = None) -> AsyncIterator[aiohttp.ClientSession]:
    connector = aiohttp.TCPConnector(limit=64)
    async with aiohttp.ClientSession(server.url, headers=headers, connector=connector) as session:
        yield session


async def clerk(settings: Settings) -> dict[str, str]:
    """The headers of a clerk made for this run."""
    database = Database(settings)
    user = User(id=new_id(), email=f"{uuid4().hex}@example.com", name="Mesa", role="clerk")
    ends = clock.now() + timedelta(days=1)
    began = Session(id=new_id(), user_id=user.id, refresh_hash=uuid4().hex, expires_at=ends)
    async with database.transaction() as session:
        session.add(user)
        await session.flush()
        session.add(began)
    await database.close()
    return {"Authorization": f"Bearer {sign(settings, TokenType.ACCESS, user.id, minutes=600, sid=str(began.id))}"}
