"""MiB a second of 9 MB files that arrive, beside the bare server in the same run. The goal: at least 0.7 of it.

`python -m benchmarks.uploading [CALLS]` from `backend/`. `text` is a page of words beside nine megabytes that no page
shows, `scan` a page that is one picture, which we draw to see that it is not blank: bare only counts pages.
"""

import asyncio
import io
import os
import statistics
import sys
from collections.abc import Awaitable, Callable

import aiohttp
import pikepdf

from benchmarks.ground import Ground, Measured, ground, http, measure
from benchmarks.uploads_memory import MIB, scan
from tests.factories import pdf

SIZE = 9 * 10**6
CLIENTS = (1, 4)
ROUNDS = 3
Call = Callable[[], Awaitable[object]]


def text() -> bytes:
    """A PDF of a page of words, with a stream of SIZE bytes that nothing names."""
    document = pikepdf.open(io.BytesIO(pdf()))
    document.Root.MesaBallast = document.make_stream(os.urandom(SIZE))
    kept = io.BytesIO()
    document.save(kept, compress_streams=False)
    return kept.getvalue()


def receiving(session: aiohttp.ClientSession, content: bytes) -> Call:
    async def call() -> None:
        form = aiohttp.FormData()
        form.add_field("file", content, filename="escaneado.pdf", content_type="application/pdf")
        async with session.post("/api/v1/attachments", data=form) as answer:
            assert answer.status == 201, await answer.text()

    return call


def bare(session: aiohttp.ClientSession, content: bytes) -> Call:
    async def call() -> None:
        async with session.post("/file", data=content) as answer:
            assert answer.status == 201, await answer.text()

    return call


async def run(on: Ground, calls: int) -> None:
    files = {"text": text(), "scan": scan(SIZE)}
    async with http(on.server) as real, http(on.bare) as plain:
        print("file  clients  mesa MiB/s  bare MiB/s  ratio")
        for kind, content in files.items():
            pairs = {"mesa": receiving(real, content), "bare": bare(plain, content)}
            for call in pairs.values():
                await measure(call, clients=2, calls=4)
            for clients in CLIENTS:
                found: dict[str, list[Measured]] = {"mesa": [], "bare": []}
                for _ in range(ROUNDS):
                    for name, call in pairs.items():
                        found[name].append(await measure(call, clients=clients, calls=calls))
                mib = {name: statistics.median(each.rate for each in of) * SIZE / MIB for name, of in found.items()}
                ratio = mib["mesa"] / mib["bare"]
                print(f"{kind:4}  {clients:7}  {mib['mesa']:10.1f}  {mib['bare']:10.1f}  {ratio:5.2f}", flush=True)


if __name__ == "__main__":
    with ground() as on:
        asyncio.run(run(on, int(sys.argv[1]) if len(sys.argv) > 1 else 12))
