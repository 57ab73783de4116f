"""The files of filings, out: whole or in ranges, to whoever sees the filing."""

import os
import stat
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from app.attachments.errors import FileAwaitsScan, FileInfected
from app.attachments.models import Attachment
from app.attachments.storage import Storage, Stored
from app.audit.looks import note_look
from app.database import Database, ReadDep, parse_id
from app.documents.access import find
from app.problems import DomainError, NotFound, Unavailable, problems
from app.users.dependencies import AnyCaller
from app.users.principals import Principal

router = APIRouter(prefix="/attachments/{attachment_id}", tags=["documents"])

# A browser may show these by itself; anything else is only ever saved.
SHOWN_INLINE = ("application/pdf", "image/jpeg", "image/png")
# Whatever a stranger's file holds runs nowhere, also when somebody opens its address.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


class RangeNotThere(DomainError):
    code, status, title = "range_not_satisfiable", 416, "El archivo no tiene la parte que pide."


class Content(FileResponse):
    """A file of the storage, wherever that is. A range Starlette refuses in plain text is a problem like any other."""

    def __init__(self, storage: Storage, found: Stored, **how: Any) -> None:
        about = (stat.S_IFREG, 0, 0, 1, 0, 0, found.size, 0, int(found.modified), 0)
        super().__init__(storage.path(found.sha256), stat_result=os.stat_result(about), **how)
        self._opened = partial(storage.opened, found.sha256)

    def _open_file(self) -> Any:
        # Starlette's own opens the path, and a bucket has none.
        return self._opened()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (400, 416):
                told = Headers(raw=message["headers"]).get("Content-Range")
                raise RangeNotThere(headers={"Content-Range": told} if told else {})
            await send(message)

        await super().__call__(scope, receive, watch)


async def the_attachment(attachment_id: str, caller: AnyCaller, session: ReadDep) -> Attachment:
    """A file of a filing that the caller sees (404), and that nobody fears (409, 422)."""
    found = parse_id(attachment_id)
    attachment = await session.get(Attachment, found) if found else None
    # An unknown file and one of a filing not theirs look alike to the caller.
    await find(session, str(attachment.document_id) if attachment else "", caller)
    if attachment is None:
        raise NotFound
    if attachment.scan == "pending":
        raise FileAwaitsScan
    if attachment.scan == "infected":
        raise FileInfected
    return attachment


@router.get(
    "/content",
    response_class=FileResponse,
    responses=problems(401, 403, 404, 409, 416, 422, 503)
    | {
        200: {"content": {"application/octet-stream": {}}, "description": "El archivo, tal como llegó."},
        206: {"content": {"application/octet-stream": {}}, "description": "La parte pedida con `Range`."},
    },
)
async def read_content(
    attachment: Annotated[Attachment, Depends(the_attachment)],
    caller: AnyCaller,
    request: Request,
    disposition: Annotated[Literal["attachment", "inline"], Query(description="`inline` para PDF e imágenes.")] = (
        "attachment"
    ),
) -> Response:
    """A file as it arrived, byte for byte. Each look of the institution at it is in the trail."""
    storage: Storage = request.app.state.storage
    found = await storage.find(attachment.sha256)
    if found is None:
        raise Unavailable("No encontramos este archivo en el almacén. Avise a quien administra el sistema.")
    # Before a byte leaves, and for any part of it: a reader who cuts the answer short has looked all the same.
    if isinstance(caller, Principal) and caller.is_staff:
        database: Database = request.app.state.database
        detail = {"attachment": str(attachment.id)}
        await note_look(database, "file_read", actor_id=caller.id, document_id=attachment.document_id, detail=detail)
    inline = disposition == "inline" and attachment.media_type in SHOWN_INLINE
    return Content(
        storage,
        found,
        media_type=attachment.media_type,
        filename=attachment.filename,
        content_disposition_type="inline" if inline else "attachment",
        headers={
            "ETag": f'"{attachment.sha256}"',
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
        },
    )
