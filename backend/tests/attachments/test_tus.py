"""Resumable uploads: every rule of tus 1.0.0 that we offer."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app import clock
from app.attachments.resumable import locked
from app.attachments.storage import Storage
from app.settings import Settings
from tests.factories import API, body, pdf, send
from tests.people import headers_of, make_user

TUS = {"Tus-Resumable": "1.0.0"}
CHUNK = TUS | {"Content-Type": "application/offset+octet-stream"}


def named(name: str) -> str:
    return "filename " + base64.b64encode(name.encode()).decode()


def summed(content: bytes, name: str = "sha256") -> str:
    return f"{name} " + base64.b64encode(hashlib.new(name, content).digest()).decode()


async def create(client: httpx.AsyncClient, size: int, name: str = "a.pdf", **headers: str) -> httpx.Response:
    given = TUS | {"Upload-Length": str(size), "Upload-Metadata": named(name)} | headers
    return await client.post(f"{API}/uploads", headers=given)


async def begun(client: httpx.AsyncClient, size: int, name: str = "a.pdf", **headers: str) -> str:
    """The address of a new upload."""
    answer = await create(client, size, name, **headers)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


async def patch(client: httpx.AsyncClient, at: str, offset: int, content: bytes, **headers: str) -> httpx.Response:
    return await client.patch(at, content=content, headers=CHUNK | {"Upload-Offset": str(offset)} | headers)


async def offset_of(client: httpx.AsyncClient, at: str) -> int:
    return int((await client.head(at, headers=TUS)).headers["Upload-Offset"])


async def arrived(client: httpx.AsyncClient, content: bytes, name: str = "a.pdf") -> str:
    at = await begun(client, len(content), name)
    assert (await patch(client, at, 0, content)).status_code == 204
    return at


async def test_a_file_arrives_in_pieces_and_is_inspected(client: httpx.AsyncClient) -> None:
    content = pdf(2)
    at = await begun(client, len(content), "Petición.pdf")

    first = await patch(client, at, 0, content[:500])
    unfinished = await client.get(f"{at}/inspection")
    last = await patch(client, at, 500, content[500:])
    said: dict[str, Any] = (await client.get(f"{at}/inspection")).json()

    assert (first.status_code, first.headers["Upload-Offset"], first.headers["Tus-Resumable"]) == (204, "500", "1.0.0")
    assert (unfinished.status_code, unfinished.json()["code"]) == (409, "upload_unfinished")
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(content)))
    assert at.endswith(said["upload_id"])
    assert (said["filename"], said["pages"]) == ("Petición.pdf", 2)
    assert said["sha256"] == hashlib.sha256(content).hexdigest()


async def test_options_say_what_is_offered(client: httpx.AsyncClient, settings: Settings) -> None:
    answer = await client.options(f"{API}/uploads")

    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Max-Size"] == str(settings.max_upload_size)
    assert set(answer.headers["Tus-Checksum-Algorithm"].split(",")) == {"sha1", "sha256"}
    offered = {"creation", "creation-with-upload", "checksum", "expiration", "termination"}
    assert set(answer.headers["Tus-Extension"].split(",")) == offered


async def test_creation_may_bring_the_file(client: httpx.AsyncClient) -> None:
    content = pdf()
    headers = CHUNK | {"Upload-Length": str(len(content)), "Upload-Metadata": named("a.pdf")}

    answer = await client.post(f"{API}/uploads", content=content, headers=headers)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(content)))
    assert (await client.get(answer.headers["Location"] + "/inspection")).status_code == 200


async def test_head_tells_offset_length_and_expiry(client: httpx.AsyncClient) -> None:
    at = await begun(client, 900)
    await patch(client, at, 0, b"x" * 400)

    answer = await client.head(at, headers=TUS)

    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Length"]) == ("400", "900")
    assert answer.headers["Upload-Expires"].endswith("GMT")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("offset", [1, 399, 401, 10**17])
async def test_a_wrong_offset_changes_nothing(client: httpx.AsyncClient, offset: int) -> None:
    at = await begun(client, 900)
    await patch(client, at, 0, b"x" * 400)

    answer = await patch(client, at, offset, b"y" * 100)

    assert (answer.status_code, answer.headers["Tus-Resumable"]) == (409, "1.0.0")
    assert await offset_of(client, at) == 400


@pytest.mark.parametrize("name", ["sha1", "sha256"])
async def test_a_checksum_keeps_all_or_nothing(client: httpx.AsyncClient, name: str) -> None:
    content = pdf()
    at = await begun(client, len(content))

    wrong = await patch(client, at, 0, content, **{"Upload-Checksum": summed(b"otro", name)})
    assert (wrong.status_code, await offset_of(client, at)) == (460, 0)

    right = await patch(client, at, 0, content, **{"Upload-Checksum": summed(content, name)})
    assert (right.status_code, await offset_of(client, at)) == (204, len(content))


@pytest.mark.parametrize("checksum", ["md5 AAAA", "sha1", "sha256 ***", "sha1 " + "A" * 90, ""])
async def test_an_unknown_checksum_is_refused(client: httpx.AsyncClient, checksum: str) -> None:
    at = await begun(client, 100)

    assert (await patch(client, at, 0, b"x", **{"Upload-Checksum": checksum})).status_code == 400
    assert await offset_of(client, at) == 0


async def test_more_than_was_announced_is_refused(client: httpx.AsyncClient) -> None:
    at = await begun(client, 100)

    assert (await patch(client, at, 0, b"x" * 101)).status_code == 413
    assert await offset_of(client, at) == 0


async def test_the_limit_holds_at_creation(client: httpx.AsyncClient, settings: Settings) -> None:
    assert (await create(client, settings.max_upload_size)).status_code == 201
    assert (await create(client, settings.max_upload_size + 1)).status_code == 413


async def test_bad_content_is_told_by_the_inspection(client: httpx.AsyncClient) -> None:
    at = await arrived(client, b"MZ" + pdf())

    answer = await client.get(f"{at}/inspection")

    assert (answer.status_code, answer.json()["code"]) == (422, "file_type_mismatch")


async def test_an_empty_file_is_refused_by_the_inspection(client: httpx.AsyncClient) -> None:
    answer = await client.get(await begun(client, 0) + "/inspection")

    assert (answer.status_code, answer.json()["code"]) == (422, "file_empty")


async def test_a_busy_upload_waits_its_turn(app: FastAPI, client: httpx.AsyncClient) -> None:
    content = pdf()
    at = await begun(client, len(content))
    storage: Storage = app.state.storage

    with locked(storage.partial(at.rsplit("/", 1)[1])):
        busy = await patch(client, at, 0, content)

    assert busy.status_code == 423
    assert (await patch(client, at, 0, content)).status_code == 204


async def test_an_inspection_that_runs_is_told(app: FastAPI, client: httpx.AsyncClient) -> None:
    content = pdf()
    at = await begun(client, len(content))
    storage: Storage = app.state.storage
    path = storage.partial(at.rsplit("/", 1)[1])

    # As a server leaves it that died between the last byte and the inspection.
    path.write_bytes(content)
    with locked(path):
        assert (await client.get(f"{at}/inspection")).status_code == 202

    assert (await client.get(f"{at}/inspection")).status_code == 200


async def test_a_deleted_upload_is_gone(client: httpx.AsyncClient) -> None:
    at = await arrived(client, pdf())

    assert (await client.delete(at, headers=TUS)).status_code == 204

    for answer in (
        await client.head(at, headers=TUS),
        await patch(client, at, 0, b"x"),
        await client.delete(at, headers=TUS),
    ):
        assert answer.status_code == 410
    filing = await send(client, body(at.rsplit("/", 1)[1]))
    assert [each["code"] for each in filing.json()["errors"]] == ["upload_unknown"]


async def test_an_expired_upload_is_gone(client: httpx.AsyncClient) -> None:
    at = await begun(client, 100)

    with clock.frozen(clock.now() + timedelta(hours=72, seconds=1)):
        assert (await client.head(at, headers=TUS)).status_code == 410
        assert (await patch(client, at, 0, b"x")).status_code == 410


async def test_somebody_elses_upload_is_unknown(app: FastAPI, client: httpx.AsyncClient) -> None:
    owner = await headers_of(client, await make_user(app, "citizen"))
    other = await headers_of(client, await make_user(app, "citizen"))
    at = await begun(client, 100, **owner)

    assert (await client.head(at, headers=TUS)).status_code == 404
    assert (await client.head(at, headers=TUS | other)).status_code == 404
    assert (await client.head(at, headers=TUS | owner)).status_code == 200


@pytest.mark.parametrize("identifier", ["x", "0" * 32, "..%2f..%2fetc", "%00", "é"])
async def test_an_unknown_upload_is_404(client: httpx.AsyncClient, identifier: str) -> None:
    assert (await client.head(f"{API}/uploads/{identifier}", headers=TUS)).status_code == 404


async def test_a_proxy_without_patch_is_no_obstacle(client: httpx.AsyncClient) -> None:
    content = pdf()
    at = await begun(client, len(content))
    headers = CHUNK | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}

    assert (await client.post(at, content=content, headers=headers)).status_code == 204
    assert (await client.post(at, headers=TUS | {"X-HTTP-Method-Override": "DELETE"})).status_code == 204
    assert (await client.post(at, headers=TUS)).status_code == 410


ODD_CREATIONS: dict[str, tuple[dict[str, str], int]] = {
    "no version": ({"Tus-Resumable": ""}, 412),
    "another version": ({"Tus-Resumable": "0.2.2"}, 412),
    "no length": ({"Upload-Length": ""}, 400),
    "a negative length": ({"Upload-Length": "-1"}, 400),
    "a length in other digits": ({"Upload-Length": "1e3"}, 400),
    "a length beyond any": ({"Upload-Length": "9" * 18}, 413),
    "an endless length": ({"Upload-Length": "9" * 400}, 400),
    "no name": ({"Upload-Metadata": "filetype YQ=="}, 422),
    "an empty name": ({"Upload-Metadata": "filename"}, 422),
    "a name that is not base64": ({"Upload-Metadata": "filename ***"}, 400),
    "a name that is not UTF-8": ({"Upload-Metadata": "filename /w=="}, 400),
    "a name with NUL": ({"Upload-Metadata": named("a\0.pdf")}, 422),
    "endless metadata": ({"Upload-Metadata": "a " * 9_000}, 400),
}


@pytest.mark.parametrize(("headers", "status"), ODD_CREATIONS.values(), ids=ODD_CREATIONS)
async def test_an_odd_creation_is_refused(client: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    answer = await create(client, 100, **headers)

    assert (answer.status_code, answer.headers["Tus-Resumable"]) == (status, "1.0.0"), answer.text


@pytest.mark.parametrize(("content", "status"), [(b"x", 415), (b"", 201)])
async def test_a_type_counts_only_with_a_body(client: httpx.AsyncClient, content: bytes, status: int) -> None:
    headers = TUS | {"Upload-Length": "9", "Upload-Metadata": named("a.pdf"), "Content-Type": "application/json"}

    assert (await client.post(f"{API}/uploads", content=content, headers=headers)).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 415),
        ({"Upload-Offset": ""}, 400),
        ({"Upload-Offset": "-1"}, 400),
        ({"Upload-Offset": "0x0"}, 400),
        ({"Tus-Resumable": "2.0.0"}, 412),
    ],
)
async def test_an_odd_piece_is_refused(client: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    at = await begun(client, 100)

    assert (await patch(client, at, 0, b"x", **headers)).status_code == status
    assert await offset_of(client, at) == 0
