"""Appending to the trail. Verification is in `verification.py`."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit.models import AuditHead, AuditRow
from app.database import new_id

GENESIS = "0" * 64
# Built once, and two statements a row: this runs in every act, while the chain is held.
_head = AuditHead.__table__.c
HEAD = select(_head.seq, _head.hash).with_for_update()
_row = AuditRow.__table__.c
_raised = update(AuditHead).values(
    seq=bindparam("new_seq", type_=_row.seq.type), hash=bindparam("new_hash", type_=_row.hash.type)
)
APPEND = (
    insert(AuditRow.__table__)  # type: ignore[arg-type]
    .values({column.name: bindparam(f"new_{column.name}", type_=column.type) for column in _row})
    .add_cte(_raised.cte("raised"))
)


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
    # The row names what the act has just written.
    await session.flush()
    head = (await session.execute(HEAD)).one()
    fields: dict[str, Any] = {
        "seq": head.seq + 1,
        "id": new_id(),
        "at": at or clock.now(),
        "actor_id": actor_id,
        "action": action,
        "document_id": document_id,
        "detail": detail or {},
        "previous_hash": head.hash,
    }
    fields["hash"] = row_hash(**fields)
    await session.execute(APPEND, {f"new_{name}": value for name, value in fields.items()})
    return AuditRow(**fields)
