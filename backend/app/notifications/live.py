"""Live events: a PostgreSQL NOTIFY in the act's transaction, delivered to every server process if and when it commits.

Sockets need no event for a revoked session: each process looks every two seconds which of its sessions still live.
"""

from collections.abc import Sequence
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

CHANNEL = "mesa_live"

# The audience travels with the event, so that no process asks the database whom to tell.
_DOCUMENT_CHANGED = text(
    """
    SELECT pg_notify(:channel, json_build_object(
        'type', 'document_changed',
        'document_id', CAST(:document_id AS uuid),
        'users', (SELECT coalesce(json_agg(user_id), '[]') FROM document_owners WHERE document_id = :document_id),
        'areas', (SELECT coalesce(json_agg(DISTINCT area_id), '[]') FROM legs WHERE document_id = :document_id)
    )::text)
    """
)
_NOTIFY = text("SELECT pg_notify(:channel, :payload)")


async def document_changed(session: AsyncSession, document_id: UUID) -> None:
    """Tells whoever sees the document that it has a new version."""
    await session.flush()
    await session.execute(_DOCUMENT_CHANGED, {"channel": CHANNEL, "document_id": document_id})


async def notification(session: AsyncSession, user_ids: Sequence[UUID]) -> None:
    """Tells these people that something new waits for them."""
    await session.execute(_NOTIFY, {"channel": CHANNEL, "payload": notification_event(user_ids)})


def notification_event(user_ids: Sequence[UUID]) -> str:
    return orjson.dumps({"type": "notification", "users": [str(each) for each in user_ids]}).decode()


def new_document_event(document_id: UUID, owners: Sequence[UUID]) -> str:
    """That of a document no area has yet."""
    users = [str(each) for each in owners]
    event = {"type": "document_changed", "document_id": str(document_id), "users": users, "areas": []}
    return orjson.dumps(event).decode()
