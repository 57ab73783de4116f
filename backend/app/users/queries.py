"""Reads of accounts, sessions and memberships."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from app.institution.models import Area
from app.users.models import Membership, Session, User


async def live_session(
    session: AsyncSession, *, user_id: UUID, session_id: UUID, at: datetime
) -> Row[tuple[Any, ...]] | None:
    """The account behind a session that still lives at `at`, with the areas it works in; None otherwise."""
    areas = (
        select(
            func.array_agg(Area.id).label("ids"),
            func.string_agg(Area.name, aggregate_order_by(literal(", "), Area.code)).label("names"),
        )
        .join(Membership, Membership.area_id == Area.id)
        .where(Membership.user_id == User.id)
        .lateral()
    )
    return (
        await session.execute(
            select(
                User.id,
                User.name,
                User.email,
                User.role,
                areas.c.ids.label("area_ids"),
                areas.c.names.label("area_name"),
            )
            .join(Session, Session.user_id == User.id)
            .join(areas, areas.c.ids.is_not(None), isouter=True)
            .where(Session.id == session_id, User.id == user_id, User.active)
            .where(Session.ended_at.is_(None), Session.expires_at > at)
        )
    ).one_or_none()
