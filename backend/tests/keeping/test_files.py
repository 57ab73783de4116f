"""The storage check: what is missing, what was changed, what nobody names."""

import asyncio
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
from fastapi import FastAPI

from app.attachments.object_storage import ObjectStorage
from app.attachments.storage import Storage
from app.keeping.files import Finding, Report, check
from tests.attachments.bucket import bucket
from tests.factories import pdf, present, upload

BACKEND = Path(__file__).parents[2]


async def filed(client: httpx.AsyncClient) -> tuple[str, str]:
    """A fresh filing's number, and the hash of its file."""
    presented = await present(client, main_upload_id=(await upload(client, content=pdf()))["upload_id"])
    return presented["number"], presented["attachments"][0]["sha256"]


def of(report: Report, sha256: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.sha256 == sha256]


async def test_a_file_that_is_as_it_came_is_counted_and_not_found_fault_with(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    before = await check(app.state.database, app.state.storage)
    _, sha256 = await filed(client)

    report = await check(app.state.database, app.state.storage)

    # The file and its receipt.
    assert report.files == before.files + 2
    assert report.bytes > before.bytes
    assert of(report, sha256) == []


async def test_what_is_gone_or_not_the_same_is_named_with_its_filing(app: FastAPI, client: httpx.AsyncClient) -> None:
    storage: Storage = app.state.storage
    (gone, gone_hash), (bent, bent_hash), (short, short_hash) = [await filed(client) for _ in range(3)]
    kept = {sha256: storage.path(sha256).read_bytes() for sha256 in (gone_hash, bent_hash, short_hash)}
    storage.path(gone_hash).unlink()
    content = bytearray(kept[bent_hash])
    content[100] ^= 1
    storage.path(bent_hash).write_bytes(content)
    storage.path(short_hash).write_bytes(kept[short_hash][:-1])
    try:
        report = await check(app.state.database, storage)
        quick = await check(app.state.database, storage, content=False)
    finally:
        for sha256, whole in kept.items():
            storage.path(sha256).write_bytes(whole)

    assert of(report, gone_hash) == [Finding("missing", gone_hash, gone)]
    assert of(report, bent_hash) == [
        Finding("changed", bent_hash, bent, f"SHA-256 {hashlib.sha256(content).hexdigest()}")
    ]
    [cut] = of(report, short_hash)
    assert (cut.problem, cut.document) == ("changed", short)
    assert not report.lossless
    # By size alone a flipped bit is not seen.
    assert (of(quick, bent_hash), len(of(quick, short_hash))) == ([], 1)


async def test_what_no_row_names_is_a_stray_unless_it_has_just_arrived(app: FastAPI) -> None:
    storage: Storage = app.state.storage
    old, young = [await storage.put(os.urandom(500)) for _ in range(2)]
    os.utime(storage.path(old), (0, time.time() - 7200))
    try:
        report = await check(app.state.database, storage)
    finally:
        for sha256 in (old, young):
            storage.path(sha256).unlink()

    [stray] = of(report, old)
    assert (stray.problem, stray.detail) == ("stray", "500 bytes, 2.0 h")
    assert of(report, young) == []
    assert report.arriving >= 1
    assert not report.ok


async def test_a_provisional_file_counts_until_it_expires(app: FastAPI, client: httpx.AsyncClient) -> None:
    storage: Storage = app.state.storage
    sha256 = (await upload(client, content=pdf()))["sha256"]
    content = storage.path(sha256).read_bytes()
    storage.path(sha256).unlink()
    try:
        report = await check(app.state.database, storage)
    finally:
        storage.path(sha256).write_bytes(content)
    assert of(report, sha256) == [Finding("missing", sha256)]


async def test_a_bucket_is_checked_like_a_folder(app: FastAPI, client: httpx.AsyncClient, tmp_path: Path) -> None:
    with bucket("revision") as url:
        folder, app.state.storage = app.state.storage, ObjectStorage(url, tmp_path)
        storage = app.state.storage
        try:
            _, sha256 = await filed(client)
        finally:
            app.state.storage = folder
        whole = await check(app.state.database, storage)
        await storage.remove(sha256)
        lost = await check(app.state.database, storage)
    assert (of(whole, sha256), of(lost, sha256)[0].problem) == ([], "missing")


async def test_the_command_tells_it_and_ends_accordingly(app: FastAPI, client: httpx.AsyncClient) -> None:
    storage: Storage = app.state.storage
    _, sha256 = await filed(client)
    content = storage.path(sha256).read_bytes()

    async def mesa(**env: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "app.cli", "storage", "check", "--json"]
        run = lambda: subprocess.run(  # noqa: E731
            command, cwd=BACKEND, env={**os.environ, **env}, capture_output=True, text=True, check=False
        )
        return await asyncio.to_thread(run)

    storage.path(sha256).unlink()
    try:
        found = await mesa()
    finally:
        storage.path(sha256).write_bytes(content)
    away = await mesa(DATABASE_URL="postgresql://mesa@127.0.0.1:9/mesa")

    assert found.returncode == 1
    assert sha256 in [each["sha256"] for each in json.loads(found.stdout)["findings"]]
    assert (away.returncode, away.stdout) == (2, "")
