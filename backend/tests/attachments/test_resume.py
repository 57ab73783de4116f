"""A resumable upload survives cut connections and the sudden death of the server."""

import hashlib
import socket
import time
from urllib.parse import urlsplit

import httpx

from app.settings import Settings
from tests.attachments.makers import changed_pdf
from tests.attachments.test_tus import CHUNK, TUS, named
from tests.factories import API
from tests.platform.processes import Server, start_server


def large() -> bytes:
    """A PDF of three megabytes."""
    return changed_pdf(
        lambda document: document.attachments.__setitem__("a.bin", hashlib.shake_128(b"a").digest(3 << 20))
    )


def create(server: Server, size: int) -> str:
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": named("a.pdf")}
    answer = httpx.post(f"{server.url}{API}/uploads", headers=headers)
    assert answer.status_code == 201, answer.text
    return urlsplit(answer.headers["Location"]).path


def offset(server: Server, at: str) -> int:
    return int(httpx.head(server.url + at, headers=TUS).headers["Upload-Offset"])


def patch(server: Server, at: str, start: int, content: bytes) -> httpx.Response:
    return httpx.patch(server.url + at, content=content, headers=CHUNK | {"Upload-Offset": str(start)}, timeout=60)


def begin_patch(server: Server, at: str, size: int, content: bytes) -> socket.socket:
    """Announces `size` bytes and sends `content` of them; the connection stays open."""
    connection = socket.create_connection(("127.0.0.1", server.port))
    head = [f"PATCH {at} HTTP/1.1", "Host: localhost", "Upload-Offset: 0", f"Content-Length: {size}"]
    head += [f"{name}: {value}" for name, value in CHUNK.items()]
    connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + content)
    return connection


def finish(server: Server, at: str, content: bytes) -> None:
    start = offset(server, at)
    assert patch(server, at, start, content[start:]).status_code == 204
    said = httpx.get(f"{server.url}{at}/inspection", timeout=60)
    assert (said.status_code, said.json()["sha256"]) == (200, hashlib.sha256(content).hexdigest())


def until_offset(server: Server, at: str, least: int) -> int:
    deadline = time.monotonic() + 20
    while (found := offset(server, at)) < least:
        assert time.monotonic() < deadline, f"only {found} bytes were kept"
        time.sleep(0.02)
    return found


def test_what_arrived_before_a_cut_is_kept(server: Server) -> None:
    content = large()
    at = create(server, len(content))
    sent = len(content) * 6 // 10

    begin_patch(server, at, len(content), content[:sent]).close()

    assert until_offset(server, at, sent) == sent
    finish(server, at, content)


def test_what_was_acknowledged_survives_the_server(settings: Settings) -> None:
    content = large()
    with start_server() as server:
        at = create(server, len(content))
        assert patch(server, at, 0, content[: 1 << 20]).status_code == 204
        server.kill()

    with start_server() as server:
        assert offset(server, at) == 1 << 20
        finish(server, at, content)


def test_a_server_that_dies_amid_a_piece_goes_on_from_what_it_has(settings: Settings) -> None:
    content = large()
    with start_server() as server:
        at = create(server, len(content))
        connection = begin_patch(server, at, len(content), content[: 2 << 20])
        until_offset(server, at, 1 << 20)
        server.kill()
        connection.close()

    with start_server() as server:
        assert 1 << 20 <= offset(server, at) <= 2 << 20
        finish(server, at, content)
