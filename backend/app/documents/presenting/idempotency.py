"""One filing a key: an advisory lock while it is made, a row of its own transaction once it is (decisions/0003)."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel
from sqlalchemy import BigInteger, String, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock, crypto
from app.database import new_id
from app.documents.errors import IdempotencyKeyInFlight, IdempotencyKeyReused
from app.documents.models import IdempotencyKey

PURPOSE = "idempotency-answer"
ANONYMOUS = "anonymous"
# The contract says 24 h at least: twice that, for a phone that comes back the day after.
KEPT_FOR = timedelta(hours=48)
# Built once: every filing asks for these.
LOCK = select(func.pg_try_advisory_xact_lock(bindparam("lock", type_=BigInteger())))
KEPT = select(IdempotencyKey.body_hash, IdempotencyKey.answer).where(
    *(IdempotencyKey.__table__.c[name] == bindparam(name, type_=String()) for name in ("caller", "path", "key"))
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request under a key. All anonymous senders are one caller; each account is its own."""

    caller: str
    path: str
    key: str
    body_hash: str

    @classmethod
    def of(cls, user_id: UUID | None, path: str, key: str, body: BaseModel) -> "Attempt":
        values = orjson.dumps(body.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
        caller = str(user_id) if user_id else ANONYMOUS
        return cls(caller, path, key, hashlib.sha256(values).hexdigest())

    @property
    def lock(self) -> int:
        name = orjson.dumps([self.caller, self.path, self.key])
        return int.from_bytes(hashlib.sha256(name).digest()[:8], signed=True)


async def hold(session: AsyncSession, attempt: Attempt) -> dict[str, Any] | None:
    """Takes the key for this transaction, and gives the answer it already has, if any.

    Raises IdempotencyKeyInFlight while another request holds it, IdempotencyKeyReused when it answered another body.
    """
    if not await session.scalar(LOCK, {"lock": attempt.lock}):
        raise IdempotencyKeyInFlight(headers={"Retry-After": "1"})
    # A statement of its own: with the lock in the same one, its snapshot could be older than the lock.
    named = {"caller": attempt.caller, "path": attempt.path, "key": attempt.key}
    kept = (await session.execute(KEPT, named)).one_or_none()
    if kept is None:
        return None
    if kept.body_hash != attempt.body_hash:
        raise IdempotencyKeyReused
    answer: dict[str, Any] = orjson.loads(crypto.decrypt(PURPOSE, kept.answer))
    return answer


def to_keep(attempt: Attempt, document_id: UUID, answer: dict[str, Any]) -> IdempotencyKey:
    """The row that keeps the answer, encrypted: it holds an access key."""
    return IdempotencyKey(
        id=new_id(),
        caller=attempt.caller,
        path=attempt.path,
        key=attempt.key,
        body_hash=attempt.body_hash,
        answer=crypto.encrypt(PURPOSE, orjson.dumps(answer)),
        document_id=document_id,
        created_at=clock.now(),
    )


async def sweep(session: AsyncSession) -> int:
    """Forgets keys older than KEPT_FOR. How many went."""
    gone = await session.execute(
        delete(IdempotencyKey).where(IdempotencyKey.created_at < clock.now() - KEPT_FOR).returning(IdempotencyKey.id)
    )
    return len(gone.all())
