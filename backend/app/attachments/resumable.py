"""Uploads that go on after a cut. The file on disk, fsynced before its size is told, is the truth of how much came."""

import asyncio
import contextlib
import fcntl
import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from app import clock
from app.attachments.errors import FileTooLarge
from app.attachments.models import Upload
from app.attachments.service import UPLOAD_LIFE, Intake, judge, keep
from app.attachments.storage import PIECE, Arrived
from app.database import new_id
from app.problems import Conflict, DomainError


class OffsetMismatch(Conflict):
    code, title = "offset_mismatch", "El archivo siguió desde otro punto. Consulte cuánto llegó y continúe desde ahí."


class UploadBusy(DomainError):
    code, status, title = "upload_busy", 423, "Este archivo está llegando por otra conexión."


class ChecksumMismatch(DomainError):
    code, status, title = "checksum_mismatch", 460, "Un trozo del archivo llegó dañado. Envíelo otra vez."


async def create(intake: Intake, filename: str, size: int, *, owner_id: UUID | None) -> Upload:
    """An empty upload of `size` bytes to come."""
    if size > intake.settings.max_upload_size:
        raise FileTooLarge
    upload = Upload(id=new_id(), owner_id=owner_id, state="receiving", filename=filename, size=size)
    upload.created_at, upload.expires_at = clock.now(), clock.now() + UPLOAD_LIFE
    path = intake.storage.partial(str(upload.id))
    await asyncio.to_thread(path.touch, mode=0o600)
    async with intake.database.transaction() as session:
        session.add(upload)
    return upload


def offset_of(intake: Intake, upload: Upload) -> int:
    """How many bytes of it are here."""
    if upload.state in ("receiving", "inspecting"):
        with contextlib.suppress(FileNotFoundError):
            return intake.storage.partial(str(upload.id)).stat().st_size
        return 0
    return upload.size


@contextlib.contextmanager
def locked(path: Path) -> Iterator[BinaryIO]:
    """The partial file, held by this process alone. Raises UploadBusy, FileNotFoundError."""
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UploadBusy from None
        yield file


async def append(
    intake: Intake, upload: Upload, offset: int, body: AsyncIterator[bytes], checksum: tuple[str, bytes] | None
) -> int:
    """Adds what `body` brings at `offset`; answers the new offset, already on disk.

    With a checksum all of it counts or none; without one, what arrived before a cut stays.
    Raises OffsetMismatch, FileTooLarge, ChecksumMismatch, UploadBusy.
    """
    path = intake.storage.partial(str(upload.id))
    try:
        with locked(path) as file:
            at = os.fstat(file.fileno()).st_size
            if upload.state != "receiving" or at != offset:
                raise OffsetMismatch
            return await _append(file, at, upload.size, body, checksum)
    except FileNotFoundError:
        raise OffsetMismatch from None


async def _append(
    file: BinaryIO, start: int, limit: int, body: AsyncIterator[bytes], checksum: tuple[str, bytes] | None
) -> int:
    digest = hashlib.new(checksum[0], usedforsecurity=False) if checksum else None
    at, whole = start, False
    file.seek(start)
    try:
        async for piece in _gathered(body):
            at += len(piece)
            if at > limit:
                raise FileTooLarge
            if digest:
                digest.update(piece)
            await asyncio.to_thread(file.write, piece)
        whole = True
    finally:
        wanted = at if at <= limit else start
        if checksum and digest and not (whole and digest.digest() == checksum[1]):
            wanted = start
        await asyncio.shield(asyncio.to_thread(_settle_size, file, wanted))
    if checksum and wanted == start and at > start:
        raise ChecksumMismatch
    return wanted


def _settle_size(file: BinaryIO, size: int) -> None:
    file.flush()
    file.truncate(size)
    os.fsync(file.fileno())


async def _gathered(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The body in pieces of PIECE bytes, and what is left when it ends or is cut."""
    waiting = bytearray()
    try:
        async for piece in body:
            waiting += piece
            if len(waiting) >= PIECE:
                yield bytes(waiting)
                waiting.clear()
    except Exception:
        if waiting:
            yield bytes(waiting)
        raise
    if waiting:
        yield bytes(waiting)


async def settle(intake: Intake, upload_id: UUID) -> None:
    """Inspects a whole upload and records what was found. Idempotent; raises UploadBusy while another does it.

    Anyone who asks for the inspection may do this, so that an upload whose process died is not left waiting.
    """
    path = intake.storage.partial(str(upload_id))
    try:
        with locked(path):
            await _settle(intake, upload_id, path)
    except FileNotFoundError:
        return


async def _settle(intake: Intake, upload_id: UUID, path: Path) -> None:
    async with intake.database.reading() as session:
        upload = await session.get(Upload, upload_id)
    if upload is None or upload.state not in ("receiving", "inspecting") or offset_of(intake, upload) != upload.size:
        return
    arrived = Arrived(path, upload.size, await asyncio.to_thread(_hash, path))
    verdict, scanned = await judge(intake, path, upload.filename)
    async with intake.database.transaction() as session:
        upload = await session.get_one(Upload, upload_id, with_for_update=True)
        if upload.state not in ("receiving", "inspecting"):
            return
        upload.scan = scanned.value
        if verdict.refusal:
            upload.state, upload.refusal = "refused", verdict.refusal
        else:
            await keep(session, intake.storage, upload, arrived, verdict)
    if verdict.refusal:
        _drop(path)


def _drop(path: Path) -> None:
    path.unlink(missing_ok=True)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def delete(intake: Intake, upload: Upload) -> None:
    """Ends an upload at its sender's wish. One that was used stays."""
    async with intake.database.transaction() as session:
        row = await session.get_one(Upload, upload.id, with_for_update=True)
        if row.state != "used":
            # The sweep removes its bytes, under the lock on their hash.
            row.state, row.expires_at = "deleted", clock.now()
    _drop(intake.storage.partial(str(upload.id)))
