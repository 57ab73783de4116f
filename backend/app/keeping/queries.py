"""Which files the database names, what a backup says of itself, and what was done to keep the system."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, func, literal, or_, select, text, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from app.attachments.models import Attachment, Upload
from app.audit.models import AuditHead, AuditRow
from app.documents.models import Counter, Document
from app.keeping.models import UNDER_WAY, KeepingKind, KeepingRun, KeepingState
from app.receipts.models import Receipt
from app.users.models import User

# After the last hex digit.
PAST_THE_END = "g"


async def named_files(session: AsyncSession, prefix: str, at: datetime) -> list[tuple[str, int, bool]]:
    """`(sha256, size, required)` of each file under two hex digits that a row names; not required once it expired."""
    after = f"{int(prefix, 16) + 1:02x}" if prefix != "ff" else PAST_THE_END
    parts: list[Any] = [
        select(Attachment.sha256, Attachment.size, literal(True)),
        select(Receipt.sha256, Receipt.size, literal(True)),
        select(Upload.sha256, Upload.size, and_(Upload.state == "ready", Upload.expires_at > at)).where(
            Upload.state.in_(("ready", "used"))
        ),
    ]
    columns = (Attachment.sha256, Receipt.sha256, Upload.sha256)
    wanted = [part.where(column >= prefix, column < after) for part, column in zip(parts, columns, strict=True)]
    named = union_all(*wanted).subquery("named")
    sha256, size, required = named.c
    rows = await session.execute(select(sha256, func.max(size), func.bool_or(required)).group_by(sha256))
    return [(row[0], row[1], row[2]) for row in rows]


async def whose(session: AsyncSession, sha256: str) -> str:
    """The number of a filing that a file belongs to, as an operator would look for it; empty for a provisional one."""
    of_file = select(Document.number).join(Attachment).where(Attachment.sha256 == sha256)
    of_receipt = select(Document.number).join(Receipt).where(Receipt.sha256 == sha256)
    return str(await session.scalar(of_file.limit(1)) or await session.scalar(of_receipt.limit(1)) or "")


async def schema_revision(session: AsyncSession) -> str:
    return str(await session.scalar(text("SELECT version_num FROM alembic_version")))


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many rows there are of what matters most."""
    tables = {"documents": Document, "attachments": Attachment, "receipts": Receipt, "users": User, "audit": AuditRow}
    return {name: await session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables.items()}


async def last_numbers(session: AsyncSession) -> list[str]:
    """The last number given in each series and year."""
    rows = await session.scalars(select(Counter).order_by(Counter.series, Counter.year))
    return [f"{row.series}-{row.year}-{row.value:06d}" for row in rows if row.value]


async def audit_head(session: AsyncSession) -> tuple[int, str]:
    row = (await session.execute(select(AuditHead.seq, AuditHead.hash))).one()
    return row.seq, row.hash


async def audit_hash(session: AsyncSession, seq: int) -> str | None:
    return await session.scalar(select(AuditRow.hash).where(AuditRow.seq == seq))


async def unsealed(session: AsyncSession) -> int:
    """Receipts issued and not yet signed: the worker signs them when it runs."""
    return await session.scalar(select(func.count()).where(Receipt.sealed_at.is_(None))) or 0


async def qr_texts(session: AsyncSession, after: str, limit: int) -> list[tuple[str, str]]:
    """`(code, qr_text)` of receipts, in the order of their codes."""
    wanted = select(Receipt.code, Receipt.qr_text).where(Receipt.code > after, Receipt.qr_text.is_not(None))
    rows = await session.execute(wanted.order_by(Receipt.code).limit(limit))
    return [(row[0], str(row[1])) for row in rows]


async def newest_pdfs(session: AsyncSession, limit: int) -> Sequence[str]:
    wanted = select(Receipt.sha256).where(Receipt.sha256.is_not(None)).order_by(Receipt.issued_at.desc()).limit(limit)
    return [str(sha256) for sha256 in await session.scalars(wanted)]


async def is_empty(session: AsyncSession) -> bool:
    """Whether nothing was ever filed here and nobody has an account."""
    tables = await session.scalar(text("SELECT to_regclass('documents') IS NOT NULL"))
    if not tables:
        return True
    return not await session.scalar(select(or_(select(Document.id).exists(), select(User.id).exists())))


async def runs(session: AsyncSession) -> Sequence[Row[KeepingRun, str | None]]:
    """Every run that is kept, newest first, with the name of who asked for it and without its report."""
    wanted = select(KeepingRun, User.name).outerjoin(User, User.id == KeepingRun.requested_by)
    newest = wanted.order_by(KeepingRun.requested_at.desc(), KeepingRun.id.desc())
    found = await session.execute(newest.options(defer(KeepingRun.report, raiseload=True)))
    return found.all()


async def reports(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = await session.execute(select(KeepingRun.id, KeepingRun.report).where(KeepingRun.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


async def add_request(session: AsyncSession, run: dict[str, Any]) -> bool:
    """Adds a waiting run; False when one of its kind waits or runs already."""
    row = insert(KeepingRun).values(**run).on_conflict_do_nothing(index_elements=["kind"], index_where=UNDER_WAY)
    return await session.scalar(row.returning(KeepingRun.id)) is not None


async def run(session: AsyncSession, run_id: UUID) -> KeepingRun | None:
    """The run, locked."""
    return await session.scalar(select(KeepingRun).where(KeepingRun.id == run_id).with_for_update())


async def under_way(session: AsyncSession, kind: KeepingKind) -> KeepingRun | None:
    """The run of this kind that waits or runs, locked."""
    return await session.scalar(select(KeepingRun).where(KeepingRun.kind == kind, UNDER_WAY).with_for_update())


async def last_ends(session: AsyncSession, kind: KeepingKind) -> dict[str, datetime]:
    """When a run of this kind last ended in each state."""
    ended = select(KeepingRun.state, func.max(KeepingRun.finished_at)).where(
        KeepingRun.kind == kind, KeepingRun.state.in_((KeepingState.DONE, KeepingState.FAILED))
    )
    return {state: at for state, at in await session.execute(ended.group_by(KeepingRun.state)) if at}


async def forget_runs(session: AsyncSession, kind: KeepingKind, kept: int) -> None:
    """Deletes those of this kind that ended, but the newest `kept` and the newest that ended well."""
    ended = select(KeepingRun.id).where(KeepingRun.kind == kind, KeepingRun.finished_at.is_not(None))
    newest = ended.order_by(KeepingRun.finished_at.desc())
    good = newest.where(KeepingRun.ok.is_(True)).limit(1)
    await session.execute(delete(KeepingRun).where(KeepingRun.id.in_(newest.offset(kept)), KeepingRun.id.not_in(good)))
