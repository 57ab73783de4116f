"""Presenting under load while backends die and are restarted: nothing acknowledged may be missing."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from smoke import papers
from smoke.account import account
from smoke.first_day import API, FirstDay
from smoke.system import System, run

CLIENTS = 8
# The application lets one address present 300 times a minute.
PAUSE_SECONDS = 2.0
HEALTHY_SECONDS = 90.0


@dataclass
class Load:
    """Citizens at one address, who send again under the same key until they are answered, as the page does."""

    system: System
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    stopping: bool = False

    async def __aenter__(self) -> "Load":
        self._client = httpx.AsyncClient(base_url=self.system.url, verify=self.system.tls(), timeout=60)
        self._tasks = [asyncio.create_task(self._citizen(number)) for number in range(CLIENTS)]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stopping = True
        await asyncio.gather(*self._tasks)
        await self._client.aclose()

    async def _citizen(self, number: int) -> None:
        await asyncio.sleep(number * PAUSE_SECONDS / CLIENTS)
        while not self.stopping:
            began = time.monotonic()
            uploaded = await self._until_answered("/attachments", files={"file": ("escrito.pdf", papers.small())})
            body = papers.filing(uploaded["upload_id"], "Solicito copia")
            key = {"Idempotency-Key": str(uuid4())}
            self.acknowledged.append(await self._until_answered("/documents", json=body, headers=key))
            await asyncio.sleep(max(0.0, PAUSE_SECONDS - (time.monotonic() - began)))

    async def _until_answered(self, call: str, **sent: Any) -> dict[str, Any]:
        while True:
            try:
                answer = await self._client.post(API + call, **sent)
                if answer.status_code == 201:
                    told: dict[str, Any] = answer.json()
                    return told
                self.refused.append(f"{call} {answer.status_code} {answer.text[:120]}")
            except httpx.TransportError as error:
                self.refused.append(f"{call} {type(error).__name__}")
            await asyncio.sleep(0.3)


async def while_presenting(system: System, trouble: Any) -> Load:
    """Citizens present before, during and after `trouble()`."""
    async with Load(system) as load:
        await asyncio.sleep(4)
        await trouble()
        await asyncio.sleep(4)
    return load


async def one_is_killed(system: System) -> None:
    """The first backend dies and comes back, once nginx has gone on without it for a while."""
    victim = system.containers("backend")[0]
    await asyncio.to_thread(run, ["docker", "kill", victim])
    await asyncio.sleep(6)
    await asyncio.to_thread(run, ["docker", "start", victim])
    await healthy(victim)


async def each_is_restarted(system: System) -> None:
    """One after the other, as an upgrade does."""
    for container in system.containers("backend"):
        await asyncio.to_thread(run, ["docker", "restart", "--time", "20", container])
        await healthy(container)
        # nginx hears of it within its two seconds.
        await asyncio.sleep(3)


async def healthy(container: str) -> None:
    async with asyncio.timeout(HEALTHY_SECONDS):
        while (await asyncio.to_thread(_health, container)) != "healthy":
            await asyncio.sleep(0.5)


def _health(container: str) -> str:
    return run(["docker", "inspect", "--format", "{{.State.Health.Status}}", container]).strip()


async def counted(day: FirstDay, loads: list[Load]) -> str:
    """The account of everything these citizens were told. Raises AssertionError."""
    acknowledged = [told for load in loads for told in load.acknowledged]
    async with httpx.AsyncClient(base_url=day.system.url, verify=day.system.tls(), timeout=60) as client:
        return await account(client, day.clerk, acknowledged)
