"""The trail on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class AuditRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    seq: int
    id: UUID
    at: datetime
    actor_id: UUID | None
    action: str
    document_id: UUID | None
    detail: dict[str, Any]
    hash: str
    previous_hash: str


class WalkRead(BaseModel):
    """The last walk over the whole trail, which the worker makes every few hours. `first_bad` is the `seq` of the first
    row that does not hold, and `reason` says why.
    """

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    ok: bool
    rows: int
    seconds: float
    first_bad: int | None
    reason: str | None
