"""POST /documents: presents, once a key, and answers with the receipt sealed."""

import contextlib
import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from app import clock
from app.database import Database, DatabaseDep
from app.documents.access import ArrivedAt
from app.documents.errors import IdempotencyKeyRequired
from app.documents.presenting import idempotency, service, writing
from app.documents.presenting.answers import Answer
from app.documents.presenting.idempotency import Attempt
from app.documents.presenting.references import References
from app.documents.presenting.schemas import Present, Presented
from app.problems import FieldError, Forbidden, Unprocessable, problems, validation_problem
from app.users.dependencies import MaybeUser
from app.users.models import Role
from app.users.principals import Principal

PRINTABLE = re.compile(r"[\x20-\x7e]{1,255}")
KEY = "Idempotency-Key"


async def filer(request: Request, user: MaybeUser) -> Principal | None:
    """The signed-in citizen, or nobody. Staff register paper at the counter instead."""
    if user and user.role is not Role.CITIZEN:
        raise Forbidden("Con una cuenta de la institución no se presentan documentos por la web.")
    request.state.filer = user
    return user


async def idempotency_key(
    key: Annotated[
        str | None, Header(alias=KEY, description="Required. 1 to 255 printable ASCII characters, one for each filing.")
    ] = None,
) -> str:
    if not key:
        raise IdempotencyKeyRequired
    if not PRINTABLE.fullmatch(key):
        message = "Debe tener de 1 a 255 caracteres ASCII imprimibles."
        raise Unprocessable(errors=[FieldError(KEY, "idempotency_key_invalid", message)])
    return key


class Intake(APIRoute):
    """Notes when the body had arrived. Of a wrong shape it checks what it names too: one answer for every field."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            # A sender who leaves halfway is FastAPI's to answer: it reads the body again.
            with contextlib.suppress(ClientDisconnect):
                await request.body()
            request.state.arrived = clock.now()
            try:
                return await handle(request)
            except RequestValidationError as error:
                problem = validation_problem(error)
                if problem.errors:
                    by = getattr(request.state, "filer", None)
                    problem.errors += await _content_faults(request.app.state.database, error.body, by, problem.errors)
                raise problem from error

        return handler


async def _content_faults(
    database: Database, sent: Any, by: Principal | None, known: list[FieldError]
) -> list[FieldError]:
    try:
        async with database.transaction() as session:
            await service.check(session, References.read(sent), at=clock.now(), by=by)
            # What was claimed while looking must not stay claimed.
            await session.rollback()
    except Unprocessable as refused:
        fields = {each.field for each in known}
        return [each for each in refused.errors if each.field not in fields]
    return []


router = APIRouter(tags=["documents"], route_class=Intake)


@router.post("/documents", status_code=201, responses=problems(400, 401, 403, 409, 413, 422, 429, 503))
async def present_document(
    at: ArrivedAt,
    by: Annotated[Principal | None, Depends(filer)],
    key: Annotated[str, Depends(idempotency_key)],
    body: Present,
    database: DatabaseDep,
    request: Request,
    response: Response,
) -> Presented:
    """Presents a document. The same key and body again give the same answer, and file nothing."""
    attempt = Attempt.of(by.id if by else None, "/documents", key, body)
    async with database.transaction() as session:
        kept = await idempotency.hold(session, attempt)
        if kept:
            answer = Answer.kept(kept)
            response.headers["Idempotency-Replayed"] = "true"
        else:
            filed = await service.prepare(session, body, at=at, by=by)
            answer = Answer.of(filed)
            await writing.write(session, filed, idempotency.to_keep(attempt, filed.document.id, answer.to_keep()))
    presented = await answer.sealed(request.app.state)
    response.headers["ETag"] = f'"{presented.version}"'
    response.headers["Location"] = f"{request.url.path}/{presented.id}"
    return presented
