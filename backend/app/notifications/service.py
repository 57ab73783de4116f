"""Telling people: rows in the act's own transaction, delivered after it commits."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock, crypto
from app.database import new_id
from app.documents.models import Document
from app.notifications import live, queries
from app.notifications.kinds import MAILED, TITLES, Kind, allowed
from app.notifications.models import Mail, Notification
from app.receipts.models import Receipt
from app.settings import get_settings

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
    people = await queries.people(session, document.id if owners is None else None, [*(owners or ()), *staff])
    # The notices name what the act has just written.
    await session.flush()
    session.add_all(
        notices(people, kind, document, movement_id=movement_id, receipt=receipt, secret=secret, facts=facts)
    )
    if people:
        await live.notification(session, [person.id for person in people])


def notices(
    people: Sequence[queries.Person],
    kind: str,
    document: Document,
    *,
    movement_id: UUID,
    receipt: Receipt | None = None,
    secret: str | None = None,
    facts: dict[str, Any] | None = None,
) -> list[Notification | Mail]:
    """The rows that tell `people` and the applicant, not written yet: see `notify`."""
    told = Kind(kind)
    live_to = [person.id for person in people if allowed(person.notification_preferences, told, "live")]
    rows: list[Notification | Mail] = [_notice(told, document, user_id, movement_id) for user_id in live_to]
    if told in MAILED and document.applicant_email and _wants_mail(people, document.applicant_email, told):
        letter = _letter(
            told,
            document.applicant_email,
            document_id=document.id,
            receipt_id=receipt.id if receipt else None,
            secret=secret,
            facts=_facts(document) | (facts or {}),
        )
        rows.append(letter)
    return rows


def _notice(kind: Kind, document: Document, user_id: UUID, movement_id: UUID) -> Notification:
    return Notification(
        user_id=user_id,
        event_id=movement_id,
        kind=kind,
        document_id=document.id,
        number=document.registry_number or document.number,
        title=TITLES[kind],
        created_at=clock.now(),
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
) -> None:
    """Puts one letter in the outbox. It leaves after this transaction commits."""
    # The letter names what the act has just written.
    await session.flush()
    session.add(_letter(kind, recipient, facts=facts, secret=secret, document_id=document_id))


def _letter(
    kind: str,
    recipient: str,
    *,
    facts: dict[str, Any],
    secret: str | None,
    document_id: UUID | None,
    receipt_id: UUID | None = None,
) -> Mail:
    """A row of the outbox. One with a receipt waits until that is sealed."""
    mail_id = new_id()
    host = get_settings().public_url.split("://", 1)[-1].split("/")[0].split(":")[0]
    return Mail(
        id=mail_id,
        kind=str(kind),
        recipient=recipient,
        message_id=f"<{mail_id}@{host}>",
        document_id=document_id,
        receipt_id=receipt_id,
        facts=facts,
        secret=crypto.encrypt(SECRET, secret.encode()) if secret else None,
        next_attempt_at=clock.now(),
        created_at=clock.now(),
    )
