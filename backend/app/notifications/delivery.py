"""The outbox on its way: one mail a transaction, by SMTP or, without a server, as an .eml file."""

import logging
from contextlib import AsyncExitStack
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol

import aiosmtplib
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock, crypto
from app.attachments.storage import Storage
from app.database import Database
from app.institution.models import Institution
from app.notifications import letters, queries
from app.notifications.models import Mail
from app.notifications.service import SECRET
from app.receipts.models import Receipt
from app.settings import Settings

logger = logging.getLogger(__name__)

# A mail the server refuses for now is tried again after these seconds, then every two minutes, for three days.
BACKOFF = (15, 30, 60, 120)
GIVE_UP_AFTER = timedelta(days=3)
BATCH = 50
SMTP_TIMEOUT = 15
IMPLICIT_TLS_PORT = 465


class Carrier(Protocol):
    async def __call__(self, message: EmailMessage) -> None:
        """Hands one message over. Raises aiosmtplib.SMTPException or OSError."""


async def deliver_due(database: Database, storage: Storage, settings: Settings) -> int:
    """Sends what is due, at most BATCH mails; answers how many left. Stops at once when the server is away."""
    sent = 0
    async with AsyncExitStack() as stack:
        carrier: Carrier | None = None
        for _ in range(BATCH):
            async with database.transaction() as session:
                mail = await session.scalar(queries.due_mail(clock.now()))
                if mail is None:
                    return sent
                try:
                    carrier = carrier or await _carrier(stack, settings)
                    await carrier(await _message(session, storage, settings, mail))
                except (aiosmtplib.SMTPException, OSError) as error:
                    _postpone(mail, error)
                    if not isinstance(error, aiosmtplib.SMTPResponseException | aiosmtplib.SMTPRecipientsRefused):
                        return sent
                    continue
                mail.state, mail.sent_at, mail.last_error = "sent", clock.now(), None
                mail.attempts += 1
                # Once delivered nobody needs the key or the link any more.
                mail.secret = None
                sent += 1
    return sent


def _postpone(mail: Mail, error: Exception) -> None:
    mail.last_error = f"{type(error).__name__}: {getattr(error, 'code', '')}".strip(": ")
    logger.warning("mail not delivered", extra={"mail_id": str(mail.id), "error": mail.last_error})
    permanent = isinstance(error, aiosmtplib.SMTPRecipientsRefused) and all(
        refused.code >= 500 for refused in error.recipients
    )
    if permanent or clock.now() - mail.created_at > GIVE_UP_AFTER:
        mail.state = "failed"
    wait = BACKOFF[min(mail.attempts, len(BACKOFF) - 1)]
    mail.attempts += 1
    mail.next_attempt_at = clock.now() + timedelta(seconds=wait)


async def _carrier(stack: AsyncExitStack, settings: Settings) -> Carrier:
    if not settings.smtp_host:
        return _EmlFolder(settings.mesa_data_dir / "mail")
    implicit = settings.smtp_tls and settings.smtp_port == IMPLICIT_TLS_PORT
    client = aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        use_tls=implicit,
        start_tls=settings.smtp_tls and not implicit,
        timeout=SMTP_TIMEOUT,
    )
    await stack.enter_async_context(client)

    async def send(message: EmailMessage) -> None:
        await client.send_message(message)

    return send


class _EmlFolder:
    """Where mail lands when no server is set."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def __call__(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").split("@")[0]
        partial = self._folder / f".{name}.part"
        partial.write_bytes(message.as_bytes())
        partial.rename(self._folder / f"{name}.eml")


async def _message(session: AsyncSession, storage: Storage, settings: Settings, mail: Mail) -> EmailMessage:
    institution = await session.get_one(Institution, 1)
    secret = crypto.decrypt(SECRET, mail.secret).decode() if mail.secret else None
    letter = letters.write(mail.kind, mail.facts, public_url=settings.public_url, secret=secret)
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = settings.smtp_from
    message["To"] = mail.recipient
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "es-PE"
    message.set_content(letters.as_text(letter, institution.name))
    message.add_alternative(letters.as_html(letter, institution.name), subtype="html")
    if mail.receipt_id:
        receipt = await session.get_one(Receipt, mail.receipt_id)
        name = f"{mail.facts.get('number', receipt.code)}-{receipt.kind}.pdf"
        message.add_attachment(
            await storage.read(str(receipt.sha256)), maintype="application", subtype="pdf", filename=name
        )
    return message
