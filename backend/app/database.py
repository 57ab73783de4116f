"""The database: engine, session, transaction. The only module that commits."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import uuid_utils.compat
from fastapi import Depends, Request
from sqlalchemy import DateTime, MetaData, event, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from app.measures import slow_statements
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


class Database:
    """One engine a process. `transaction` writes, `reading` is AUTOCOMMIT and writes nothing."""

    def __init__(self, settings: Settings) -> None:
        # Relations between packages need every table known; imported here, for the models import this module.
        import app.models  # noqa: F401

        self.engine: AsyncEngine = create_async_engine(
            settings.async_database_url,
            pool_size=settings.database_pool_size,
            max_overflow=settings.database_max_overflow,
            # Fifty who send at once wait for their turn; a database that is away says so by itself, much sooner.
            pool_timeout=10,
            connect_args={
                "timeout": 3,
                "command_timeout": 30,
                "server_settings": {
                    "application_name": "mesa",
                    "timezone": "UTC",
                    "jit": "off",
                    # A rare word and a common one need different plans; a generic plan cost 500 ms at a million rows.
                    "plan_cache_mode": "force_custom_plan",
                },
            },
        )
        event.listen(self.engine.sync_engine, "checkout", _still_alive)
        event.listen(self.engine.sync_engine, "checkin", _given_back)
        slow_statements.watch(self.engine.sync_engine, settings.slow_statement_seconds)
        self._write = async_sessionmaker(self.engine, expire_on_commit=False)
        reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._read = async_sessionmaker(reading, expire_on_commit=False, autoflush=False)

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


# scope="function": the commit happens before the answer leaves, so no client is told of an act that was lost.
SessionDep = Annotated[AsyncSession, Depends(_writing, scope="function")]
ReadDep = Annotated[AsyncSession, Depends(_reading, scope="function")]
