"""The page, the count and the desk's counters. Core rows, keyset only: a deep page costs what the first one does."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, not_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app import clock
from app.attachments.models import Attachment
from app.catalogue.models import Procedure
from app.documents.lifecycle import Status
from app.documents.listing.schemas import Filters, Sort
from app.documents.models import Document, Leg
from app.pagination import COUNTED_AT_MOST
from app.users.models import User

# The term runs in these; past its due date such a filing is overdue.
RUNNING = (Status.RECEIVED, Status.ROUTED, Status.IN_PROCESS)
OPEN_LEG = ("sent", "accepted")
SHOWN = (
    Document.id,
    Document.number,
    Document.registry_number,
    Document.status,
    Document.version,
    Document.subject,
    Document.document_type,
    Document.procedure_id,
    Document.priority,
    Document.folios,
    Document.presented_at,
    Document.presentation_date,
    Document.received_at,
    Document.due_on,
    Document.correct_by,
    Document.applicant_name,
    Document.holder_id,
    Document.held_until,
    Document.assigned_to_id,
)

Condition = ColumnElement[bool]
# The sort value and the id of the last row seen.
Position = tuple[Any, Any]


def conditions(filters: Filters) -> list[Condition]:
    """What a filing must fulfil, the words of `q` apart."""
    found: list[Condition] = []
    if filters.status:
        found.append(Document.status.in_(filters.status))
    if filters.area_id:
        leg = exists().where(Leg.document_id == Document.id, Leg.area_id == filters.area_id, Leg.state.in_(OPEN_LEG))
        found.append(leg)
    if filters.presented_from:
        found.append(Document.presentation_date >= filters.presented_from)
    if filters.presented_to:
        found.append(Document.presentation_date <= filters.presented_to)
    if filters.due_before:
        found.append(Document.due_on < filters.due_before)
    if filters.overdue is not None:
        late = and_(Document.due_on.is_not(None), Document.due_on < clock.today(), Document.status.in_(RUNNING))
        found.append(late if filters.overdue else not_(late))
    for column, value in (
        (Document.assigned_to_id, filters.assigned_to),
        (Document.procedure_id, filters.procedure_id),
        (Document.document_type, filters.document_type),
    ):
        if value is not None:
            found.append(column == value)
    return found


async def page(
    session: AsyncSession, wanted: Sequence[Condition], *, sort: Sort, after: Position | None, limit: int
) -> list[Row[Any]]:
    """At most `limit` rows that follow the position `after`. By due date, filings without one come last."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name != Sort.DUE_ON:
        return await _rows(session, wanted, name, descending, after, limit)
    rows: list[Row[Any]] = []
    if after is None or after[0] is not None:
        dated = [*wanted, Document.due_on.is_not(None)]
        rows = await _rows(session, dated, name, descending, after, limit)
        after = None
    if len(rows) < limit:
        undated = [*wanted, Document.due_on.is_(None)]
        last = (after[1], after[1]) if after else None
        rows += await _rows(session, undated, "id", False, last, limit - len(rows))
    return rows


async def _rows(
    session: AsyncSession, wanted: Sequence[Condition], name: str, descending: bool, after: Position | None, limit: int
) -> list[Row[Any]]:
    """What is joined is looked up after the limit, for these rows only."""
    key = [getattr(Document, name), Document.id]
    chosen = select(*SHOWN).where(*wanted)
    if after:
        place, last = tuple_(*key), tuple_(*after)
        chosen = chosen.where(place < last if descending else place > last)
    chosen = chosen.order_by(*(each.desc() if descending else each for each in key)).limit(limit)
    return list(await session.execute(_with_what_they_name(chosen, name, descending)))


def _with_what_they_name(chosen: Select[*tuple[Any, ...]], name: str, descending: bool) -> Select[*tuple[Any, ...]]:
    page = chosen.subquery("page")
    files = (
        select(
            func.count().label("attachments_count"),
            func.coalesce(func.sum(Attachment.pages), 0).label("pages"),
            func.jsonb_agg(Attachment.findings).label("findings"),
        )
        .where(Attachment.document_id == page.c.id)
        .lateral("files")
    )
    holder, assigned = aliased(User), aliased(User)
    order = [page.c[name], page.c.id]
    return (
        select(
            page, Procedure.name.label("procedure_name"), holder.name.label("holder"), assigned.name.label("assigned")
        )
        .add_columns(files.c.attachments_count, files.c.pages, files.c.findings)
        .select_from(page)
        .join(files, true())
        .outerjoin(Procedure, Procedure.id == page.c.procedure_id)
        .outerjoin(holder, and_(holder.id == page.c.holder_id, page.c.held_until > clock.now()))
        .outerjoin(assigned, assigned.id == page.c.assigned_to_id)
        .order_by(*(each.desc() if descending else each for each in order))
    )


def _counted(*wanted: Condition) -> Any:
    """A count that stops just past COUNTED_AT_MOST."""
    some = select(Document.id).where(*wanted).limit(COUNTED_AT_MOST + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


async def count(session: AsyncSession, wanted: Sequence[Condition]) -> int:
    return await session.scalar(select(_counted(*wanted))) or 0


async def counters(session: AsyncSession, among: Condition) -> dict[str, int]:
    """The desk's tabs in one statement."""
    by_status = {
        "new": Status.PRESENTED,
        "observed": Status.OBSERVED,
        "corrected": Status.CORRECTED,
        "to_dispatch_today": Status.RECEIVED,
    }
    columns = [_counted(among, Document.status == status).label(name) for name, status in by_status.items()]
    row = (await session.execute(select(*columns, _counted(among).label("all")))).one()
    return dict(row._mapping)
