"""What nobody corrected in time becomes not presented. The schedule does this, never a person."""

from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app import clock
from app.clock.models import Closure
from app.database import Database
from app.documents import queries
from app.documents.acts.step import let_go, step
from app.documents.lifecycle import Act, Status
from app.documents.models import Document
from app.notifications.service import notify

# The last second counts whole: 23:59:59.9 is in time.
WHOLE_SECOND = timedelta(seconds=1)


async def lapse_due(database: Database) -> int:
    """Lapses every observed filing past its time, each in a transaction of its own; answers how many."""
    lapsed = 0
    while True:
        async with database.transaction() as session:
            document = await session.scalar(_next(clock.now()))
            if document is None:
                return lapsed
            await lapse(session, document)
            lapsed += 1


def _next(at: datetime) -> Select[Document]:
    return (
        select(Document)
        .where(Document.status == Status.OBSERVED, Document.correct_by <= at - WHOLE_SECOND)
        # A closure that is still being applied may give more time.
        .where(~exists().where(Closure.applied_at.is_(None)))
        .order_by(Document.correct_by, Document.id)
        .limit(1)
        .options(selectinload(Document.observation))
        .with_for_update(skip_locked=True, of=Document)
    )


async def lapse(session: AsyncSession, document: Document) -> None:
    at = clock.now()
    if document.observation is not None:
        document.observation.lapsed_at = at
    let_go(document)
    document.due_on = None
    movement = await step(session, document, Act.LAPSE, by=None, at=at)
    clerk = await queries.clerk_who_observed(session, document.id)
    await notify(session, "lapsed", document, movement_id=movement.id, staff=[clerk] if clerk else [])
