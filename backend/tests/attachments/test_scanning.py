"""With a scanner: only an exact `stream: OK` is clean.

clamd's database of viruses is 200 MB, so a small server that speaks its protocol stands in for it.
"""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from sqlalchemy import select

from app.attachments.models import Attachment, Upload
from app.attachments.rescan import rescan_pending
from app.attachments.service import Intake
from app.main import create_app
from app.settings import Settings
from tests.factories import API, pdf, present, upload


class Clamd:
    """Answers INSTREAM with `reply`; `None` hangs up."""

    def __init__(self) -> None:
        self.reply: bytes | None = b"stream: OK\0"
        self.received = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        command = await reader.readuntil(b"\n")
        self.received = b""
        while command.strip(b"zn\0\n") == b"INSTREAM":
            (size,) = struct.unpack(">I", await reader.readexactly(4))
            if size == 0:
                break
            self.received += await reader.readexactly(size)
        if self.reply is not None:
            end = command[-1:]
            writer.write(self.reply.rstrip(b"\0") + end)
            await writer.drain()
        writer.close()


@pytest.fixture
async def clamd() -> AsyncIterator[tuple[Clamd, int]]:
    scanner = Clamd()
    server = await asyncio.start_server(scanner.serve, "127.0.0.1", 0)
    async with server:
        yield scanner, server.sockets[0].getsockname()[1]


@asynccontextmanager
async def scanning(settings: Settings, port: int) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    """The application with a scanner at `port`."""
    with_scanner = settings.model_copy(update={"clamav_host": "127.0.0.1", "clamav_port": port})
    application = create_app(with_scanner)
    async with LifespanManager(application, startup_timeout=60, shutdown_timeout=60):
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=settings.public_url) as client:
            yield application, client


def codes(said: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in said["findings"]]


async def scan_of(app: FastAPI, upload_id: str) -> str:
    async with app.state.database.reading() as session:
        return str(await session.scalar(select(Upload.scan).where(Upload.id == upload_id)))


async def test_a_clean_file_is_clean(settings: Settings, clamd: tuple[Clamd, int]) -> None:
    scanner, port = clamd
    content = pdf()
    async with scanning(settings, port) as (app, client):
        said = await upload(client, content=content)

        assert (codes(said), await scan_of(app, said["upload_id"])) == ([], "clean")
    assert scanner.received == content


async def test_an_infected_file_is_refused(settings: Settings, clamd: tuple[Clamd, int]) -> None:
    scanner, port = clamd
    scanner.reply = b"stream: Eicar-Test-Signature FOUND"
    async with scanning(settings, port) as (_, client):
        answer = await client.post(f"{API}/attachments", files={"file": ("a.pdf", pdf())})

    assert (answer.status_code, answer.json()["code"]) == (422, "file_infected")


@pytest.mark.parametrize(
    "reply",
    [
        None,
        b"",
        b"stream: OK, quizas",
        b"stream: quizas OK",
        b"INSTREAM size limit exceeded. ERROR",
        b"stream: OK FOUND?",
        b"otro: OK",
        b"\xff\xfe",
    ],
)
async def test_an_unsure_scanner_leaves_the_file_waiting(
    settings: Settings, clamd: tuple[Clamd, int], reply: bytes | None
) -> None:
    scanner, port = clamd
    scanner.reply = reply
    async with scanning(settings, port) as (app, client):
        said = await upload(client)

        assert (codes(said), await scan_of(app, said["upload_id"])) == (["scan_pending"], "pending")


async def test_a_waiting_file_is_scanned_when_the_scanner_is_back(settings: Settings, clamd: tuple[Clamd, int]) -> None:
    scanner, port = clamd
    async with scanning(settings, port) as (app, client):
        scanner.reply = None
        presented = await present(client)
        file_id = presented["attachments"][0]["id"]
        state = app.state
        intake = Intake(state.database, state.storage, state.pool, state.settings)
        assert (await rescan_pending(intake), await _scan_of_file(app, file_id)) == (0, "pending")

        scanner.reply = b"stream: OK"
        while await rescan_pending(intake):
            pass

        assert await _scan_of_file(app, file_id) == "clean"


async def test_a_waiting_file_that_proves_infected_stays_closed(settings: Settings, clamd: tuple[Clamd, int]) -> None:
    scanner, port = clamd
    async with scanning(settings, port) as (app, client):
        scanner.reply = None
        presented = await present(client)
        provisional = await upload(client)
        scanner.reply = b"stream: Eicar-Test-Signature FOUND"
        state = app.state
        while await rescan_pending(Intake(state.database, state.storage, state.pool, state.settings)):
            pass

        assert await _scan_of_file(app, presented["attachments"][0]["id"]) == "infected"
        answer = await client.get(f"{API}/uploads/{provisional['upload_id']}/inspection")
        assert (answer.status_code, answer.json()["code"]) == (422, "file_infected")


async def _scan_of_file(app: FastAPI, attachment_id: str) -> str:
    async with app.state.database.reading() as session:
        return str(await session.scalar(select(Attachment.scan).where(Attachment.id == attachment_id)))
