"""What an admin does to other people's accounts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Text, cast, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit import service as audit
from app.database import new_id, parse_id
from app.institution.models import Area
from app.problems import FieldError, Unprocessable
from app.users import accounts, sessions
from app.users.errors import LastAdmin, OwnRole
from app.users.models import STAFF, Membership, Role, User
from app.users.principals import Principal, forget
from app.users.schemas import ChangeUser, NewUser

# An arbitrary number that only this lock has.
ADMINISTRATION_LOCK = 7_274_440_003


async def create(session: AsyncSession, body: NewUser, *, by: Principal) -> User:
    """An account without password: its person chooses one by the mailed link."""
    await accounts.only_one(session, body.email)
    if await accounts.by_email(session, body.email):
        raise Unprocessable(errors=[FieldError("email", "email_taken", "Ya hay una cuenta con ese correo.")])
    areas = await _areas(session, body.area_ids, body.role)
    user = User(id=new_id(), email=body.email, name=body.name, role=body.role, created_at=clock.now())
    session.add(user)
    await session.flush()
    session.add_all(Membership(user_id=user.id, area_id=area_id) for area_id in areas)
    await audit.record(session, "user_created", actor_id=by.id, detail={"user": str(user.id), "role": body.role})
    await invite(session, user)
    return user


async def invite(session: AsyncSession, user: User) -> None:
    await accounts.send_link(session, user, accounts.RESET, kind="invitation", lives=accounts.INVITATION_LIVES)


async def reset_password(session: AsyncSession, user: User, *, by: Principal) -> None:
    """Mails the link of someone who forgot; who never chose a password gets the invitation again."""
    await audit.record(session, "password_reset_sent", actor_id=by.id, detail={"user": str(user.id)})
    if user.password_hash:
        await accounts.send_link(session, user, accounts.RESET, kind=accounts.RESET)
    else:
        await invite(session, user)


async def locked(session: AsyncSession, user_id: UUID) -> User | None:
    """The account, for changing it. One such change at a time: two admins must not remove each other at once."""
    await session.execute(select(func.pg_advisory_xact_lock(ADMINISTRATION_LOCK)))
    return await session.get(User, user_id, with_for_update=True)


async def change(session: AsyncSession, user: User, body: ChangeUser, *, by: Principal) -> None:
    """Changes what the body names. A new role, area or deactivation bites at once."""
    _refuse_own(user, body, by)
    role = body.role or Role(user.role)
    loses_admin = user.role == Role.ADMIN and (role is not Role.ADMIN or body.active is False)
    if loses_admin and await _admins_besides(session, user) == 0:
        raise LastAdmin
    before = {"role": user.role, "active": user.active}
    if body.area_ids is not None:
        await _set_areas(session, user.id, await _areas(session, body.area_ids, role))
    elif role not in STAFF:
        await _set_areas(session, user.id, [])
    user.name = body.name or user.name
    user.role = role
    user.active = user.active if body.active is None else body.active
    user.version += 1
    if not user.active:
        await sessions.end_all(session, user.id)
    forget()
    after = {"role": user.role, "active": user.active}
    await audit.record(
        session, "user_changed", actor_id=by.id, detail={"user": str(user.id), "before": before, "after": after}
    )


def _refuse_own(user: User, body: ChangeUser, by: Principal) -> None:
    own_role = body.role is not None and body.role != user.role
    if user.id == by.id and (own_role or body.active is False):
        raise OwnRole


async def _admins_besides(session: AsyncSession, user: User) -> int:
    others = select(func.count()).where(User.role == Role.ADMIN, User.active, User.id != user.id)
    return await session.scalar(others) or 0


async def _areas(session: AsyncSession, area_ids: Sequence[str], role: Role) -> list[UUID]:
    """Raises Unprocessable for areas that do not exist, and for a citizen with areas."""
    found = [parse_id(each) for each in area_ids]
    wanted = Area.id.in_([each for each in found if each])
    known = set(await session.scalars(select(Area.id).where(wanted, Area.active)))
    errors = [
        FieldError(f"area_ids.{index}", "area_unknown", "Esa área no existe.")
        for index, each in enumerate(found)
        if each not in known
    ]
    if area_ids and role not in STAFF:
        errors.append(FieldError("area_ids", "area_not_for_role", "Una cuenta ciudadana no trabaja en áreas."))
    if errors:
        raise Unprocessable(errors=errors)
    return sorted(known)


async def _set_areas(session: AsyncSession, user_id: UUID, wanted: Sequence[UUID]) -> None:
    current = set(await session.scalars(select(Membership.area_id).where(Membership.user_id == user_id)))
    gone = current - set(wanted)
    await session.execute(delete(Membership).where(Membership.user_id == user_id, Membership.area_id.in_(gone)))
    session.add_all(Membership(user_id=user_id, area_id=each) for each in wanted if each not in current)


def place_of(user: User) -> str:
    """Where an account stands in the list: what the database orders by."""
    return f"{user.name.lower()} {user.id}"


async def page(
    session: AsyncSession, *, q: str | None, role: Role | None, active: bool | None, after: str | None, limit: int
) -> tuple[list[User], int]:
    """Accounts by name, one more than `limit`, and how many there are."""
    wanted = select(User)
    if q:
        pattern = "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        plain = func.unaccent
        wanted = wanted.where(plain(User.name).ilike(plain(pattern)) | User.email.ilike(pattern))
    if role:
        wanted = wanted.where(User.role == role)
    if active is not None:
        wanted = wanted.where(User.active == active)
    total = await session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    place = func.lower(User.name) + " " + cast(User.id, Text)
    if after is not None:
        wanted = wanted.where(place > after)
    return list(await session.scalars(wanted.order_by(place).limit(limit + 1))), total
