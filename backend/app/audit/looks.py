"""Looks at files join the chain a few seconds after they happen, so that reading never waits for the chain's lock."""

from uuid import UUID

from sqlalchemy import insert

from app.audit import queries
from app.audit.models import Look
from app.audit.service import record
from app.database import Database

BATCH = 200
NOTE = insert(Look.__table__)  # type: ignore[arg-type]


async def chain_looks(database: Database) -> int:
    """Chains what waits, oldest first; answers how many."""
    async with database.transaction() as session:
        looks = list(await session.scalars(queries.pending_looks(BATCH)))
        # Before the chain's head: who acts on a filing holds it, or an account, and then waits for the head.
        await queries.hold(session, "documents", {look.document_id for look in looks})
        await queries.hold(session, "users", {look.actor_id for look in looks if look.actor_id})
        for look in looks:
            await record(
                session,
                look.action,
                actor_id=look.actor_id,
                document_id=look.document_id,
                detail=look.detail,
                at=look.at,
            )
            look.chained = True
        return len(looks)


async def note_look(
    database: Database, action: str, *, actor_id: UUID, document_id: UUID, detail: dict[str, str] | None = None
) -> None:
    """Notes one look, committed when this returns; the chain takes it up within seconds."""
    row = {"actor_id": actor_id, "action": action, "document_id": document_id, "detail": detail or {}}
    async with database.single_statement() as session:
        await session.execute(NOTE, row)
