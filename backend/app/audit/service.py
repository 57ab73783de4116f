"""Appending to the trail. Verification is in `verification.py`."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit.models import AuditHead, AuditRow, Look
from app.database import new_id

GENESIS = "0" * 64


def row_hash(
    *,
    seq: int,
    id: UUID,
    at: datetime,
    actor_id: UUID | None,
    action: str,
    document_id: UUID | None,
    detail: dict[str, Any],
    previous_hash: str,
) -> str:
    """Hex SHA-256 over the canonical JSON of a row: sorted keys, UTC instants, no spaces."""
    canonical = orjson.dumps(
        {
            "seq": seq,
            "id": str(id),
            "at": at.astimezone(clock.UTC).isoformat(timespec="microseconds"),
            "actor_id": str(actor_id) if actor_id else None,
            "action": action,
            "document_id": str(document_id) if document_id else None,
            "detail": detail,
            "previous_hash": previous_hash,
        },
        option=orjson.OPT_SORT_KEYS,
    )
    return hashlib.sha256(canonical).hexdigest()


async def record(
    session: AsyncSession,
    action: str,
    *,
    actor_id: UUID | None = None,
    document_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditRow:
    """Appends a row in the caller's transaction. Takes the chain's lock: call it late."""
    head = (
        await session.execute(update(AuditHead).values(seq=AuditHead.seq + 1).returning(AuditHead.seq, AuditHead.hash))
    ).one()
    fields: dict[str, Any] = {
        "seq": head.seq,
        "id": new_id(),
        "at": at or clock.now(),
        "actor_id": actor_id,
        "action": action,
        "document_id": document_id,
        "detail": detail or {},
        "previous_hash": head.hash,
    }
    row = AuditRow(**fields, hash=row_hash(**fields))
    session.add(row)
    await session.execute(update(AuditHead).values(hash=row.hash))
    return row


def look(session: AsyncSession, action: str, *, actor_id: UUID, document_id: UUID, detail: dict[str, Any]) -> None:
    """Notes that somebody opened a file; the worker chains it."""
    session.add(Look(actor_id=actor_id, action=action, document_id=document_id, detail=detail))
