"""The SMTP server stopped: presenting goes on, and the mail leaves, once, when there is somebody to take it."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from sqlalchemy import select

from app import clock
from app.embedded.children import free_port
from app.main import create_app
from app.notifications.delivery import deliver_due
from app.notifications.models import Mail
from app.settings import Settings
from tests.factories import applicant, present

DNI = "40618253"
# Longer than the first wait after a refusal.
LATER = timedelta(minutes=1)


class Letterbox:
    """A real SMTP server that keeps what it takes. `on_arrival` happens before it says that it has taken it."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.on_arrival: Callable[[], object] = lambda: None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert envelope.rcpt_tos == [message["To"]]
        self.messages.append(message)
        self.on_arrival()
        return "250 OK"


@contextlib.contextmanager
def open_at(port: int, box: Letterbox) -> Iterator[None]:
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture(scope="module")
async def mailing(
    settings: Settings, make_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[FastAPI]:
    """The application on an outbox of its own, with an SMTP address where nobody listens yet."""
    url = make_database(f"mesa_mailing_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}")
    own = {
        "database_url": url,
        "mesa_data_dir": Path(tmp_path_factory.mktemp("mailing")),
        "smtp_host": "127.0.0.1",
        "smtp_port": free_port(),
        "smtp_tls": False,
    }
    application = create_app(settings.model_copy(update=own))
    async with LifespanManager(application, startup_timeout=60, shutdown_timeout=60):
        yield application


@pytest.fixture
async def citizen(mailing: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(mailing, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        yield client


async def deliver(app: FastAPI) -> int:
    """One turn of the worker."""
    return await deliver_due(app.state.database, app.state.storage, app.state.settings)


async def mail_about(app: FastAPI, document_id: str) -> Mail:
    async with app.state.database.reading() as session:
        return (await session.scalars(select(Mail).where(Mail.document_id == document_id))).one()


async def test_mail_waits_for_its_server_and_leaves_once(mailing: FastAPI, citizen: httpx.AsyncClient) -> None:
    presented = await present(citizen, applicant=applicant(identity_number=DNI))

    assert await deliver(mailing) == 0
    waiting = await mail_about(mailing, presented["id"])
    assert (waiting.state, waiting.attempts) == ("pending", 1)

    box = Letterbox()
    with open_at(mailing.state.settings.smtp_port, box):
        assert await deliver(mailing) == 0, "the server that was away is not asked at every turn"
        with clock.frozen(clock.now() + LATER):
            assert await deliver(mailing) == 1
            assert await deliver(mailing) == 0

    (message,) = box.messages
    assert message["Message-ID"] == waiting.message_id
    assert (await mail_about(mailing, presented["id"])).state == "sent"


async def test_the_letter_is_whole_and_tells_no_number_of_identity(
    mailing: FastAPI, citizen: httpx.AsyncClient
) -> None:
    presented = await present(citizen, applicant=applicant(identity_number=DNI, email="rosa@example.com"))
    box = Letterbox()
    with open_at(mailing.state.settings.smtp_port, box):
        await deliver(mailing)

    (message,) = box.messages
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text
    assert html
    (receipt,) = message.iter_attachments()
    assert message["To"] == "rosa@example.com"
    assert presented["number"] in message["Subject"]
    for part in (text.get_content(), html.get_content()):
        assert presented["number"] in part
        assert DNI not in part
    assert receipt.get_content_type() == "application/pdf"
    assert presented["number"] in str(receipt.get_filename())
    token = await citizen.post(
        "/api/v1/tracking", json={"number": presented["number"], "access_key": presented["access_key"]}
    )
    bearer = {"Authorization": f"Bearer {token.json()['tracking_token']}"}
    shown = await citizen.get(f"/api/v1/documents/{presented['id']}/receipt?kind=presentation", headers=bearer)
    assert receipt.get_content() == shown.content
    assert presented["access_key"] not in message.as_string()


async def test_several_workers_send_each_mail_once(mailing: FastAPI, citizen: httpx.AsyncClient) -> None:
    numbers = {(await present(citizen))["number"] for _ in range(6)}
    box = Letterbox()
    with open_at(mailing.state.settings.smtp_port, box):
        sent = await asyncio.gather(*(deliver(mailing) for _ in range(3)))

    assert sum(sent) == 6
    assert sorted(str(message["Subject"]).rsplit(" ", 1)[-1] for message in box.messages) == sorted(numbers)
    assert len({message["Message-ID"] for message in box.messages}) == 6


async def test_a_worker_that_dies_while_sending_sends_the_same_message_again(
    mailing: FastAPI, citizen: httpx.AsyncClient
) -> None:
    presented = await present(citizen)
    box, loop = Letterbox(), asyncio.get_running_loop()
    with open_at(mailing.state.settings.smtp_port, box):
        dying = asyncio.create_task(deliver(mailing))
        box.on_arrival = lambda: loop.call_soon_threadsafe(dying.cancel)
        with pytest.raises(asyncio.CancelledError):
            await dying
        box.on_arrival = lambda: None
        assert (await mail_about(mailing, presented["id"])).state == "pending"
        assert await deliver(mailing) == 1

    first, second = box.messages
    assert first["Message-ID"] == second["Message-ID"]
