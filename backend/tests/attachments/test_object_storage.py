"""Originals in a bucket: the same storage, elsewhere. The server is another's, spoken to over HTTP."""

import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.attachments import sweep
from app.attachments.object_storage import ObjectStorage
from app.attachments.service import Intake
from app.attachments.storage import open_storage
from app.documents.indexing import index_text
from app.settings import Settings
from tests.attachments.bucket import bucket
from tests.documents.conftest import SignedIn, signed_in
from tests.factories import API, pdf, present, upload

__all__ = ["signed_in"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with bucket("mesa") as url:
        yield url


@pytest.fixture
def storage(address: str, tmp_path: Path) -> ObjectStorage:
    return ObjectStorage(address, tmp_path / "spool")


@pytest.fixture
async def in_bucket(app: FastAPI, storage: ObjectStorage) -> AsyncIterator[ObjectStorage]:
    """The application with its originals in the bucket."""
    folder, app.state.storage = app.state.storage, storage
    yield storage
    app.state.storage = folder


def left_behind(storage: ObjectStorage) -> list[Path]:
    return [path for path in storage.root.rglob("*") if path.is_file()]


async def test_what_is_kept_is_in_the_bucket_and_not_on_this_machine(storage: ObjectStorage) -> None:
    content = os.urandom(300_000)

    sha256 = await storage.put(content)

    assert sha256 == hashlib.sha256(content).hexdigest()
    assert left_behind(storage) == []
    assert await storage.read(sha256) == content
    found = await storage.find(sha256)
    assert found is not None
    assert (found.size, await storage.digest(sha256)) == (300_000, sha256)
    async with storage.local(sha256) as copy:
        assert copy.read_bytes() == content
    assert left_behind(storage) == []


async def test_a_file_of_several_parts_arrives_whole(storage: ObjectStorage) -> None:
    content = os.urandom(11 * 2**20)
    sha256 = await storage.put(content)
    assert await storage.digest(sha256) == sha256


async def test_any_part_of_a_file_can_be_read(storage: ObjectStorage) -> None:
    content = os.urandom(3 * 2**20)
    sha256 = await storage.put(content)

    async with storage.opened(sha256) as file:
        await file.seek(2_000_000)
        far = await file.read(100_000)
        await file.seek(10)
        near = b"".join([await file.read(65_536) for _ in range(3)])
        await file.seek(len(content) - 5)
        end = await file.read(100)

    assert far == content[2_000_000:2_100_000]
    assert near == content[10 : 10 + 3 * 65_536]
    assert end == content[-5:]


async def test_what_is_not_there_is_said_so(storage: ObjectStorage) -> None:
    unknown = hashlib.sha256(os.urandom(8)).hexdigest()
    assert await storage.find(unknown) is None
    await storage.remove(unknown)
    with pytest.raises(FileNotFoundError):
        await storage.read(unknown)
    with pytest.raises(FileNotFoundError):
        async with storage.local(unknown):
            pass


async def test_a_filing_goes_its_whole_way(
    app: FastAPI, client: httpx.AsyncClient, signed_in: SignedIn, in_bucket: ObjectStorage
) -> None:
    content = pdf(2)
    presented = await present(client, main_upload_id=(await upload(client, content=content))["upload_id"])
    clerk = await signed_in("clerk")
    file = f"{API}/attachments/{presented['attachments'][0]['id']}/content"

    whole = await client.get(file, headers=clerk)
    part = await client.get(file, headers=clerk | {"Range": "bytes=10-19"})
    receipt = await client.get(f"{API}/documents/{presented['id']}/receipt?kind=presentation", headers=clerk)
    while await index_text(app.state.database, in_bucket, app.state.pool):
        pass

    assert (whole.status_code, whole.content) == (200, content)
    assert (part.status_code, part.content) == (206, content[10:20])
    assert (receipt.status_code, receipt.content[:5]) == (200, b"%PDF-")
    assert left_behind(in_bucket) == []


async def test_the_sweep_takes_from_the_bucket_only_what_no_row_names(
    app: FastAPI, client: httpx.AsyncClient, in_bucket: ObjectStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed, stray = pdf(), os.urandom(1000)
    presented = await present(client, main_upload_id=(await upload(client, content=filed))["upload_id"])
    unnamed = await in_bucket.put(stray)
    intake = Intake(app.state.database, in_bucket, app.state.pool, app.state.settings)

    assert await sweep.sweep_strays(intake) == 0
    # Nobody can set a bucket's clock back, so the wait is made short.
    monkeypatch.setattr(sweep, "STRAY_AGE", -60)
    await sweep.sweep_strays(intake)

    assert await in_bucket.find(unnamed) is None
    assert await in_bucket.find(presented["attachments"][0]["sha256"]) is not None


async def test_a_bucket_that_is_away_is_a_503_and_nothing_was_promised(
    app: FastAPI, client: httpx.AsyncClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "prueba")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "prueba-secreta")
    away = ObjectStorage("s3://mesa/originales", tmp_path)
    folder, app.state.storage = app.state.storage, away
    try:
        answer = await client.post(f"{API}/attachments", files={"file": ("escrito.pdf", pdf())})
    finally:
        app.state.storage = folder

    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
    assert left_behind(away) == []
    with pytest.raises(OSError, match="storage"):
        await away.check()


def test_the_address_says_where(address: str, settings: Settings, tmp_path: Path) -> None:
    spool = {"upload_dir": tmp_path}
    assert isinstance(open_storage(settings.model_copy(update=spool | {"storage_url": address})), ObjectStorage)
    here = open_storage(settings.model_copy(update={"storage_url": f"file://{tmp_path}/x"}))
    assert (type(here).__name__, here.root) == ("Storage", tmp_path / "x")
    with pytest.raises(ValueError, match="STORAGE_URL"):
        open_storage(settings.model_copy(update={"storage_url": "ftp://mesa"}))
