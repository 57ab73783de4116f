"""What nobody used goes; what a row names stays."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app import clock
from app.attachments import sweep
from app.attachments.service import Intake
from app.attachments.storage import Storage
from tests.attachments.test_tus import TUS, begun, patch
from tests.factories import API, pdf, present, upload

LATER = timedelta(hours=73)


@pytest.fixture
def intake(app: FastAPI) -> Intake:
    state = app.state
    return Intake(state.database, state.storage, state.pool, state.settings)


def stored(intake: Intake, content: bytes) -> bool:
    return intake.storage.path(hashlib.sha256(content).hexdigest()).exists()


async def swept(intake: Intake) -> None:
    with clock.frozen(clock.now() + LATER):
        while await sweep.sweep(intake):
            pass


async def test_an_unused_file_goes_and_a_filed_one_stays(client: httpx.AsyncClient, intake: Intake) -> None:
    unused, filed = pdf(), pdf()
    await upload(client, content=unused)
    await present(client, main_upload_id=(await upload(client, content=filed))["upload_id"])

    await swept(intake)

    assert (stored(intake, unused), stored(intake, filed)) == (False, True)


async def test_bytes_that_a_filing_shares_stay(client: httpx.AsyncClient, intake: Intake) -> None:
    content = pdf()
    await present(client, main_upload_id=(await upload(client, content=content))["upload_id"])
    await upload(client, content=content)

    await swept(intake)

    assert stored(intake, content)


async def test_a_partial_file_goes_with_its_upload(client: httpx.AsyncClient, intake: Intake) -> None:
    at = await begun(client, 900)
    await patch(client, at, 0, b"x" * 400)
    partial = intake.storage.partial(at.rsplit("/", 1)[1])
    assert partial.stat().st_size == 400

    await swept(intake)

    assert not partial.exists()
    assert (await client.head(at, headers=TUS)).status_code == 404


async def test_bytes_without_a_row_go_after_a_day(client: httpx.AsyncClient, intake: Intake) -> None:
    stray, fresh, filed = (f"{name}-{clock.now()}".encode() for name in ("stray", "fresh", "filed"))
    for content in (stray, fresh):
        await intake.storage.put(content)
    kept = await upload(client)
    _age(intake.storage.path(hashlib.sha256(stray).hexdigest()))
    _age(intake.storage.path(kept["sha256"]))
    left = intake.storage.incoming / "left-behind"
    left.write_bytes(filed)
    _age(left)

    await sweep.sweep_strays(intake)

    assert (stored(intake, stray), stored(intake, fresh), left.exists()) == (False, True, False)
    assert intake.storage.path(kept["sha256"]).exists()


def _age(path: Path) -> None:
    os.utime(path, (0, 0))


async def test_an_upload_is_answered_with_its_bytes_on_disk(client: httpx.AsyncClient, intake: Intake) -> None:
    storage: Storage = intake.storage
    files = {"file": ("a.pdf", pdf())}

    said = (await client.post(f"{API}/attachments", files=files)).json()

    assert storage.path(said["sha256"]).stat().st_size == said["size"]
