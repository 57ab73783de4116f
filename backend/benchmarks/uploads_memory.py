"""What 60 uploads of 10 MB at once cost in memory: the server and its processes, before and at the worst moment.

`python -m benchmarks.uploads_memory [UPLOADS]` from `backend/`. The goal: none refused, growth at most 120 MiB.
Proportional set size (PSS): memory that processes share counts once.
"""

import asyncio
import base64
import io
import os
import sys
import time
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pikepdf
from pikepdf import Dictionary, Name

from benchmarks.ground import ground, http

MIB = 2**20
SIZE = 10 * 10**6
SIDE = 1800
GOAL = 120
SAMPLE_SECONDS = 0.05
PIECE = 64 * 1024
TUS = {"Tus-Resumable": "1.0.0"}


def scan(size: int) -> bytes:
    """A PDF of about `size` bytes: one page with a picture that does not pack."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    height = size // (SIDE * 3)
    picture = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Image)
    picture.write(zlib.compress(os.urandom(SIDE * height * 3), 1), filter=Name.FlateDecode)
    picture.Width, picture.Height, picture.ColorSpace, picture.BitsPerComponent = SIDE, height, Name.DeviceRGB, 8
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    page.obj.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    kept = io.BytesIO()
    document.save(kept, compress_streams=False)
    return kept.getvalue()


def tree(root: int) -> list[int]:
    """The process and everything below it."""
    found = [root]
    for process in found:
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def memory(root: int) -> dict[int, int]:
    """Bytes of each process of the tree."""
    sizes = {}
    for process in tree(root):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sizes[process] = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return sizes


async def watch(root: int, worst: dict[int, int]) -> None:
    while True:
        now = await asyncio.to_thread(memory, root)
        if sum(now.values()) > sum(worst.values()):
            worst.clear()
            worst.update(now)
        await asyncio.sleep(SAMPLE_SECONDS)


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(content), PIECE):
        yield content[at : at + PIECE]


async def whole(session: aiohttp.ClientSession, content: bytes) -> int:
    form = aiohttp.FormData()
    form.add_field("file", io.BytesIO(content), filename="escaneado.pdf", content_type="application/pdf")
    async with session.post("/api/v1/attachments", data=form) as answer:
        await answer.read()
        return answer.status


async def resumable(session: aiohttp.ClientSession, content: bytes) -> int:
    name = base64.b64encode(b"escaneado.pdf").decode()
    headers = TUS | {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}
    async with session.post("/api/v1/uploads", headers=headers) as answer:
        assert answer.status == 201, await answer.text()
        at = answer.headers["Location"]
    headers = TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    async with session.patch(at, data=in_pieces(content), headers=headers) as answer:
        assert answer.status == 204, await answer.text()
    async with session.get(at + "/inspection") as answer:
        await answer.read()
        return 201 if answer.status == 200 else answer.status


async def run(session: aiohttp.ClientSession, root: int, uploads: int) -> bool:
    contents = [scan(SIZE) for _ in range(uploads)]
    # The first ones start the processes and import what inspects; that is not growth by uploads.
    await asyncio.gather(*(whole(session, scan(200_000)) for _ in range(8)))
    before = memory(root)
    worst: dict[int, int] = {}
    watching = asyncio.ensure_future(watch(root, worst))
    began = time.perf_counter()
    ways = (whole, resumable)
    statuses = await asyncio.gather(*(ways[n % 2](session, content) for n, content in enumerate(contents)))
    seconds = time.perf_counter() - began
    watching.cancel()
    refused = sum(status != 201 for status in statuses)
    grown = (sum(worst.values()) - sum(before.values())) / MIB
    print(f"{uploads} uploads of {len(contents[0]) / 10**6:.1f} MB at once in {seconds:.1f} s, {refused} refused")
    print(f"{uploads * len(contents[0]) / MIB / seconds:.0f} MiB/s")
    for process, size in worst.items():
        print(f"process {process}: {before.get(process, 0) / MIB:.0f} MiB, at the worst moment {size / MIB:.0f} MiB")
    print(f"the tree grew by {grown:.0f} MiB (goal: at most {GOAL})")
    return not refused and grown <= GOAL


async def main(uploads: int) -> bool:
    with ground() as on:
        async with http(on.server) as session:
            return await run(session, on.server.process.pid, uploads)


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)) else 1)
