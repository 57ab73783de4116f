"""Every failure a caller may see, as RFC 9457 problem details. Raised where it is known, rendered only here."""

import errno
import logging
import socket
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from app.problem_texts import STATUS_TITLES, field_message

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One bad field: dotted path, stable code, Spanish sentence."""

    field: str
    code: str
    message: str


class DomainError(Exception):
    """A refusal with a stable `code`, an HTTP `status` and a Spanish `title`."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "No se pudo completar lo que pidió."

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.extra = extra


class Unauthorized(DomainError):
    code, status, title = "unauthorized", 401, "Ingrese con su cuenta para continuar."

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"}, **extra)


class Forbidden(DomainError):
    code, status, title = "forbidden", 403, "Su cuenta no puede hacer esto."


class NotFound(DomainError):
    code, status, title = "not_found", 404, "No encontramos lo que busca."


class Conflict(DomainError):
    code, status, title = "conflict", 409, "No se puede hacer esto ahora."


class Unprocessable(DomainError):
    """Content that parses but cannot be accepted; names every bad field."""

    code, status, title = "validation_error", 422, "Revise los campos señalados."


class Unavailable(DomainError):
    code, status, title = "service_unavailable", 503, "El sistema no está disponible por un momento. Intente de nuevo."

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"Retry-After": "5"})


class StorageFull(Unavailable):
    code = "storage_full"
    title = "No queda espacio para recibir archivos. Avise a la institución e intente más tarde; nada se perdió."


class ProblemField(BaseModel):
    field: str
    code: str
    message: str


class Problem(BaseModel):
    """RFC 9457 body of every 4xx and 5xx answer."""

    type: str
    title: str
    status: int
    code: str
    instance: str
    detail: str | None = None
    errors: list[ProblemField] | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of an endpoint that may answer with these statuses."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": STATUS_TITLES.get(status, "Problema"), "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def problem_response(request: Request, error: DomainError) -> JSONResponse:
    """The one rendering of a failure. `instance` is the request id, also in the log line."""
    body: dict[str, Any] = {
        "type": f"/problemas/{error.code}",
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "instance": getattr(request.state, "request_id", ""),
    }
    if error.detail and error.detail != error.title:
        body["detail"] = error.detail
    if error.errors:
        body["errors"] = [asdict(each) for each in error.errors]
    body |= error.extra
    headers = {"Cache-Control": "no-store", **error.headers}
    return JSONResponse(body, status_code=error.status, headers=headers, media_type=MEDIA_TYPE)


def _of_status(status: int, code: str | None = None, headers: Mapping[str, str] | None = None) -> DomainError:
    error = DomainError(headers=headers)
    names = {401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}
    # Instance attributes shadow the class's: a status without a class of its own is still rendered the same way.
    error.code, error.status = code or names.get(status, f"http_{status}"), status  # type: ignore[misc]
    error.title = STATUS_TITLES.get(status, DomainError.title)  # type: ignore[misc]
    return error


def validation_problem(error: RequestValidationError) -> DomainError:
    """The problem that names every bad field of a request whose shape is wrong."""
    found: dict[str, FieldError] = {}
    for each in error.errors():
        if each["type"] == "json_invalid":
            return _of_status(422, "body_not_json")
        where, *path = each["loc"]
        field = ".".join(str(part) for part in path) or str(where)
        found.setdefault(field, FieldError(field, each["type"], field_message(each)))
    return Unprocessable(errors=list(found.values()))


def install(app: FastAPI) -> None:
    """Renders every failure of `app` as a problem."""

    @app.exception_handler(DomainError)
    async def _domain(request: Request, error: DomainError) -> JSONResponse:
        return problem_response(request, error)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return problem_response(request, validation_problem(error))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        # FastAPI says 400 for a body it cannot parse; the contract's word for it is 422.
        unparsed = error.status_code == 400 and "parsing the body" in str(error.detail)
        return problem_response(request, _of_status(422 if unparsed else error.status_code, headers=error.headers))

    async def _database(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, DBAPIError) and not _says_connection_lost(error):
            return await _unexpected(request, error)
        logger.warning("database unavailable", extra={"error": type(error).__name__})
        return problem_response(request, Unavailable())

    async def _disk(request: Request, error: Exception) -> JSONResponse:
        if getattr(error, "errno", None) not in (errno.ENOSPC, errno.EDQUOT):
            return await _unexpected(request, error)
        logger.error("no space left", exc_info=error)
        return problem_response(request, StorageFull())

    async def _unexpected(request: Request, error: Exception) -> JSONResponse:
        logger.error("unhandled error", exc_info=error)
        return problem_response(request, _of_status(500, "internal_error"))

    # gaierror: a container that stopped has no name any more.
    for failure in (DBAPIError, PoolTimeout, ConnectionError, TimeoutError, socket.gaierror):
        app.add_exception_handler(failure, _database)
    app.add_exception_handler(OSError, _disk)
    app.add_exception_handler(Exception, _unexpected)


def _says_connection_lost(error: DBAPIError) -> bool:
    if error.connection_invalidated or isinstance(error, OperationalError | InterfaceError):
        return True
    sqlstate = getattr(error.orig, "sqlstate", None) or ""
    return sqlstate.startswith(("08", "57P", "53")) or "connection" in type(error.orig).__name__.lower()
