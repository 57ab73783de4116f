"""A large file cut off by the server's death goes on from where it was, and is filed once."""

import base64
import contextlib
import hashlib
import io
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pikepdf

from app.embedded.children import free_port
from tests.factories import body, send
from tests.faults.conftest import caller
from tests.platform.processes import Server, start_server

MEGABYTE = 1_000_000
SIZE = 9 * MEGABYTE
CUT_AT = 0.6
PART = 65_536
TUS = {"Tus-Resumable": "1.0.0"}
CHUNK = {**TUS, "Content-Type": "application/offset+octet-stream"}


def large_pdf() -> bytes:
    """About SIZE bytes that do not compress."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    side = 1_700
    image = pikepdf.Stream(document, os.urandom(side * side * 3))
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width = image.Height = side
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Foto=image))
    page.obj.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Foto Do Q")
    kept = io.BytesIO()
    document.save(kept, compress_streams=False)
    return kept.getvalue()


async def until_killed(content: bytes, server: Server) -> AsyncIterator[bytes]:
    """A chunk whose second half the server does not live to see."""
    half = len(content) // 2
    for start in range(0, half, PART):
        yield content[start : min(start + PART, half)]
    server.kill()
    yield content[half:]


async def test_it_goes_on_after_the_server_was_killed(settings: object, tmp_path: Path) -> None:
    content, port, data = large_pdf(), free_port(), str(tmp_path)
    kept = int(len(content) * CUT_AT)
    name = base64.b64encode(b"plano grande.pdf").decode()
    with start_server(port=port, MESA_DATA_DIR=data) as server:
        async with caller(server.url) as client:
            wanted = {**TUS, "Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"}
            location = (await client.post("/api/v1/uploads", headers=wanted)).headers["Location"]
            told = await client.patch(location, content=content[:kept], headers={**CHUNK, "Upload-Offset": "0"})
            assert told.headers["Upload-Offset"] == str(kept)
            with contextlib.suppress(httpx.TransportError):
                chunk = until_killed(content[kept:], server)
                await client.patch(location, content=chunk, headers={**CHUNK, "Upload-Offset": str(kept)})

    with start_server(port=port, MESA_DATA_DIR=data) as server:
        async with caller(server.url) as client:
            offset = int((await client.head(location, headers=TUS)).headers["Upload-Offset"])
            # What was on its way in the network may be lost, what was acknowledged may not.
            assert kept <= offset < len(content)
            answer = await client.patch(
                location, content=content[offset:], headers={**CHUNK, "Upload-Offset": str(offset)}
            )
            assert answer.status_code == 204, answer.text
            upload_id = location.rsplit("/", 1)[1]
            while (inspected := await client.get(f"/api/v1/uploads/{upload_id}/inspection")).status_code == 202:
                pass
            assert inspected.status_code == 200, inspected.text
            assert inspected.json()["sha256"] == hashlib.sha256(content).hexdigest()

            filed = await send(client, body(upload_id))
            assert filed.status_code == 201, filed.text
            (attachment,) = filed.json()["attachments"]
            assert (attachment["sha256"], attachment["filename"]) == (inspected.json()["sha256"], "plano grande.pdf")

            again = await send(client, body(upload_id))
            assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "upload_used")
