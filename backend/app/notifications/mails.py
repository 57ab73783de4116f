"""How far each letter about a filing got, for the desk to see."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app.notifications import queries


class MailRead(BaseModel):
    """`state`: pending, sent or failed. The address is masked."""

    id: UUID
    kind: str
    recipient: str
    state: str
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    last_error: str | None


def masked_address(address: str) -> str:
    """r•••••@correo.pe"""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••••@{domain}"


async def mails_of(session: AsyncSession, document_id: UUID) -> list[MailRead]:
    same = ["id", "kind", "state", "attempts", "created_at", "sent_at", "last_error"]
    return [
        MailRead(recipient=masked_address(mail.recipient), **{name: getattr(mail, name) for name in same})
        for mail in await queries.mails_of(session, document_id)
    ]
