"""tus 1.0.0: https://tus.io/protocols/resumable-upload. Its answers follow its own protocol."""

import base64
import binascii
from collections.abc import Callable, Coroutine
from email.utils import format_datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from app import clock
from app.attachments import resumable
from app.attachments.dependencies import IntakeDep
from app.attachments.errors import FileNameInvalid
from app.attachments.inspection.names import clean_name
from app.attachments.models import Upload
from app.attachments.resumable import UploadBusy
from app.attachments.service import Intake
from app.database import parse_id
from app.problems import DomainError, NotFound, problems
from app.users.dependencies import MaybeUser
from app.users.principals import Principal

VERSION = "1.0.0"
CHUNK = "application/offset+octet-stream"
ALGORITHMS = {"sha1": 20, "sha256": 32}
LONGEST_METADATA = 8_192


class TusVersion(DomainError):
    code, status, title = "tus_version", 412, "Se requiere la versión 1.0.0 del protocolo tus."


class TusMalformed(DomainError):
    code, status, title = "tus_malformed", 400, "La solicitud de subida no se entiende."


class TusMediaType(DomainError):
    code, status, title = "tus_media_type", 415, "El trozo debe venir como application/offset+octet-stream."


class UploadGone(DomainError):
    code, status, title = "upload_gone", 410, "Este archivo venció o se quitó. Adjúntelo otra vez."


def speaks_tus(request: Request) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise TusVersion(headers={"Tus-Version": VERSION})


class TusRoute(APIRoute):
    """Its refusals, too, say which version of the protocol they speak."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def answer_tus(request: Request) -> Response:
            try:
                return await answer(request)
            except DomainError as error:
                error.headers["Tus-Resumable"] = VERSION
                raise

        return answer_tus


router = APIRouter(prefix="/uploads", tags=["uploads"], route_class=TusRoute)
tus = [Depends(speaks_tus)]


def _answer(status: int, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status_code=status, headers={"Tus-Resumable": VERSION, "Cache-Control": "no-store", **named})


def _expires(upload: Upload) -> str:
    return format_datetime(upload.expires_at, usegmt=True)


async def the_upload(upload_id: str, user: MaybeUser, intake: IntakeDep) -> Upload:
    """An upload its caller may go on with: 404 for a foreign one, 410 for one that is over."""
    found = parse_id(upload_id)
    async with intake.database.reading() as session:
        upload = await session.get(Upload, found) if found else None
    if upload is None or upload.owner_id not in (None, user.id if user else None):
        raise NotFound
    if upload.state == "deleted" or (upload.state != "used" and upload.expires_at <= clock.now()):
        raise UploadGone
    return upload


UploadDep = Annotated[Upload, Depends(the_upload)]


@router.options("", status_code=204)
@router.options("/{upload_id}", status_code=204, include_in_schema=False)
async def upload_options(intake: IntakeDep) -> Response:
    """What this server can do."""
    return _answer(
        204,
        Tus_Version=VERSION,
        Tus_Extension="creation,creation-with-upload,checksum,expiration,termination",
        Tus_Max_Size=str(intake.settings.max_upload_size),
        Tus_Checksum_Algorithm=",".join(ALGORITHMS),
    )


@router.post("", status_code=201, dependencies=tus, responses=problems(400, 401, 403, 412, 413, 415, 422, 429))
async def create_upload(request: Request, user: MaybeUser, intake: IntakeDep) -> Response:
    """Creates an upload, with its first bytes if the body brings some."""
    size = _whole_number(request, "Upload-Length")
    name = clean_name(_filename(request))
    if name is None:
        raise FileNameInvalid
    # Some clients name a type for no body at all.
    kind = request.headers.get("Content-Type") if _has_body(request) else None
    if kind != CHUNK and _has_body(request):
        raise TusMediaType
    upload = await resumable.create(intake, name, size, owner_id=_id_of(user))
    headers = {"Location": f"{request.url.path}/{upload.id}", "Upload_Expires": _expires(upload)}
    offset = 0
    if kind == CHUNK:
        offset = await resumable.append(intake, upload, 0, request.stream(), _checksum(request))
        headers["Upload_Offset"] = str(offset)
    if offset == size:
        await _settle(intake, upload)
    return _answer(201, **headers)


@router.head("/{upload_id}", dependencies=tus, responses=problems(401, 403, 404, 410, 412))
async def upload_offset(upload: UploadDep, intake: IntakeDep) -> Response:
    """How much of it is here."""
    return _answer(
        200,
        Upload_Offset=str(resumable.offset_of(intake, upload)),
        Upload_Length=str(upload.size),
        Upload_Expires=_expires(upload),
    )


@router.patch(
    "/{upload_id}",
    status_code=204,
    dependencies=tus,
    responses=problems(400, 401, 403, 404, 409, 410, 412, 413, 415, 423, 429)
    | {460: {"description": "Suma incorrecta."}},
)
async def continue_upload(request: Request, upload: UploadDep, intake: IntakeDep) -> Response:
    """Adds bytes at the offset the sender believes in."""
    if request.headers.get("Content-Type") != CHUNK:
        raise TusMediaType
    wanted = _whole_number(request, "Upload-Offset")
    try:
        offset = await resumable.append(intake, upload, wanted, request.stream(), _checksum(request))
    except ClientDisconnect:
        # What arrived is kept; there is nobody to tell.
        raise TusMalformed("La conexión se cortó.") from None
    if offset == upload.size:
        await _settle(intake, upload)
    return _answer(204, Upload_Offset=str(offset), Upload_Expires=_expires(upload))


@router.delete("/{upload_id}", status_code=204, dependencies=tus, responses=problems(401, 403, 404, 410, 412))
async def delete_upload(upload: UploadDep, intake: IntakeDep) -> Response:
    """Drops an upload that will not be used."""
    await resumable.delete(intake, upload)
    return _answer(204)


@router.post("/{upload_id}", dependencies=tus, include_in_schema=False)
async def overridden(request: Request, upload: UploadDep, intake: IntakeDep) -> Response:
    """PATCH or DELETE for callers whose proxies let neither through (X-HTTP-Method-Override)."""
    match request.headers.get("X-HTTP-Method-Override", "").upper():
        case "PATCH":
            return await continue_upload(request, upload, intake)
        case "DELETE":
            return await delete_upload(upload, intake)
    raise TusMalformed("Este archivo se continúa con PATCH.")


async def _settle(intake: Intake, upload: Upload) -> None:
    try:
        await resumable.settle(intake, upload.id)
    except UploadBusy:
        return


def _id_of(user: Principal | None) -> UUID | None:
    return user.id if user else None


def _has_body(request: Request) -> bool:
    return "Transfer-Encoding" in request.headers or request.headers.get("Content-Length", "0") != "0"


def _whole_number(request: Request, header: str) -> int:
    raw = request.headers.get(header, "")
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 18):
        raise TusMalformed(f"La cabecera {header} debe ser un número.")
    return int(raw)


def _filename(request: Request) -> str:
    raw = request.headers.get("Upload-Metadata", "")
    if len(raw) > LONGEST_METADATA:
        raise TusMalformed("La cabecera Upload-Metadata es demasiado larga.")
    for pair in raw.split(","):
        key, _, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError, ValueError):
                raise TusMalformed("El nombre del archivo debe venir en base64 de UTF-8.") from None
    raise FileNameInvalid("Falta el nombre del archivo en Upload-Metadata.")


def _checksum(request: Request) -> tuple[str, bytes] | None:
    raw = request.headers.get("Upload-Checksum")
    if raw is None:
        return None
    name, _, value = raw.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if len(digest) != ALGORITHMS.get(name, -1):
        raise TusMalformed("La cabecera Upload-Checksum debe ser sha1 o sha256 y su suma en base64.")
    return name, digest
