"""Notices on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, RootModel

from app.notifications.kinds import Kind
from app.schemas import Body


class NotificationRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: str
    document_id: UUID | None
    number: str | None
    title: str
    created_at: datetime
    read_at: datetime | None


class Channels(Body):
    email: bool = True
    live: bool = True


class Preferences(RootModel[dict[Kind, Channels]]):
    """Per kind of notice, by which ways a person is told. What the law obliges to notify stays on."""
