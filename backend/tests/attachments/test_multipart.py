"""A file in one request: what is answered, what is refused, and what is left behind (nothing)."""

import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from app.attachments.storage import Storage
from app.settings import Settings
from tests.attachments.makers import picture
from tests.factories import API, pdf

BOUNDARY = "limite"
HEADERS = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def part(content: bytes, name: str = "file", filename: str | None = "a.pdf") -> bytes:
    given = f'; filename="{filename}"' if filename is not None else ""
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{given}\r\n\r\n'.encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


async def post(client: httpx.AsyncClient, body: bytes | AsyncIterator[bytes], **headers: str) -> httpx.Response:
    return await client.post(f"{API}/attachments", content=body, headers=HEADERS | headers)


def incoming(app: FastAPI) -> int:
    storage: Storage = app.state.storage
    return sum(path.suffix != ".partial" for path in storage.incoming.iterdir())


def padded(size: int) -> bytes:
    """A PDF of exactly `size` bytes: spaces may stand before its last line."""
    whole = pdf()
    return whole[:9] + b"%" + b" " * (size - len(whole) - 2) + b"\n" + whole[9:]


async def test_a_file_is_stored_under_its_hash(app: FastAPI, client: httpx.AsyncClient) -> None:
    content = pdf(3)

    answer = await post(client, part(content, filename="C:\\\\docs\\\\Petición.pdf") + END)

    said = answer.json()
    digest = hashlib.sha256(content).hexdigest()
    assert answer.status_code == 201
    assert (said["filename"], said["size"], said["sha256"]) == ("Petición.pdf", len(content), digest)
    assert (said["media_type"], said["pages"], said["findings"]) == ("application/pdf", 3, [])
    assert await app.state.storage.read(digest) == content


async def test_pieces_of_one_byte_arrive_whole(client: httpx.AsyncClient) -> None:
    content = picture("PNG")
    body = part(content, filename="a.png") + END

    async def slowly() -> AsyncIterator[bytes]:
        for at in range(0, len(body), 7):
            yield body[at : at + 7]

    assert (await post(client, slowly())).json()["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(("over", "status"), [(0, 201), (1, 413)])
async def test_the_limit_is_exact(client: httpx.AsyncClient, settings: Settings, over: int, status: int) -> None:
    answer = await post(client, part(padded(settings.max_upload_size + over)) + END)

    assert answer.status_code == status
    if status == 413:
        assert answer.json()["code"] == "file_too_large"


async def test_too_large_wins_over_everything(client: httpx.AsyncClient, settings: Settings) -> None:
    answer = await post(client, part(b"MZ" * settings.max_upload_size, filename="con\x01.exe") + END)

    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")


BROKEN = {
    "cut in the file": part(pdf())[:-40],
    "no closing boundary": part(pdf()),
    "half a closing boundary": part(pdf()) + b"--limite",
    "something after the end": part(pdf()) + END + b"more",
    "a second file": part(pdf()) + part(pdf()) + END,
    "a field beside the file": part(pdf()) + part(b"x", "title", None) + END,
    "a field before the file": part(b"x", "title", None) + part(pdf()) + END,
    "another name": part(pdf(), "archivo") + END,
    "no file name": part(pdf(), filename=None) + END,
    "no part": END,
    "nothing": b"",
    "no multipart at all": pdf(),
    "another boundary": part(pdf()).replace(b"limite", b"otro") + END,
    "a header without end": b"--limite\r\n" + b"X: " + b"a" * 100_000,
    "a thousand headers": b"--limite\r\n" + b"X: a\r\n" * 1000 + b"\r\nx\r\n" + END,
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
async def test_a_broken_body_is_refused_and_leaves_nothing(
    app: FastAPI, client: httpx.AsyncClient, body: bytes
) -> None:
    before = incoming(app)

    answer = await post(client, body)

    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert incoming(app) == before


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/mixed; boundary=limite",
        "text/plain",
        "é",
    ],
)
async def test_another_content_type_is_refused(client: httpx.AsyncClient, kind: str) -> None:
    headers = [(b"Content-Type", kind.encode())]

    answer = await client.post(f"{API}/attachments", content=part(pdf()) + END, headers=headers)

    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("name", ["", ".pdf", "..", "con.pdf", "a\x00.pdf", "///", "   .pdf", "sin-extension"])
async def test_an_unusable_name_is_refused(client: httpx.AsyncClient, name: str) -> None:
    answer = await post(client, part(pdf(), filename=name) + END)

    assert (answer.status_code, answer.json()["code"]) == (422, "file_name_invalid")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/a.pdf", "a.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("a\x07b.pdf", "ab.pdf"),
        ("petición.pdf", "petición.pdf"),
        ("文書 📄.pdf", "文書 📄.pdf"),
        ("a" * 400 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
async def test_a_name_is_kept_clean(client: httpx.AsyncClient, raw: str, kept: str) -> None:
    assert (await post(client, part(pdf(), filename=raw) + END)).json()["filename"] == kept


async def test_a_refused_file_leaves_nothing(app: FastAPI, client: httpx.AsyncClient) -> None:
    before = incoming(app)
    content = b"MZ" + pdf()

    answer = await post(client, part(content) + END)

    assert (answer.status_code, answer.json()["code"]) == (422, "file_type_mismatch")
    assert incoming(app) == before
    assert not app.state.storage.path(hashlib.sha256(content).hexdigest()).exists()
