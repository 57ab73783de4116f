"""What happened to a filing: one movement and one audit row an act, in the act's own transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.database import new_id
from app.documents.lifecycle import Act
from app.documents.models import Document, Movement
from app.notifications import live
from app.users.principals import Principal


async def record(
    session: AsyncSession,
    document: Document,
    act: Act | str,
    *,
    by: Principal | None,
    from_status: str | None,
    at: datetime,
    text: str | None = None,
    legs: Sequence[dict[str, Any]] = (),
    detail: dict[str, Any] | None = None,
) -> Movement:
    """Writes the movement and the chained audit row, and tells live readers. `text` is what people read of the act.

    `by` is None for the citizen without an account and for the schedule. Takes the chain's lock: call it late.
    """
    movement = movement_of(document, act, by=by, from_status=from_status, at=at, text=text, legs=legs)
    session.add(movement)
    await audit.record(
        session,
        str(act),
        actor_id=by.id if by else None,
        document_id=document.id,
        detail=said_of(document, from_status) | (detail or {}),
        at=at,
    )
    await live.document_changed(session, document.id)
    return movement


def movement_of(
    document: Document,
    act: Act | str,
    *,
    by: Principal | None,
    from_status: str | None,
    at: datetime,
    text: str | None = None,
    legs: Sequence[dict[str, Any]] = (),
) -> Movement:
    """The movement of an act that left `document` as it is now."""
    return Movement(
        id=new_id(),
        document_id=document.id,
        act=str(act),
        at=at,
        actor_id=by.id if by else None,
        actor_name=by.name if by else None,
        actor_area=by.area_name if by else None,
        from_status=from_status,
        to_status=document.status,
        legs=list(legs),
        text=text,
    )


def said_of(document: Document, from_status: str | None) -> dict[str, Any]:
    """What the trail says of any act on `document`."""
    return {"number": document.number, "from": from_status, "to": str(document.status), "version": document.version}
