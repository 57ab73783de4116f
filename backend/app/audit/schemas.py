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
