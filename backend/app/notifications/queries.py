"""Reads of notices and of the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.documents.models import DocumentOwner
from app.notifications.models import Mail, Notification
from app.pagination import COUNTED_AT_MOST
from app.receipts.models import Receipt
from app.users.models import Session, User


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    email: str
    notification_preferences: dict[str, dict[str, bool]]


async def people(session: AsyncSession, owners_of: UUID | None, user_ids: Sequence[UUID]) -> list[Person]:
    """The active accounts that own the document `owners_of`, and those of `user_ids`; each once."""
    if owners_of is None and not user_ids:
        return []
    conditions = [User.id.in_(user_ids)]
    if owners_of is not None:
        conditions.append(User.id.in_(select(DocumentOwner.user_id).where(DocumentOwner.document_id == owners_of)))
    rows = await session.execute(
        select(User.id, User.email, User.notification_preferences).where(User.active, or_(*conditions))
    )
    return [Person(*row) for row in rows]


async def page(
    session: AsyncSession, user_id: UUID, *, after: tuple[datetime, UUID] | None, unread: bool, limit: int
) -> list[Notification]:
    """The newest notices of a person, one more than `limit` to know whether there are others."""
    wanted = select(Notification).where(Notification.user_id == user_id)
    if unread:
        wanted = wanted.where(Notification.read_at.is_(None))
    if after:
        wanted = wanted.where(tuple_(Notification.created_at, Notification.id) < tuple_(*after))
    wanted = wanted.order_by(Notification.created_at.desc(), Notification.id.desc()).limit(limit + 1)
    return list(await session.scalars(wanted))


async def count(session: AsyncSession, user_id: UUID, *, unread: bool) -> int:
    rows = select(Notification.id).where(Notification.user_id == user_id)
    if unread:
        rows = rows.where(Notification.read_at.is_(None))
    capped = rows.limit(COUNTED_AT_MOST + 1).subquery()
    return await session.scalar(select(func.count()).select_from(capped)) or 0


def due_mail(at: datetime) -> Select[Mail]:
    """The next mail that may leave: its time has come and its receipt, if any, is sealed. Locked, others skip it."""
    return (
        select(Mail)
        .outerjoin(Receipt, Receipt.id == Mail.receipt_id)
        .where(Mail.state == "pending", Mail.next_attempt_at <= at)
        .where(or_(Mail.receipt_id.is_(None), Receipt.sealed_at.is_not(None)))
        .order_by(Mail.next_attempt_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Mail)
    )


async def mails_of(session: AsyncSession, document_id: UUID) -> list[Mail]:
    return list(await session.scalars(select(Mail).where(Mail.document_id == document_id).order_by(Mail.created_at)))


async def living_sessions(session: AsyncSession, session_ids: Sequence[UUID], at: datetime) -> set[UUID]:
    """Which of these sessions still admit their person."""
    rows: Any = await session.scalars(
        select(Session.id)
        .join(User, User.id == Session.user_id)
        .where(Session.id.in_(session_ids), Session.ended_at.is_(None), Session.expires_at > at, User.active)
    )
    return set(rows)
