"""Files in: in one request, or the word on a resumable one."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from app.attachments import multipart, resumable, service, tus
from app.attachments.dependencies import IntakeDep
from app.attachments.errors import REFUSALS, UploadUnfinished
from app.attachments.models import Upload
from app.attachments.resumable import UploadBusy
from app.attachments.schemas import UploadRead
from app.attachments.tus import UploadDep
from app.problems import problems
from app.users.dependencies import MaybeUser

router = APIRouter(tags=["uploads"])

BEING_INSPECTED: dict[int | str, dict[str, Any]] = {202: {"description": "Se está revisando."}}
FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


@router.post(
    "/attachments", status_code=201, openapi_extra=FILE_BODY, responses=problems(400, 401, 403, 413, 422, 429, 503)
)
async def upload_attachment(request: Request, user: MaybeUser, intake: IntakeDep) -> UploadRead:
    """Receives one file whole, inspects it and keeps it for 72 hours until a filing uses it."""
    with intake.storage.writer(intake.settings.max_upload_size) as writer:
        arrived, filename = await multipart.read_file(request, writer)
        upload = await service.receive(intake, arrived, filename, owner_id=user.id if user else None)
    return service.representation(upload)


@router.get(
    "/uploads/{upload_id}/inspection",
    response_model=UploadRead,
    responses=BEING_INSPECTED | problems(401, 404, 409, 410, 413, 422),
)
async def upload_inspection(upload: UploadDep, intake: IntakeDep) -> Response:
    """What was found in a resumable upload, once it is whole: as `POST /attachments` answers, or its refusal."""
    if upload.state in ("receiving", "inspecting"):
        if resumable.offset_of(intake, upload) < upload.size:
            raise UploadUnfinished
        try:
            await resumable.settle(intake, upload.id)
        except UploadBusy:
            return Response(status_code=202, headers={"Retry-After": "1", "Cache-Control": "no-store"})
        async with intake.database.reading() as session:
            upload = await session.get_one(Upload, upload.id)
    if upload.refusal:
        raise REFUSALS[upload.refusal]
    if upload.state not in ("ready", "used"):
        raise UploadUnfinished
    return JSONResponse(service.representation(upload).model_dump(mode="json"), headers={"Cache-Control": "no-store"})


router.include_router(tus.router)
