"""Taking a filing in hand, visibly, and letting it go. Optional: any clerk may act on one that nobody holds."""

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.documents.acts.step import CLAIM_LASTS, hold_against_others, let_go, step
from app.documents.lifecycle import Act, next_status
from app.documents.models import Document
from app.users.principals import Principal


async def claim(session: AsyncSession, document: Document, *, by: Principal) -> None:
    """Holds `document` for half an hour; again starts the half hour anew."""
    next_status(document.status, Act.CLAIM)
    at = clock.now()
    await hold_against_others(session, document, by, at)
    document.holder_id, document.held_until = by.id, at + CLAIM_LASTS
    await step(session, document, Act.CLAIM, by=by, at=at)


async def release(session: AsyncSession, document: Document, *, by: Principal) -> None:
    next_status(document.status, Act.RELEASE)
    at = clock.now()
    await hold_against_others(session, document, by, at)
    let_go(document)
    await step(session, document, Act.RELEASE, by=by, at=at)
