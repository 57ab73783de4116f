"""Clearing away uploads nobody used. The only code that removes an original, and only one that no row names."""

import asyncio
import time

from app import clock
from app.attachments import queries
from app.attachments.service import Intake

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
    for sha256 in await asyncio.to_thread(_older_than, intake, before):
        removed += await _remove_unnamed(intake, sha256)
    return removed


def _older_than(intake: Intake, before: float) -> list[str]:
    for part in intake.storage.incoming.iterdir():
        # Partial files belong to their upload's row; what has another name belongs to a request that died.
        if part.suffix != ".partial" and part.stat().st_mtime < before:
            part.unlink(missing_ok=True)
    return [
        path.parent.name + path.name
        for path in intake.storage.root.glob("??/*")
        if len(path.name) == 62 and path.stat().st_mtime < before
    ]


async def _remove_unnamed(intake: Intake, sha256: str) -> bool:
    async with intake.database.transaction() as session:
        await queries.lock_hash(session, sha256, shared=False)
        if await queries.is_named(session, sha256):
            return False
        await intake.storage.remove(sha256)
        return True
