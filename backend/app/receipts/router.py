"""Verification, for anybody: by code, or by handing in the PDF."""

from fastapi import APIRouter, Request

from app.attachments import multipart
from app.attachments.dependencies import IntakeDep
from app.attachments.errors import FileNameInvalid
from app.attachments.router import FILE_BODY
from app.attachments.storage import Arrived, Writer
from app.database import ReadDep
from app.problems import problems
from app.receipts import verification
from app.receipts.errors import NoReceipt
from app.receipts.schemas import FileVerification, Verification

router = APIRouter(prefix="/verify", tags=["verification"])


@router.get("/{code}", responses=problems(404, 429))
async def verify_code(code: str, session: ReadDep) -> Verification:
    """What the receipt of this code says. Nothing personal."""
    found = await verification.by_code(session, code)
    if found is None:
        raise NoReceipt("Ninguna constancia de esta institución tiene ese código.")
    return found


@router.post("", openapi_extra=FILE_BODY, responses=problems(400, 413, 422, 429, 503))
async def verify_file(request: Request, intake: IntakeDep) -> FileVerification:
    """Whether this file is a receipt of ours, to the byte. The file is not kept."""
    with intake.storage.writer(intake.settings.max_upload_size) as writer:
        try:
            arrived = await _whole(request, writer)
            return await verification.by_file(intake.database, intake.pool, arrived.path, arrived.sha256)
        finally:
            writer.discard()


async def _whole(request: Request, writer: Writer) -> Arrived:
    try:
        arrived, _ = await multipart.read_file(request, writer)
    except FileNameInvalid:
        # A file that is only looked at may be called anything.
        return await writer.finish()
    return arrived
