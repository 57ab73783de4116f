"""The database: engine, session, transaction. The only module that commits."""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import uuid_utils.compat
from fastapi import Depends, Request
from sqlalchemy import DateTime, MetaData, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from app.measures import slow_statements
from app.problems import Unavailable
from app.settings import Settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# A connection given back no longer ago than this is not asked whether it lives.
TRUSTED_SECONDS = 5.0
# A replica that failed is not asked again for so long, nor one whose newest heartbeat is older than the other.
REPLICA_REST_SECONDS = 10.0
REPLICA_BEHIND_SECONDS = 60.0
# Whoever has just changed something reads the primary for a moment (`replica.py`).
JUST_WROTE = "mesa_recien"

logger = logging.getLogger(__name__)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: DateTime(timezone=True)}


def new_id() -> UUID:
    """A UUIDv7: opaque to callers, ordered in time for the index."""
    return uuid_utils.compat.uuid7()


def parse_id(value: str) -> UUID | None:
    """The id a caller sent, or None when it cannot be one of ours (which is a 404, never a 422)."""
    try:
        return UUID(value) if len(value) in (32, 36) else None
    except ValueError:
        return None


def _given_back(_: Any, record: Any) -> None:
    record.info["given_back"] = time.monotonic()


def _still_alive(connection: Any, record: Any, _: Any) -> None:
    """Asks a connection that rested whether it lives; of one just used the driver knows when the other side hung up.

    SQLAlchemy replaces the one it is told of. Its own pre-ping asks every time, which cost as much as a short query.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError
    if time.monotonic() - record.info.get("given_back", 0.0) > TRUSTED_SECONDS:
        try:
            connection.ping()
        except Exception as error:
            raise DisconnectionError from error


def _engine(settings: Settings, url: str, *, connect_seconds: float = 3, command_seconds: float = 30) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        # Fifty who send at once wait for their turn; a database that is away says so by itself, much sooner.
        pool_timeout=10,
        connect_args={
            "timeout": connect_seconds,
            "command_timeout": command_seconds,
            "server_settings": {
                "application_name": "mesa",
                "timezone": "UTC",
                "jit": "off",
                # A rare word and a common one need different plans; a generic plan cost 500 ms at a million rows.
                "plan_cache_mode": "force_custom_plan",
            },
        },
    )
    event.listen(engine.sync_engine, "checkout", _still_alive)
    event.listen(engine.sync_engine, "checkin", _given_back)
    slow_statements.watch(engine.sync_engine, settings.slow_statement_seconds)
    return engine


def _reader(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions in AUTOCOMMIT, which write nothing."""
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")
    return async_sessionmaker(reading, expire_on_commit=False, autoflush=False)


class Replica:
    """A streaming replica for lists and counters. One that is away, or far behind, rests and the primary answers."""

    def __init__(self, settings: Settings) -> None:
        self.engine = _engine(settings, settings.async_replica_url, connect_seconds=1, command_seconds=5)
        self._read = _reader(self.engine)
        self._resting_until = self._trusted_until = 0.0

    async def session(self) -> AsyncSession | None:
        """A session whose connection lives, to be closed by the caller; None while the primary must answer."""
        now = time.monotonic()
        if now < self._resting_until:
            return None
        session = self._read()
        try:
            await session.connection()
            if now >= self._trusted_until:
                # The worker writes its heartbeat on the primary, every few seconds.
                age = await session.scalar(text("SELECT extract(epoch FROM now() - max(at)) FROM heartbeats"))
                if age is None or age > REPLICA_BEHIND_SECONDS:
                    raise DisconnectionError("the replica is behind")
                self._trusted_until = now + TRUSTED_SECONDS
        except (SQLAlchemyError, OSError) as error:
            self.rest(error)
            await session.close()
            return None
        return session

    def rest(self, error: Exception) -> None:
        """After a failure it is not asked for REPLICA_REST_SECONDS."""
        logger.warning("replica not used", extra={"error": type(error).__name__})
        self._resting_until, self._trusted_until = time.monotonic() + REPLICA_REST_SECONDS, 0.0


class Database:
    """One engine a process. `transaction` writes, `reading` is AUTOCOMMIT and writes nothing."""

    def __init__(self, settings: Settings) -> None:
        # Relations between packages need every table known; imported here, for the models import this module.
        import app.models  # noqa: F401

        self.engine = _engine(settings, settings.async_database_url)
        self.replica = Replica(settings) if settings.database_replica_url else None
        self._write = async_sessionmaker(self.engine, expire_on_commit=False)
        self._read = _reader(self.engine)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Commits at the end of the block, rolls back on any exception."""
        async with self._write() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        async with self._read() as session:
            yield session

    @asynccontextmanager
    async def single_statement(self) -> AsyncIterator[AsyncSession]:
        """For one statement that writes: it commits itself, and saves the two round trips of a transaction."""
        async with self._read() as session:
            yield session

    @asynccontextmanager
    async def listing(self, *, fresh: bool = False) -> AsyncIterator[AsyncSession]:
        """Reads that may be a moment behind, unless `fresh`. Raises Unavailable when the replica dies meanwhile."""
        session = await self.replica.session() if self.replica and not fresh else None
        if self.replica is None or session is None:
            async with self.reading() as primary:
                yield primary
            return
        async with session:
            try:
                yield session
            except (DBAPIError, OSError) as error:
                # Also a statement that the replica cancelled for what it was replaying: the next try is the primary's.
                self.replica.rest(error)
                raise Unavailable from error

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """Reads that all see the same instant, however long they take. Writes nothing."""
        async with self._write() as session:
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    async def ping(self) -> None:
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self.engine.dispose()
        if self.replica:
            await self.replica.engine.dispose()


# Not `def`: FastAPI runs that in a thread, which took longer than a query.
async def get_database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


DatabaseDep = Annotated[Database, Depends(get_database)]


async def _writing(database: DatabaseDep) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


async def _reading(database: DatabaseDep) -> AsyncIterator[AsyncSession]:
    async with database.reading() as session:
        yield session


async def _listing(database: DatabaseDep, request: Request) -> AsyncIterator[AsyncSession]:
    async with database.listing(fresh=JUST_WROTE in request.cookies) as session:
        yield session


# scope="function": the commit happens before the answer leaves, so no client is told of an act that was lost.
SessionDep = Annotated[AsyncSession, Depends(_writing, scope="function")]
ReadDep = Annotated[AsyncSession, Depends(_reading, scope="function")]
# For lists, searches and counters, which a replica may answer.
ListDep = Annotated[AsyncSession, Depends(_listing, scope="function")]
