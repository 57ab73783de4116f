"""The sockets of this process, and the one connection that listens for what other processes did."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import asyncpg
import orjson
from sqlalchemy import true

from app import clock
from app.database import Database
from app.documents.listing import queries as listing
from app.notifications import queries
from app.notifications.live import CHANNEL
from app.settings import Settings
from app.users.models import Role
from app.users.principals import Principal

logger = logging.getLogger(__name__)

RECHECK_SECONDS = 2.0
RECONNECT_SECONDS = 1.0
# Many acts close together make one message of counters.
COUNTERS_PAUSE_SECONDS = 0.3
QUEUE_LENGTH = 200
SEES_EVERY_DOCUMENT = frozenset({Role.CLERK, Role.AUDITOR})


@dataclass(eq=False, slots=True)
class Listener:
    """One open socket: its person, and the messages waiting for it. `ended` is set when it must close."""

    person: Principal
    messages: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(QUEUE_LENGTH))
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, message: str) -> None:
        try:
            self.messages.put_nowait(message)
        except asyncio.QueueFull:
            # A client that does not read is let go; it comes back and reads the lists afresh.
            self.ended.set()


class Hub:
    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._listeners: set[Listener] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._counters_due = asyncio.Event()

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._listen(), name="live-listen"),
            asyncio.create_task(self._recheck(), name="live-recheck"),
            asyncio.create_task(self._count(), name="live-counters"),
        ]

    async def stop(self) -> None:
        for listener in self._listeners:
            listener.ended.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def size(self) -> int:
        return len(self._listeners)

    @contextlib.contextmanager
    def joined(self, person: Principal) -> Iterator[Listener]:
        listener = Listener(person)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def _listen(self) -> None:
        while True:
            lost = asyncio.Event()
            connection = None
            try:
                connection = await asyncpg.connect(self._settings.database_url, timeout=3)
                connection.add_termination_listener(lambda _, lost=lost: lost.set())
                await connection.add_listener(CHANNEL, self._heard)
                # What was said while nobody listened is not said again: let everyone look.
                self._counters_due.set()
                await lost.wait()
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                logger.warning("live channel lost", extra={"error": type(error).__name__})
            finally:
                if connection is not None and not connection.is_closed():
                    connection.terminate()
            await asyncio.sleep(RECONNECT_SECONDS)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        event = orjson.loads(str(payload))
        users, areas = set(event.pop("users", ())), set(event.pop("areas", ()))
        # Encoded once for all sockets.
        message = orjson.dumps(event).decode()
        changed = event["type"] == "document_changed"
        for listener in list(self._listeners):
            person = listener.person
            concerned = str(person.id) in users or any(str(area) in areas for area in person.area_ids)
            if concerned or (changed and person.role in SEES_EVERY_DOCUMENT):
                listener.offer(message)
        if changed:
            self._counters_due.set()

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            if not self._listeners:
                continue
            sessions = [listener.person.session_id for listener in self._listeners]
            # A database that is away ends nobody's session.
            with contextlib.suppress(Exception):
                async with self._database.reading() as session:
                    living = await queries.living_sessions(session, sessions, clock.now())
                for listener in list(self._listeners):
                    if listener.person.session_id not in living:
                        listener.ended.set()

    async def _count(self) -> None:
        while True:
            await self._counters_due.wait()
            await asyncio.sleep(COUNTERS_PAUSE_SECONDS)
            self._counters_due.clear()
            desk = [each for each in self._listeners if each.person.role in SEES_EVERY_DOCUMENT]
            if not desk:
                continue
            with contextlib.suppress(Exception):
                async with self._database.reading() as session:
                    counted = await listing.counters(session, true())
                _offer_all(desk, orjson.dumps({"type": "counters", "counters": counted}).decode())


def _offer_all(listeners: Iterable[Listener], message: str) -> None:
    for listener in listeners:
        listener.offer(message)


def same_origin(origin: str | None, host: str, settings: Settings) -> bool:
    """Whether a browser page of `origin` may open a socket here. Programs other than browsers send none."""
    if origin is None:
        return True
    allowed = {settings.public_url, *settings.cors_origins}
    return origin in allowed or origin.split("://", 1)[-1] == host
