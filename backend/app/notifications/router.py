"""A person's notices and how they want to be told."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import update

from app import clock
from app.database import ReadDep, SessionDep, parse_id
from app.notifications import queries
from app.notifications.kinds import OBLIGATORY, PREFERABLE
from app.notifications.models import Notification
from app.notifications.schemas import Channels, NotificationRead, Preferences
from app.pagination import CursorParam, Limit, Page, decode_cursor, encode_cursor, totals
from app.problems import FieldError, NotFound, Unprocessable, problems
from app.users.dependencies import CurrentUser
from app.users.models import User

router = APIRouter(prefix="/notifications", tags=["notifications"])
SORT = "-created_at"


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    at, last = decode_cursor(cursor, sort=SORT, length=2)
    try:
        return datetime.fromisoformat(str(at)), UUID(str(last))
    except ValueError:
        raise Unprocessable(
            errors=[FieldError("cursor", "cursor_invalid", "El marcador de página no es válido.")]
        ) from None


@router.get("", responses=problems(401, 422))
async def list_notifications(
    user: CurrentUser,
    session: ReadDep,
    unread: Annotated[bool, Query(description="Solo lo no leído.")] = False,
    limit: Limit = 25,
    cursor: CursorParam = None,
) -> Page[NotificationRead]:
    """What this person was told, newest first."""
    rows = await queries.page(session, user.id, after=_after(cursor), unread=unread, limit=limit)
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        items=[NotificationRead.model_validate(row) for row in shown],
        next_cursor=encode_cursor(SORT, [shown[-1].created_at.isoformat(), str(shown[-1].id)]) if more else None,
        **totals(await queries.count(session, user.id, unread=unread)),
    )


@router.post("/{notification_id}/read", status_code=204, responses=problems(401, 404))
async def read_notification(notification_id: str, user: CurrentUser, session: SessionDep) -> Response:
    """Marks one as read; again changes nothing."""
    found = parse_id(notification_id)
    notice = await session.get(Notification, found) if found else None
    if notice is None or notice.user_id != user.id:
        raise NotFound
    notice.read_at = notice.read_at or clock.now()
    return Response(status_code=204)


@router.post("/read-all", status_code=204, responses=problems(401))
async def read_all_notifications(user: CurrentUser, session: SessionDep) -> Response:
    """Marks every notice of the caller as read."""
    mine = Notification.user_id == user.id
    await session.execute(update(Notification).where(mine, Notification.read_at.is_(None)).values(read_at=clock.now()))
    return Response(status_code=204)


def _preferences(kept: dict[str, dict[str, bool]]) -> Preferences:
    return Preferences(
        {kind: Channels() if kind in OBLIGATORY else Channels(**kept.get(kind, {})) for kind in PREFERABLE}
    )


@router.get("/preferences", responses=problems(401))
async def read_preferences(user: CurrentUser, session: ReadDep) -> Preferences:
    """By which ways the caller is told of what; nothing set is both."""
    account = await session.get_one(User, user.id)
    return _preferences(account.notification_preferences)


@router.put("/preferences", responses=problems(401, 422))
async def write_preferences(body: Preferences, user: CurrentUser, session: SessionDep) -> Preferences:
    """Sets the kinds named; the others stay. Refuses to switch off what the law obliges to notify."""
    chosen = {kind.value: channels.model_dump() for kind, channels in body.root.items()}
    off = [kind for kind in body.root if kind in OBLIGATORY and not all(chosen[kind].values())]
    if off:
        message = "Este aviso no se puede apagar."
        raise Unprocessable(errors=[FieldError(kind, "notice_obligatory", message) for kind in off])
    account = await session.get_one(User, user.id, with_for_update=True)
    account.notification_preferences = account.notification_preferences | chosen
    return _preferences(account.notification_preferences)
