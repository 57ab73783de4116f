"""Telling people: rows in the act's own transaction, delivered after it commits."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock, crypto
from app.database import new_id
from app.documents.models import Document
from app.notifications import live, queries
from app.notifications.kinds import MAILED, TITLES, Kind, allowed
from app.notifications.models import Mail, Notification
from app.receipts.models import Receipt
from app.settings import get_settings

# Built once: most acts write a letter.
POST = insert(Mail.__table__)  # type: ignore[arg-type]
SECRET = "mail-secret"  # noqa: S105 - the purpose of a derived key, not a secret


async def notify(
    session: AsyncSession,
    kind: str,
    document: Document,
    *,
    movement_id: UUID,
    receipt: Receipt | None = None,
    secret: str | None = None,
    facts: dict[str, Any] | None = None,
    owners: Sequence[UUID] | None = None,
    staff: Iterable[UUID] = (),
) -> None:
    """Tells the applicant by mail, the accounts that own `document`, and the `staff` concerned.

    `owners` saves a look-up when the caller knows them. `secret` (an access key) is kept encrypted until it is mailed.
    `facts` are what the letter of this kind says besides the document's own data (see letters.py).
    """
    told = Kind(kind)
    people = await queries.people(session, document.id if owners is None else None, [*(owners or ()), *staff])
    for person in people:
        if allowed(person.notification_preferences, told, "live"):
            _tell(session, told, document, person.id, movement_id)
    if people:
        await live.notification(session, [person.id for person in people])
    if told in MAILED and document.applicant_email and _wants_mail(people, document.applicant_email, told):
        await mail_to(
            session,
            told,
            document.applicant_email,
            document_id=document.id,
            receipt_id=receipt.id if receipt else None,
            secret=secret,
            facts=_facts(document) | (facts or {}),
        )


def _tell(session: AsyncSession, kind: Kind, document: Document, user_id: UUID, movement_id: UUID) -> None:
    session.add(
        Notification(
            user_id=user_id,
            event_id=movement_id,
            kind=kind,
            document_id=document.id,
            number=document.registry_number or document.number,
            title=TITLES[kind],
            created_at=clock.now(),
        )
    )


def _wants_mail(people: Sequence[queries.Person], address: str, kind: Kind) -> bool:
    choices = [person for person in people if person.email.casefold() == address.casefold()]
    return all(allowed(person.notification_preferences, kind, "email") for person in choices)


def _facts(document: Document) -> dict[str, Any]:
    return {
        "name": document.applicant_name,
        "number": document.number,
        "registry_number": document.registry_number,
        "subject": document.subject,
        "presented_at": document.presented_at.isoformat(),
        "presentation_date": document.presentation_date.isoformat(),
        "due_on": document.due_on.isoformat() if document.due_on else None,
    }


async def mail_to(
    session: AsyncSession,
    kind: str,
    recipient: str,
    *,
    facts: dict[str, Any],
    secret: str | None = None,
    document_id: UUID | None = None,
    receipt_id: UUID | None = None,
) -> None:
    """Puts one letter in the outbox. It leaves after this transaction commits, and after its receipt is sealed."""
    mail_id = new_id()
    host = get_settings().public_url.split("://", 1)[-1].split("/")[0].split(":")[0]
    letter = {
        "id": mail_id,
        "kind": str(kind),
        "recipient": recipient,
        "message_id": f"<{mail_id}@{host}>",
        "document_id": document_id,
        "receipt_id": receipt_id,
        "facts": facts,
        "secret": crypto.encrypt(SECRET, secret.encode()) if secret else None,
        "next_attempt_at": clock.now(),
        "created_at": clock.now(),
    }
    # The letter names what the act has just written.
    await session.flush()
    await session.execute(POST, letter)
