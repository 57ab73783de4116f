"""What every act does besides its own: the next status, a new version, the history."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.clock import service as clock_service
from app.documents import deadlines, history, queries
from app.documents.errors import ClaimedByAnother, TransitionNotAllowed
from app.documents.lifecycle import Act, next_status
from app.documents.models import Document, Movement
from app.users.principals import Principal

CLAIM_LASTS = timedelta(minutes=30)


async def step(
    session: AsyncSession,
    document: Document,
    act: Act,
    *,
    by: Principal | None,
    at: datetime,
    text: str | None = None,
    legs: Sequence[dict[str, Any]] = (),
    detail: dict[str, Any] | None = None,
) -> Movement:
    """Takes `document` through `act`. Raises TransitionNotAllowed before anything changes."""
    before = document.status
    document.status = next_status(before, act)
    document.version += 1
    return await history.record(
        session, document, act, by=by, from_status=before, at=at, text=text, legs=legs, detail=detail
    )


async def hold_against_others(session: AsyncSession, document: Document, by: Principal, at: datetime) -> None:
    """Raises ClaimedByAnother, with the holder, while somebody else has it in hand."""
    other = document.holder_id not in (None, by.id)
    if other and document.held_until is not None and document.held_until > at:
        names = await queries.names(session, document)
        raise ClaimedByAnother(holder={"id": str(document.holder_id), "name": names.holder})


def let_go(document: Document) -> None:
    document.holder_id = document.held_until = None


def refuse_once_routed(document: Document) -> None:
    """Forwarding, merging and voiding are the desk's only while nothing was ever sent to an area."""
    if document.legs:
        raise TransitionNotAllowed("El documento ya se derivó a un área.")


async def set_due_date(session: AsyncSession, document: Document) -> None:
    """Counts the term anew from what the document now is. Flushes first, for the facts are read from the rows."""
    await session.flush()
    filings = await deadlines.open_filings(session, Document.id == document.id)
    calendar = await clock_service.calendar(session)
    document.due_on = filings[0].deadline(calendar).due_on if filings else None
