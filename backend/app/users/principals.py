"""The signed-in person as the rest of the system sees them, remembered for a few seconds per process."""

import time
from dataclasses import dataclass
from uuid import UUID

from app import clock
from app.database import Database
from app.problems import Unauthorized
from app.users import queries
from app.users.models import STAFF, Role

# Log-out, deactivation and revocation must bite within 5 s on every process.
REMEMBERED_SECONDS = 2.0
REMEMBERED_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in person. `area_ids` are the areas they work in today."""

    id: UUID
    name: str
    email: str
    role: Role
    area_ids: frozenset[UUID]
    area_name: str | None
    session_id: UUID

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF


@dataclass(frozen=True, slots=True)
class TrackingPass:
    """Somebody who holds the access key of one document. `key_mark` names the key: it may since have changed."""

    document_id: UUID
    key_mark: str


Caller = Principal | TrackingPass

_remembered: dict[UUID, tuple[float, Principal]] = {}


def forget(session_id: UUID | None = None) -> None:
    """Drops what this process remembers of a session, or everything."""
    if session_id is None:
        _remembered.clear()
    else:
        _remembered.pop(session_id, None)


async def principal_of(database: Database, user_id: UUID, session_id: UUID) -> Principal:
    """The person of a live session. Raises Unauthorized when it ended, expired, or the account is inactive."""
    known = _remembered.get(session_id)
    if known and known[0] > time.monotonic() and known[1].id == user_id:
        return known[1]
    async with database.reading() as session:
        row = await queries.live_session(session, user_id=user_id, session_id=session_id, at=clock.now())
    if row is None:
        raise Unauthorized("Su sesión terminó. Ingrese de nuevo.")
    principal = Principal(
        id=row.id,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        area_ids=frozenset(row.area_ids or ()),
        area_name=row.area_name,
        session_id=session_id,
    )
    if len(_remembered) >= REMEMBERED_MOST:
        _remembered.clear()
    _remembered[session_id] = (time.monotonic() + REMEMBERED_SECONDS, principal)
    return principal
