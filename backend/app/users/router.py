"""One's own account, and everybody's for an admin."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from app.audit import service as audit
from app.database import ReadDep, SessionDep, parse_id
from app.documents.access import IfMatch
from app.documents.errors import VersionStale
from app.pagination import CursorParam, Limit, Page, decode_cursor, encode_cursor, page_of_all, totals
from app.problems import NotFound, problems
from app.schemas import Line
from app.users import accounts, administration, sessions, totp
from app.users.dependencies import AdminUser, CurrentUser
from app.users.models import Role, Session, User
from app.users.principals import forget
from app.users.representation import areas_of, represent, user_read
from app.users.schemas import (
    ChangeMe,
    ChangePassword,
    ChangeUser,
    NewUser,
    SessionRead,
    SetUpTotp,
    TotpRead,
    UserRead,
)

router = APIRouter(prefix="/users", tags=["users"])
SORT = "name"


@router.get("/me", responses=problems(401, 403))
async def read_me(by: CurrentUser, session: ReadDep) -> UserRead:
    """The signed-in person."""
    return await represent(session, await session.get_one(User, by.id), own=True)


@router.patch("/me", responses=problems(401, 403, 422))
async def change_me(body: ChangeMe, by: CurrentUser, session: SessionDep) -> UserRead:
    """Changes one's own name or telephone."""
    user = await session.get_one(User, by.id, with_for_update=True)
    sent = body.model_dump(exclude_unset=True)
    user.name = sent.get("name") or user.name
    user.phone = sent["phone"] or None if "phone" in sent else user.phone
    user.version += 1
    forget(by.session_id)
    await audit.record(session, "profile_changed", actor_id=by.id, detail={"fields": sorted(sent)})
    await session.flush()
    return await represent(session, user, own=True)


@router.post("/me/password", status_code=204, responses=problems(401, 403, 422))
async def change_password(body: ChangePassword, by: CurrentUser, session: SessionDep) -> Response:
    """Changes one's password and signs out every other browser."""
    user = await session.get_one(User, by.id, with_for_update=True)
    await accounts.change_password(session, user, body, current=by.session_id)
    return Response(status_code=204)


@router.post("/me/totp", responses=problems(401, 403, 409, 422))
async def set_up_totp(by: CurrentUser, session: SessionDep, body: SetUpTotp | None = None) -> TotpRead:
    """Offers a secret for an application; with that secret and its first code, asks for one at every log-in."""
    user = await session.get_one(User, by.id, with_for_update=True)
    return await totp.set_up(session, user, body or SetUpTotp())


@router.delete("/me/totp", status_code=204, responses=problems(401, 403))
async def turn_off_totp(by: CurrentUser, session: SessionDep) -> Response:
    """Log-ins ask for the password alone again."""
    await totp.turn_off(session, await session.get_one(User, by.id, with_for_update=True))
    return Response(status_code=204)


@router.get("/me/sessions", responses=problems(401, 403))
async def list_sessions(
    by: CurrentUser, session: ReadDep, limit: Limit = 25, cursor: CursorParam = None
) -> Page[SessionRead]:
    """Where one is signed in, the first opened first."""
    open_ones = [
        SessionRead(
            id=str(row.id),
            created_at=row.created_at,
            last_used_at=row.rotated_at,
            user_agent=row.user_agent,
            current=row.id == by.session_id,
        )
        for row in await sessions.of_user(session, by.id)
    ]
    # Ids are ordered in time.
    return page_of_all(open_ones, sort=("id",), key=lambda each: (each.id,), limit=limit, cursor=cursor)


@router.delete("/me/sessions", status_code=204, responses=problems(401, 403))
async def end_other_sessions(by: CurrentUser, session: SessionDep) -> Response:
    """Signs out every browser but this one."""
    await sessions.end_all(session, by.id, but=by.session_id)
    return Response(status_code=204)


@router.delete("/me/sessions/{session_id}", status_code=204, responses=problems(401, 403, 404))
async def end_session(session_id: str, by: CurrentUser, session: SessionDep) -> Response:
    """Signs out one browser."""
    found = parse_id(session_id)
    row = await session.get(Session, found, with_for_update=True) if found else None
    if row is None or row.user_id != by.id:
        raise NotFound
    await sessions.end(session, row)
    return Response(status_code=204)


@router.get("", responses=problems(401, 403, 422))
async def list_users(
    _: AdminUser,
    session: ReadDep,
    q: Annotated[Annotated[str, Line(100)] | None, Query(description="Nombre o correo.")] = None,
    role: Role | None = None,
    active: bool | None = None,
    limit: Limit = 25,
    cursor: CursorParam = None,
) -> Page[UserRead]:
    """Every account, by name."""
    after = decode_cursor(cursor, sort=SORT, length=1)[0] if cursor else None
    found, total = await administration.page(session, q=q, role=role, active=active, after=after, limit=limit)
    shown = found[:limit]
    areas = await areas_of(session, [each.id for each in shown])
    following = administration.place_of(shown[-1]) if len(found) > limit else None
    return Page(
        items=[user_read(each, areas.get(each.id, [])) for each in shown],
        next_cursor=encode_cursor(SORT, [following]) if following else None,
        **totals(total),
    )


@router.post("", status_code=201, responses=problems(401, 403, 422))
async def create_user(body: NewUser, by: AdminUser, session: SessionDep) -> UserRead:
    """Makes an account. Its person chooses a password by the link that is mailed."""
    return await represent(session, await administration.create(session, body, by=by))


async def the_user(_: AdminUser, user_id: str, session: ReadDep) -> User:
    found = parse_id(user_id)
    user = await session.get(User, found) if found else None
    if user is None:
        raise NotFound
    return user


async def the_locked_user(_: AdminUser, user_id: str, session: SessionDep, if_match: IfMatch = None) -> User:
    """The account, held for a change; `If-Match` is optional, and honoured when it is sent."""
    found = parse_id(user_id)
    user = await administration.locked(session, found) if found else None
    if user is None:
        raise NotFound
    if if_match is not None and if_match.strip() not in ("*", f'"{user.version}"'):
        raise VersionStale
    return user


@router.get("/{user_id}", responses=problems(401, 403, 404))
async def read_user(user: Annotated[User, Depends(the_user)], session: ReadDep, response: Response) -> UserRead:
    """One account."""
    response.headers["ETag"] = f'"{user.version}"'
    return await represent(session, user)


@router.patch("/{user_id}", responses=problems(401, 403, 404, 409, 412, 422))
async def change_user(
    user: Annotated[User, Depends(the_locked_user)],
    body: ChangeUser,
    by: AdminUser,
    session: SessionDep,
    response: Response,
) -> UserRead:
    """Changes name, role, areas, or whether the account is active. Bites at once."""
    await administration.change(session, user, body, by=by)
    await session.flush()
    response.headers["ETag"] = f'"{user.version}"'
    return await represent(session, user)


@router.post("/{user_id}/reset-password", status_code=202, responses=problems(401, 403, 404, 412))
async def reset_user_password(
    user: Annotated[User, Depends(the_locked_user)], by: AdminUser, session: SessionDep
) -> Response:
    """Mails this person a link to choose a new password."""
    await administration.reset_password(session, user, by=by)
    return Response(status_code=202)
