"""What was mailed to an address, read from the outbox as the worker would."""

from collections.abc import Sequence

from fastapi import FastAPI
from sqlalchemy import select

from app import crypto
from app.notifications.models import Mail
from app.notifications.service import SECRET


async def mailed(app: FastAPI, address: str) -> Sequence[Mail]:
    """The mails to this address, the oldest first."""
    async with app.state.database.reading() as session:
        return (await session.scalars(select(Mail).where(Mail.recipient == address).order_by(Mail.id))).all()


async def link(app: FastAPI, address: str) -> str:
    """The token of the latest link that was mailed there."""
    *_, last = [mail for mail in await mailed(app, address) if mail.secret]
    assert last.secret
    return crypto.decrypt(SECRET, last.secret).decode()
