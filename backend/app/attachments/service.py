"""Files on their way into a filing: inspected, stored, claimed once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.attachments import inspection, queries
from app.attachments.errors import REFUSALS
from app.attachments.inspection import Limits, Severity, Verdict
from app.attachments.models import Attachment, Upload
from app.attachments.queries import Taken
from app.attachments.scanning import Scan, scan
from app.attachments.schemas import FindingRead, UploadRead
from app.attachments.storage import Arrived, Storage
from app.database import Database, new_id, parse_id
from app.measures.counts import VERDICTS
from app.problems import FieldError, Unprocessable
from app.processes import ProcessPool, WorkerDied, WorkerTimeout
from app.settings import Settings

UPLOAD_LIFE = timedelta(hours=72)
TITLE_LENGTH = 200
INSPECTION_SECONDS = 25.0
SCAN_PENDING = "El antivirus todavía no revisó este archivo. Puede enviarlo: se revisará antes de que alguien lo abra."


@dataclass(frozen=True, slots=True)
class Intake:
    """What receiving a file needs of the process it runs in."""

    database: Database
    storage: Storage
    pool: ProcessPool
    settings: Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """An upload a filing names, and the field that names it."""

    field: str
    upload_id: str


async def judge(intake: Intake, path: Path, filename: str) -> tuple[Verdict, Scan]:
    """Inspects and scans one file, and counts what was found."""
    verdict, scanned = await _judge(intake, path, filename)
    VERDICTS.labels(verdict.refusal or "accepted").inc()
    return verdict, scanned


async def _judge(intake: Intake, path: Path, filename: str) -> tuple[Verdict, Scan]:
    """A file that kills or stalls its inspector is a bomb."""
    limits = Limits(extensions=tuple(intake.settings.allowed_extensions))
    try:
        verdict = await intake.pool.run(inspection.inspect, path, filename, limits, seconds=INSPECTION_SECONDS)
    except (WorkerDied, WorkerTimeout):
        return Verdict(refusal="file_bomb"), Scan.OFF
    if verdict.refusal:
        return verdict, Scan.OFF
    scanned = await scan(intake.settings, path)
    if scanned is Scan.INFECTED:
        verdict.refusal = "file_infected"
    elif scanned is Scan.PENDING:
        verdict.note("scan_pending", Severity.WARNING, SCAN_PENDING)
    return verdict, scanned


async def keep(session: AsyncSession, storage: Storage, upload: Upload, arrived: Arrived, verdict: Verdict) -> None:
    """Gives the file its place and the upload its facts, under the lock that keeps the sweep away."""
    await queries.lock_hash(session, arrived.sha256, shared=True)
    await storage.keep(arrived)
    upload.state = "ready"
    upload.sha256, upload.size = arrived.sha256, arrived.size
    upload.media_type, upload.pages = verdict.media_type, verdict.pages
    upload.findings = [asdict(finding) for finding in verdict.findings]


async def receive(intake: Intake, arrived: Arrived, filename: str, *, owner_id: UUID | None) -> Upload:
    """A whole file from one request. Raises its refusal, and then nothing of it stays."""
    verdict, scanned = await judge(intake, arrived.path, filename)
    if verdict.refusal:
        raise REFUSALS[verdict.refusal]
    async with intake.database.transaction() as session:
        upload = Upload(id=new_id(), owner_id=owner_id, filename=filename, size=arrived.size, scan=scanned.value)
        upload.created_at, upload.expires_at = clock.now(), clock.now() + UPLOAD_LIFE
        await keep(session, intake.storage, upload, arrived, verdict)
        session.add(upload)
    return upload


def representation(upload: Upload) -> UploadRead:
    return UploadRead(
        upload_id=str(upload.id),
        filename=upload.filename,
        size=upload.size,
        sha256=upload.sha256 or "",
        media_type=upload.media_type or "",
        pages=upload.pages,
        findings=[FindingRead.model_validate(finding) for finding in upload.findings],
        expires_at=upload.expires_at,
    )


async def claim(session: AsyncSession, wanted: Sequence[Wanted], *, user_id: UUID | None) -> list[Taken]:
    """Takes each upload for a filing, in the order wanted. Raises Unprocessable that names every bad field.

    An upload serves once. One made without an account serves whoever holds its id; one made signed in only its owner.
    """
    ids = {each.field: parse_id(each.upload_id) for each in wanted}
    asked = {each for each in ids.values() if each}
    taken = await queries.take_uploads(session, [*asked], user_id=user_id, now=clock.now())
    if len(taken) < len(wanted):
        refused = await queries.uploads(session, [*asked - taken.keys()])
        raise Unprocessable(errors=[*_faults(ids, taken, refused, user_id)])
    return [taken[upload_id] for upload_id in ids.values() if upload_id]


def _faults(
    ids: Mapping[str, UUID | None], taken: Mapping[UUID, Taken], refused: Mapping[UUID, Upload], user_id: UUID | None
) -> Iterator[FieldError]:
    """Why each field's upload cannot serve; of one named twice, the second time."""
    seen: set[UUID] = set()
    for field, upload_id in ids.items():
        if upload_id in taken and upload_id in seen:
            yield FieldError(field, *TWICE)
        elif upload_id is None or upload_id not in taken:
            yield FieldError(field, *_fault(refused.get(upload_id) if upload_id else None, user_id))
        else:
            seen.add(upload_id)


def attach(upload: Taken, *, kind: str, title: str, position: int, at: datetime) -> Attachment:
    """The file of a claimed upload, to be a filing's."""
    return Attachment(
        id=new_id(),
        upload_id=upload.id,
        kind=kind,
        position=position,
        title=title[:TITLE_LENGTH],
        filename=upload.filename,
        size=upload.size,
        sha256=upload.sha256,
        media_type=upload.media_type,
        pages=upload.pages,
        findings=upload.findings,
        scan=upload.scan,
        created_at=at,
    )


TWICE = ("upload_used", "Este archivo está dos veces en el envío.")
UNKNOWN = ("upload_unknown", "No encontramos este archivo. Adjúntelo otra vez.")


def _fault(upload: Upload | None, user_id: UUID | None) -> tuple[str, str]:
    # Somebody else's upload looks like one that never was.
    if upload is None or upload.owner_id not in (None, user_id) or upload.state == "deleted":
        return UNKNOWN
    if upload.state == "used":
        return "upload_used", "Este archivo ya se envió en otro documento. Adjúntelo otra vez."
    if upload.expires_at <= clock.now():
        return "upload_expired", "Este archivo venció. Adjúntelo otra vez."
    if upload.state in ("receiving", "inspecting"):
        return "upload_unfinished", "Este archivo todavía no termina de llegar."
    if upload.state == "refused":
        refusal = REFUSALS.get(upload.refusal or "", REFUSALS["file_corrupt"])
        return refusal.code, refusal.title
    # It was ready a moment ago: another filing has it now.
    return UNKNOWN
