"""Everything that happens without anybody asking: what, how often, and what wakes it early.

Each job finds its own rows, does all that is due, and may be interrupted at any point (decisions/0001).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from app.attachments import sweep
from app.attachments.rescan import rescan_pending
from app.attachments.service import Intake
from app.audit import looks, walks
from app.audit.models import Heartbeat
from app.clock import closures
from app.documents import indexing
from app.documents.acts.lapse import lapse_due
from app.documents.acts.recompute import apply_closures
from app.documents.presenting import idempotency
from app.keeping import service as keeping
from app.keeping import work as keeping_work
from app.notifications import delivery
from app.notifications.live import CHANNEL
from app.receipts import seals
from app.receipts import service as receipts
from app.users import sessions

MINUTE = 60.0
HOUR = 3600.0


@dataclass(frozen=True)
class Job:
    """`run` does all the work that is due: `every` so many seconds, and at once after a NOTIFY on `woken_by`."""

    name: str
    every: float
    run: Callable[[Intake], Awaitable[object]]
    woken_by: str | None = None


async def beat(intake: Intake) -> None:
    """Says that the worker lives, for `/health/ready`."""
    row = insert(Heartbeat).values(name="worker", at=func.now())
    async with intake.database.transaction() as session:
        await session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"at": func.now()}))


async def chain_looks(intake: Intake) -> None:
    while await looks.chain_looks(intake.database):
        pass


async def walk_the_trail(intake: Intake) -> None:
    await walks.walk_when_due(intake.database)


async def deliver_mail(intake: Intake) -> None:
    while await delivery.deliver_due(intake.database, intake.storage, intake.settings):
        pass


async def seal_receipts(intake: Intake) -> None:
    while await receipts.seal_pending(intake.database, intake.storage, intake.pool) == receipts.PENDING_A_TURN:
        pass


async def seal_days(intake: Intake) -> None:
    while len(await seals.seal_due_days(intake.database, intake.storage, intake.pool)) == seals.DAYS_A_TURN:
        pass


async def index_text(intake: Intake) -> None:
    while await indexing.index_text(intake.database, intake.storage, intake.pool) == indexing.DOCUMENTS_A_TURN:
        pass


async def sweep_uploads(intake: Intake) -> None:
    while await sweep.sweep(intake) == sweep.BATCH:
        pass


async def sweep_strays(intake: Intake) -> None:
    await sweep.sweep_strays(intake)


async def rescan(intake: Intake) -> None:
    await rescan_pending(intake)


async def count_again(intake: Intake) -> None:
    await apply_closures(intake.database)


async def lapse(intake: Intake) -> None:
    await lapse_due(intake.database)


async def forget_keys(intake: Intake) -> None:
    async with intake.database.transaction() as session:
        await idempotency.sweep(session)


async def forget_sessions(intake: Intake) -> None:
    async with intake.database.transaction() as session:
        await sessions.sweep(session)


JOBS: Sequence[Job] = (
    Job("beat", 10.0, beat),
    # The contract's word for a look is five seconds.
    Job("chain looks", 2.0, chain_looks),
    Job("receipts", 5.0, seal_receipts),
    Job("daily seal", MINUTE, seal_days),
    Job("mail", 5.0, deliver_mail, woken_by=CHANNEL),
    Job("text of files", 10.0, index_text, woken_by=CHANNEL),
    # Before the lapses: a closure may give more time.
    Job("closures", 10.0, count_again, woken_by=closures.CHANNEL),
    Job("lapses", 10.0, lapse),
    Job("waiting scans", 30.0, rescan),
    Job("expired uploads", 5 * MINUTE, sweep_uploads),
    Job("stray files", HOUR, sweep_strays),
    # Asks often whether a walk is due, so that a worker started again does not walk again.
    Job("walk of the trail", 5 * MINUTE, walk_the_trail),
    Job("storage check", MINUTE, keeping_work.check_storage, woken_by=keeping.CHANNEL),
    Job("restore drill", MINUTE, keeping_work.drill, woken_by=keeping.CHANNEL),
    Job("old keys", HOUR, forget_keys),
    Job("old sessions", HOUR, forget_sessions),
)
