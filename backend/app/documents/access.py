"""From a path and a caller to a document, in the contract's order: 401, 404, 403, 428, 412."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.database import DatabaseDep, ReadDep, SessionDep, parse_id
from app.documents import policies, queries
from app.documents.errors import VersionRequired, VersionStale
from app.documents.lifecycle import Act
from app.documents.models import Document
from app.documents.representation import UNKNOWN
from app.problems import Forbidden, NotFound
from app.users.dependencies import AnyCaller
from app.users.models import Role
from app.users.principals import Caller, Principal

IfMatch = Annotated[str | None, Header(alias="If-Match", description='La versión que usted vio: `"3"`.')]


async def arrived() -> datetime:
    """The instant at which the body had arrived: FastAPI reads it whole before the first dependency runs."""
    return clock.now()


ArrivedAt = Annotated[datetime, Depends(arrived)]


def id_for(caller: Caller, document_id: str) -> UUID:
    """The id in a path. Raises NotFound when it is none; an admin has no power over files at all (Forbidden)."""
    if isinstance(caller, Principal) and caller.role is Role.ADMIN:
        raise Forbidden
    if (found := parse_id(document_id)) is None:
        raise NotFound(UNKNOWN)
    return found


async def find(session: AsyncSession, document_id: str, caller: Caller, *, lock: bool = False) -> Document:
    """Raises NotFound when `caller` may not know of it, Forbidden for an admin."""
    document = await queries.visible(session, id_for(caller, document_id), caller, lock=lock)
    if document is None:
        raise NotFound(UNKNOWN)
    return document


async def the_document(document_id: str, caller: AnyCaller, session: ReadDep) -> Document:
    return await find(session, document_id, caller)


async def hold(
    session: AsyncSession, document_id: str, caller: Caller, act: Act, if_match: str | None, *, lock: bool = True
) -> Document:
    """The document, locked, once the caller may do `act` to the version they saw. Raises the refusal otherwise."""
    document = await find(session, document_id, caller, lock=lock)
    if not policies.may(caller, act):
        raise Forbidden
    check_version(document, if_match)
    return document


def to_act(act: Act) -> Callable[..., Any]:
    """A dependency that answers the document of an act done in the request's own transaction."""

    async def held(document_id: str, caller: AnyCaller, session: SessionDep, if_match: IfMatch = None) -> Document:
        return await hold(session, document_id, caller, act, if_match)

    return held


def may_act(act: Act) -> Callable[..., Any]:
    """A dependency that only checks, for an act whose endpoint opens the transaction itself and holds again in it."""

    async def checked(document_id: str, caller: AnyCaller, database: DatabaseDep, if_match: IfMatch = None) -> None:
        async with database.reading() as session:
            await hold(session, document_id, caller, act, if_match, lock=False)

    return checked


def check_version(document: Document, if_match: str | None) -> None:
    """Raises VersionRequired without a version, VersionStale unless the current one is among those named."""
    if if_match is None or not if_match.strip():
        raise VersionRequired
    named = [tag.strip() for tag in if_match.split(",")]
    # Compared as text: only strong tags, as we write them (RFC 9110, 13.1.1).
    if named != ["*"] and f'"{document.version}"' not in named:
        raise VersionStale


TheDocument = Annotated[Document, Depends(the_document)]
