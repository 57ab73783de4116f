"""Signed-in browsers: one refresh family each, rotated at every use, ended when a spent token comes back."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit import service as audit
from app.database import new_id
from app.users.errors import SessionEnded
from app.users.models import MailedLink, Session, SpentRefresh, User
from app.users.principals import forget

REFRESH_LIFE = timedelta(days=30)
# Two tabs may refresh with the same token: the immediate predecessor is refused, but not taken for a thief's.
TWO_TABS = timedelta(seconds=10)
# How long what is over is kept, for the person to recognise a replay by.
KEPT = timedelta(days=30)
LOGGED_OUT = "log_out"
REPLAYED = "refresh_replayed"


@dataclass(frozen=True, slots=True)
class Opened:
    """A session and the refresh token that continues it, in clear only here and in the cookie."""

    session_id: UUID
    user_id: UUID
    refresh: str


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


async def open_session(session: AsyncSession, user: User, user_agent: str) -> Opened:
    token, at = new_token(), clock.now()
    row = Session(
        id=new_id(),
        user_id=user.id,
        refresh_hash=hash_token(token),
        created_at=at,
        rotated_at=at,
        expires_at=at + REFRESH_LIFE,
        user_agent="".join(each for each in user_agent if each.isprintable())[:200],
    )
    session.add(row)
    await audit.record(session, "log_in", actor_id=user.id, at=at)
    return Opened(row.id, user.id, token)


async def rotate(session: AsyncSession, token: str) -> Opened | None:
    """The next token of this one's family. None when it may not go on: unknown, ended, or spent.

    A spent token older than the immediate predecessor, or the predecessor after ten seconds, ends its family; the
    caller must commit that.
    """
    hashed, at = hash_token(token), clock.now()
    row = await session.scalar(
        select(Session).where((Session.refresh_hash == hashed) | (Session.previous_hash == hashed)).with_for_update()
    )
    if row is None:
        await _end_family_of_spent(session, hashed, REPLAYED)
        return None
    if row.ended_at is not None or row.expires_at <= at or not await _is_active(session, row.user_id):
        return None
    if row.previous_hash == hashed:
        if at - row.rotated_at > TWO_TABS:
            await end(session, row, REPLAYED)
        return None
    if row.previous_hash:
        session.add(SpentRefresh(refresh_hash=row.previous_hash, session_id=row.id))
    following = new_token()
    row.previous_hash, row.refresh_hash, row.rotated_at = hashed, hash_token(following), at
    return Opened(row.id, row.user_id, following)


async def _is_active(session: AsyncSession, user_id: UUID) -> bool:
    return bool(await session.scalar(select(User.active).where(User.id == user_id)))


async def _end_family_of_spent(session: AsyncSession, hashed: str, action: str) -> None:
    spent = await session.get(SpentRefresh, hashed)
    if spent is not None:
        await end(session, await session.get_one(Session, spent.session_id, with_for_update=True), action)


async def end(session: AsyncSession, row: Session, action: str = "session_ended") -> None:
    if row.ended_at is None:
        row.ended_at = clock.now()
        await audit.record(session, action, actor_id=row.user_id)
    forget(row.id)


async def end_of_token(session: AsyncSession, token: str) -> None:
    """Logs out the browser that holds this token, live or spent."""
    hashed = hash_token(token)
    row = await session.scalar(
        select(Session).where((Session.refresh_hash == hashed) | (Session.previous_hash == hashed)).with_for_update()
    )
    if row is None:
        await _end_family_of_spent(session, hashed, LOGGED_OUT)
    else:
        await end(session, row, LOGGED_OUT)


async def end_all(session: AsyncSession, user_id: UUID, *, but: UUID | None = None) -> None:
    """Signs a person out everywhere, except in the session `but`."""
    ended = await session.scalars(
        update(Session)
        .where(Session.user_id == user_id, Session.ended_at.is_(None), Session.id != (but or UUID(int=0)))
        .values(ended_at=clock.now())
        .returning(Session.id)
    )
    for session_id in ended:
        forget(session_id)


async def of_user(session: AsyncSession, user_id: UUID) -> list[Session]:
    living = select(Session).where(
        Session.user_id == user_id, Session.ended_at.is_(None), Session.expires_at > clock.now()
    )
    return list(await session.scalars(living.order_by(Session.rotated_at.desc())))


async def sweep(session: AsyncSession) -> None:
    """Deletes sessions long over, with their spent tokens, and mailed links long dead."""
    before = clock.now() - KEPT
    await session.execute(delete(Session).where((Session.ended_at < before) | (Session.expires_at < before)))
    await session.execute(delete(MailedLink).where(MailedLink.expires_at < before))


def refuse(opened: Opened | None) -> Opened:
    """Raises SessionEnded once the transaction that looked is over."""
    if opened is None:
        raise SessionEnded
    return opened
