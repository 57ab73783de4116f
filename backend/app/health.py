"""Whether the system lives and may be given work. Outside `/api/v1`: probes and balancers ask, people do not."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated

import redis.asyncio as redis
from aioclamd import ClamdAsyncClient
from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel
from sqlalchemy import func, select, text

from app.attachments.storage import Storage, open_storage
from app.audit.models import Heartbeat
from app.database import Database, DatabaseDep
from app.settings import Settings

# A part that takes longer than this to answer does not work.
PATIENCE_SECONDS = 1.5
WORKER_SILENCE_SECONDS = 45

router = APIRouter(prefix="/health", tags=["health"], include_in_schema=False)


class State(StrEnum):
    OK = "ok"
    DEGRADED = "degraded"
    UNAVAILABLE = "unavailable"


class Part(BaseModel):
    status: State
    detail: str | None = None


class Readiness(BaseModel):
    """`broken` names the parts that are not ok; without `database` or `storage` there is no service (503)."""

    status: State
    broken: list[str]
    parts: dict[str, Part]


class Broken(Exception):
    """A part does not work; the message says how, without addresses or secrets."""


async def _database(database: Database) -> None:
    async with database.reading() as session:
        await session.execute(text("SELECT 1"))


async def _durability(database: Database) -> None:
    """A filing that was acknowledged must survive a power cut."""
    async with database.reading() as session:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            if (await session.execute(text(f"SHOW {setting}"))).scalar_one() == "off":
                raise Broken(f"{setting}=off")


async def _worker(database: Database) -> None:
    silence = func.extract("epoch", func.now() - func.max(Heartbeat.at))
    async with database.reading() as session:
        seconds = (await session.execute(select(silence).where(Heartbeat.name.like("worker%")))).scalar_one()
    if seconds is None:
        raise Broken("never seen")
    if seconds > WORKER_SILENCE_SECONDS:
        raise Broken(f"silent for {int(seconds)} s")


async def _storage(storage: Callable[[], Storage]) -> None:
    try:
        await storage().check()
    except OSError:
        raise Broken("not writable") from None


async def _cache(url: str) -> None:
    async with redis.from_url(url, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS) as client:
        await client.ping()


async def _mail(host: str, port: int) -> None:
    _, writer = await asyncio.open_connection(host, port)
    writer.close()


async def _scanner(host: str, port: int) -> None:
    await ClamdAsyncClient(host, port, timeout=PATIENCE_SECONDS).ping()


Check = Callable[[], Awaitable[None]]


def checks(settings: Settings, database: Database) -> dict[str, Check]:
    """One check a part; parts that are not configured have none."""
    found: dict[str, Check] = {
        "database": lambda: _database(database),
        "durability": lambda: _durability(database),
        "storage": lambda: _storage(lambda: open_storage(settings)),
        "worker": lambda: _worker(database),
    }
    if url := settings.redis_url:
        found["cache"] = lambda: _cache(url)
    if smtp := settings.smtp_host:
        found["mail"] = lambda: _mail(smtp, settings.smtp_port)
    if clamav := settings.clamav_host:
        found["scanner"] = lambda: _scanner(clamav, settings.clamav_port)
    return found


ESSENTIAL = ("database", "storage")


async def _examine(name: str, check: Check) -> Part:
    bad = State.UNAVAILABLE if name in ESSENTIAL else State.DEGRADED
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await check()
    except Broken as why:
        return Part(status=bad, detail=str(why))
    except TimeoutError:
        return Part(status=bad, detail="no answer")
    except Exception as error:
        # Whatever it is, the part does not work; its message may hold an address or a password.
        return Part(status=bad, detail=type(error).__name__)
    return Part(status=State.OK)


async def readiness(request: Request, database: DatabaseDep) -> Readiness:
    found = checks(request.app.state.settings, database)
    results = await asyncio.gather(*(_examine(name, check) for name, check in found.items()))
    parts = dict(zip(found, results, strict=True))
    states = {part.status for part in parts.values()}
    worst = next(state for state in (State.UNAVAILABLE, State.DEGRADED, State.OK) if state in states)
    return Readiness(
        status=worst, broken=[name for name, part in parts.items() if part.status != State.OK], parts=parts
    )


@router.get("/live")
async def live() -> dict[str, str]:
    """200 while the process lives, whatever else is away."""
    return {"status": "ok"}


@router.get("/ready", response_model_exclude_none=True)
async def ready(found: Annotated[Readiness, Depends(readiness)], response: Response) -> Readiness:
    """503 when database or storage is away; 200 `degraded` when cache, worker, mail or scanner is."""
    response.status_code = 503 if found.status == State.UNAVAILABLE else 200
    return found
