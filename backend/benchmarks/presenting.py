"""Presentations a second at 1, 8 and 32 clients, each with its upload, beside the bare server in the same run.

`python -m benchmarks.presenting [CALLS]` from `backend/`. The goals: rate at least 0.6 of bare, p95 at most 1.8 times.
"""

import asyncio
import statistics
import sys
from collections.abc import Awaitable, Callable
from uuid import uuid4

import aiohttp

from benchmarks.ground import Ground, Measured, ground, http, measure
from tests.factories import body, pdf

CLIENTS = (1, 8, 32)
ROUNDS = 3
Call = Callable[[], Awaitable[object]]


def presenting(session: aiohttp.ClientSession) -> Call:
    async def call() -> None:
        form = aiohttp.FormData()
        form.add_field("file", pdf(), filename="escrito.pdf", content_type="application/pdf")
        async with session.post("/api/v1/attachments", data=form) as answer:
            assert answer.status == 201, await answer.text()
            upload_id = (await answer.json())["upload_id"]
        headers = {"Idempotency-Key": str(uuid4())}
        async with session.post("/api/v1/documents", json=body(upload_id), headers=headers) as answer:
            assert answer.status == 201, await answer.text()
            assert (await answer.json())["receipt"]["sha256"]

    return call


def bare(session: aiohttp.ClientSession) -> Call:
    async def call() -> None:
        async with session.post("/file", data=pdf()) as answer:
            assert answer.status == 201, await answer.text()
            upload_id = (await answer.json())["id"]
        async with session.post("/present", json=body(upload_id)) as answer:
            assert answer.status == 201, await answer.text()
            await answer.json()

    return call


async def run(on: Ground, calls: int) -> None:
    async with http(on.server) as real, http(on.bare) as plain:
        pairs = {"mesa": presenting(real), "bare": bare(plain)}
        for call in pairs.values():
            await measure(call, clients=4, calls=20)
        print("clients  mesa/s  bare/s  ratio  mesa p95 ms  bare p95 ms  ratio")
        for clients in CLIENTS:
            found: dict[str, list[Measured]] = {"mesa": [], "bare": []}
            for _ in range(ROUNDS):
                for name, call in pairs.items():
                    found[name].append(await measure(call, clients=clients, calls=max(calls, clients * 4)))
            rate = {name: statistics.median(each.rate for each in of) for name, of in found.items()}
            p95 = {name: statistics.median(each.p95 for each in of) for name, of in found.items()}
            print(
                f"{clients:7}  {rate['mesa']:6.1f}  {rate['bare']:6.1f}  {rate['mesa'] / rate['bare']:5.2f}"
                f"  {p95['mesa']:11.0f}  {p95['bare']:11.0f}  {p95['mesa'] / p95['bare']:5.2f}",
                flush=True,
            )


if __name__ == "__main__":
    with ground() as on:
        asyncio.run(run(on, int(sys.argv[1]) if len(sys.argv) > 1 else 100))
