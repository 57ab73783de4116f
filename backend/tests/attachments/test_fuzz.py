"""Whatever a client sends: a problem, never a 500."""

import random

import httpx
import pytest

from tests.attachments.test_multipart import END, HEADERS, part
from tests.attachments.test_tus import CHUNK, TUS, begun, named
from tests.factories import API, pdf

ROUNDS = 60
TUS_HEADERS = ["Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum", "Tus-Resumable", "Content-Type"]
ODD = [b"", b"0", b"-1", b"1e9", b"\xff\xfe", b"9" * 30, "ñ".encode(), b"sha1 ", b"filename ", b"a,b,,c", b"NaN", b"\t"]
ANSWERS_TO_TUS = {200, 201, 204, 400, 404, 405, 409, 410, 412, 413, 415, 422, 423, 460}


def mangled(source: random.Random, content: bytes) -> bytes:
    """`content` with a few bytes changed, dropped, doubled or cut."""
    made = bytearray(content)
    for _ in range(source.randint(1, 8)):
        at = source.randrange(len(made))
        match source.randrange(4):
            case 0:
                made[at] = source.randrange(256)
            case 1:
                del made[at : at + source.randint(1, 30)]
            case 2:
                made[at:at] = made[at : at + source.randint(1, 60)]
            case _:
                del made[max(at, 1) :]
    return bytes(made)


@pytest.mark.parametrize("seed", range(3))
async def test_mangled_bodies_are_answered(client: httpx.AsyncClient, seed: int) -> None:
    source = random.Random(seed)
    for _ in range(ROUNDS // 3):
        body = mangled(source, part(pdf()) + END)

        answer = await client.post(f"{API}/attachments", content=body, headers=HEADERS)

        assert answer.status_code in (201, 400, 413, 422), (body, answer.text)


@pytest.mark.parametrize("seed", range(3))
async def test_mangled_pdfs_are_answered(client: httpx.AsyncClient, seed: int) -> None:
    source = random.Random(seed)
    for _ in range(ROUNDS // 3):
        answer = await client.post(f"{API}/attachments", files={"file": ("a.pdf", mangled(source, pdf()))})

        assert answer.status_code in (201, 422), answer.text


async def test_odd_tus_headers_are_answered(client: httpx.AsyncClient) -> None:
    source = random.Random(7)
    at = await begun(client, 10_000)
    for _ in range(ROUNDS * 2):
        method = source.choice(["POST", "PATCH", "HEAD", "OPTIONS", "PUT", "GET"])
        headers = CHUNK | TUS | {"Upload-Length": "9", "Upload-Offset": "0", "Upload-Metadata": named("a.pdf")}
        sent = {name.encode(): value.encode() for name, value in headers.items()}
        for name in source.sample(TUS_HEADERS, source.randint(0, 3)):
            sent[name.encode()] = source.choice(ODD)
        where = source.choice([at, f"{API}/uploads", f"{at}/inspection", f"{API}/uploads/%ff"])

        answer = await client.request(method, where, content=b"x" * source.randrange(20), headers=list(sent.items()))

        assert answer.status_code in ANSWERS_TO_TUS, (method, where, sent, answer.text)
