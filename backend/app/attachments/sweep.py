"""Clearing away uploads nobody used. The only code that removes an original, and only one that no row names."""

import asyncio
import time

from app import clock
from app.attachments import queries
from app.attachments.service import Intake
from app.attachments.storage import PREFIXES

BATCH = 100
# Files without a row, left by a process that died between storing and committing, wait this long. Seconds.
STRAY_AGE = 24 * 3600


async def sweep(intake: Intake) -> int:
    """Removes expired and deleted uploads with their bytes; answers how many."""
    async with intake.database.transaction() as session:
        uploads = list(await session.scalars(queries.expired_uploads(clock.now(), BATCH)))
        hashes = {upload.sha256 for upload in uploads if upload.sha256}
        for upload in uploads:
            intake.storage.partial(str(upload.id)).unlink(missing_ok=True)
            await session.delete(upload)
    for sha256 in sorted(hashes):
        await _remove_unnamed(intake, sha256)
    return len(uploads)


async def sweep_strays(intake: Intake) -> int:
    """Removes files that have lain for a day and that no row names; answers how many."""
    before = time.time() - STRAY_AGE
    removed = 0
    await asyncio.to_thread(_clear_incoming, intake, before)
    for prefix in PREFIXES:
        for file in await intake.storage.under(prefix):
            if file.modified < before:
                removed += await _remove_unnamed(intake, file.sha256)
    return removed


def _clear_incoming(intake: Intake, before: float) -> None:
    for part in intake.storage.incoming.iterdir():
        # Partial files belong to their upload's row; what has another name belongs to a request that died.
        if part.suffix != ".partial" and part.stat().st_mtime < before:
            part.unlink(missing_ok=True)


async def _remove_unnamed(intake: Intake, sha256: str) -> bool:
    async with intake.database.transaction() as session:
        await queries.lock_hash(session, sha256, shared=False)
        if await queries.is_named(session, sha256):
            return False
        await intake.storage.remove(sha256)
        return True
