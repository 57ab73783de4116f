"""What nobody corrected in time becomes not presented. The schedule does this, never a person."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.exc import SQLAlchemyError
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

logger = logging.getLogger(__name__)
# The last second counts whole: 23:59:59.9 is in time.
WHOLE_SECOND = timedelta(seconds=1)


async def lapse_due(database: Database) -> int:
    """Lapses every observed filing past its time, each in a transaction of its own; answers how many.

    One that fails is logged and left for the next turn: it keeps no other from lapsing.
    """
    lapsed, failed = 0, set[UUID]()
    while True:
        async with database.reading() as session:
            document_id = await session.scalar(_next(failed))
        if document_id is None:
            return lapsed
        try:
            async with database.transaction() as session:
                lapsed += await _lapse_one(session, document_id)
        except SQLAlchemyError:
            logger.exception("not lapsed", extra={"document": str(document_id)})
            failed.add(document_id)


def _late(at: datetime) -> Sequence[ColumnElement[bool]]:
    # A closure that is still being applied may give more time.
    applied = ~exists().where(Closure.applied_at.is_(None))
    return Document.status == Status.OBSERVED, Document.correct_by <= at - WHOLE_SECOND, applied


def _next(but: Collection[UUID]) -> Select[UUID]:
    late = select(Document.id).where(*_late(clock.now()), Document.id.not_in(but))
    return late.order_by(Document.correct_by, Document.id).limit(1)


async def _lapse_one(session: AsyncSession, document_id: UUID) -> bool:
    """Lapses it unless somebody acted on it, or another worker did, while we waited for its row."""
    wanted = select(Document).where(Document.id == document_id, *_late(clock.now()))
    wanted = wanted.options(selectinload(Document.observation)).with_for_update(of=Document)
    document = await session.scalar(wanted)
    if document is None:
        return False
    await lapse(session, document)
    return True


async def lapse(session: AsyncSession, document: Document) -> None:
    at = clock.now()
    if document.observation is not None:
        document.observation.lapsed_at = at
    let_go(document)
    document.due_on = None
    movement = await step(session, document, Act.LAPSE, by=None, at=at)
    clerk = await queries.clerk_who_observed(session, document.id)
    await notify(session, "lapsed", document, movement_id=movement.id, staff=[clerk] if clerk else [])
