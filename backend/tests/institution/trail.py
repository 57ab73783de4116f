"""What the trail says of an administrator's act."""

from typing import Any

from fastapi import FastAPI
from sqlalchemy import select

from app.audit.models import AuditRow


async def newest(app: FastAPI, action: str) -> dict[str, Any]:
    """The detail of the newest row of `action`."""
    async with app.state.database.reading() as session:
        wanted = select(AuditRow.detail).where(AuditRow.action == action).order_by(AuditRow.seq.desc()).limit(1)
        found: dict[str, Any] = (await session.scalars(wanted)).one()
    return found


async def how_long(app: FastAPI) -> int:
    """The number of the last row that somebody's signing in did not write."""
    acts = select(AuditRow.seq).where(AuditRow.action != "log_in").order_by(AuditRow.seq.desc()).limit(1)
    async with app.state.database.reading() as session:
        last = await session.scalar(acts)
    return last or 0
