"""The whole trail, for those who answer for it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from app.audit import queries
from app.audit.schemas import AuditRead, WalkRead
from app.database import ListDep, ReadDep, parse_id
from app.pagination import CursorParam, Limit, Page, decode_cursor, encode_cursor
from app.problems import FieldError, Unprocessable, problems
from app.users.dependencies import require_role
from app.users.models import Role
from app.users.principals import Principal

router = APIRouter(prefix="/audit", tags=["audit"])
SORT = "-seq"
Reader = Annotated[Principal, Depends(require_role(Role.ADMIN, Role.AUDITOR))]


def _before(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    (seq,) = decode_cursor(cursor, sort=SORT, length=1)
    if not (seq or "").isascii() or not (seq or "").isdigit():
        raise Unprocessable(errors=[FieldError("cursor", "cursor_invalid", "El marcador de página no es válido.")])
    return int(seq or 0)


@router.get("", responses=problems(401, 403, 422))
async def list_audit(
    reader: Reader,
    session: ListDep,
    action: Annotated[str | None, Query(max_length=40)] = None,
    actor_id: Annotated[str | None, Query(max_length=40)] = None,
    since: Annotated[AwareDatetime | None, Query(description="Desde este instante, inclusive.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Hasta este instante, exclusive.")] = None,
    limit: Limit = 25,
    cursor: CursorParam = None,
) -> Page[AuditRead]:
    """Every act and every look, newest first."""
    actor = parse_id(actor_id) if actor_id else None
    if actor_id and actor is None:
        raise Unprocessable(errors=[FieldError("actor_id", "unknown", "Esa persona no existe.")])
    rows = await queries.page(
        session, before=_before(cursor), action=action, actor_id=actor, since=since, until=until, limit=limit
    )
    shown = rows[:limit]
    return Page(
        items=[AuditRead.model_validate(row) for row in shown],
        next_cursor=encode_cursor(SORT, [str(shown[-1].seq)]) if len(rows) > limit else None,
    )


@router.get("/verification", responses=problems(401, 403))
async def get_audit_verification(_: Reader, session: ReadDep) -> WalkRead | None:
    """What the last walk over the whole trail found; null before the first."""
    walk = await queries.last_walk(session)
    return WalkRead.model_validate(walk) if walk else None
