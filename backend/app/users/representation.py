"""An account as its reader may see it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.institution.models import Area
from app.users.models import Membership, Role, User
from app.users.schemas import AreaOfUser, UserRead

SHOWN_CHARACTERS = 2


async def areas_of(session: AsyncSession, user_ids: Sequence[UUID]) -> dict[UUID, list[AreaOfUser]]:
    """The areas of these people, by code."""
    rows: Any = await session.execute(
        select(Membership.user_id, Area.id, Area.code, Area.name, Membership.head)
        .join(Area, Area.id == Membership.area_id)
        .where(Membership.user_id.in_(user_ids))
        .order_by(Area.code)
    )
    found: dict[UUID, list[AreaOfUser]] = {}
    for user_id, area_id, code, name, head in rows:
        found.setdefault(user_id, []).append(AreaOfUser(id=str(area_id), code=code, name=name, head=head))
    return found


def user_read(user: User, areas: list[AreaOfUser], *, own: bool = False) -> UserRead:
    """`own` shows a person their own identity number whole."""
    number = user.identity_number
    if number and not own:
        number = "•" * (len(number) - SHOWN_CHARACTERS) + number[-SHOWN_CHARACTERS:]
    return UserRead(
        id=str(user.id),
        email=user.email,
        name=user.name,
        role=Role(user.role),
        areas=areas,
        active=user.active,
        version=user.version,
        phone=user.phone,
        identity_type=user.identity_type,
        identity_number=number,
        two_step=user.totp_secret is not None,
    )


async def represent(session: AsyncSession, user: User, *, own: bool = False) -> UserRead:
    return user_read(user, (await areas_of(session, [user.id])).get(user.id, []), own=own)
