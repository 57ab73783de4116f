"""Files that arrived while the scanner was away are scanned when it is back. Nobody can download them until then."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments import queries
from app.attachments.scanning import Scan, scan
from app.attachments.service import Intake

BATCH = 50


async def rescan_pending(intake: Intake) -> int:
    """Scans what waits, until it is done or the scanner is away; answers how many files got an answer."""
    if not intake.settings.clamav_host:
        return 0
    done = 0
    async with intake.database.reading() as session:
        hashes = await queries.hashes_awaiting_scan(session, BATCH)
    # No transaction is open while the scanner works.
    for sha256 in hashes:
        async with intake.storage.local(sha256) as path:
            scanned = await scan(intake.settings, path)
        if scanned is Scan.PENDING:
            break
        async with intake.database.transaction() as session:
            await _settle(session, sha256, scanned)
        done += 1
    return done


async def _settle(session: AsyncSession, sha256: str, scanned: Scan) -> None:
    """The same bytes get the same answer wherever they are named."""
    for upload in await queries.uploads_awaiting_scan(session, sha256):
        upload.scan = scanned.value
        upload.findings = _without_waiting(upload.findings)
        if scanned is Scan.INFECTED and upload.state == "ready":
            upload.state, upload.refusal = "refused", "file_infected"
    for attachment in await queries.attachments_awaiting_scan(session, sha256):
        attachment.scan = scanned.value
        attachment.findings = _without_waiting(attachment.findings)


def _without_waiting(findings: list[dict[str, object]]) -> list[dict[str, object]]:
    return [finding for finding in findings if finding["code"] != "scan_pending"]
