"""The worker walks the trail by itself, so that a broken one is known within hours and not when somebody asks."""

import logging
import time
from datetime import timedelta

from app import clock
from app.audit import queries
from app.audit.models import Verification
from app.audit.verification import verify
from app.database import Database

logger = logging.getLogger(__name__)

EVERY = timedelta(hours=6)


async def walk_when_due(database: Database) -> Verification | None:
    """Verifies the whole trail when the last walk is older than EVERY, and keeps what it found."""
    async with database.reading() as session:
        last = await queries.last_walk(session)
    if last is not None and clock.now() - last.at < EVERY:
        return None
    began = time.monotonic()
    async with database.snapshot() as session:
        verdict = await verify(session)
    found = Verification(
        at=clock.now(),
        ok=verdict.ok,
        rows=verdict.rows,
        seconds=time.monotonic() - began,
        first_bad=verdict.first_bad,
        reason=verdict.reason,
    )
    if not verdict.ok:
        logger.error("audit chain broken", extra={"first_bad": verdict.first_bad, "reason": verdict.reason})
    async with database.transaction() as session:
        session.add(found)
    return found
