"""The page, the count and the desk's counters. Core rows, keyset only: a deep page costs what the first one does."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Row,
    Select,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    not_,
    select,
    true,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.attachments.models import Attachment
from app.catalogue.models import Procedure
from app.documents.lifecycle import Status
from app.documents.listing.schemas import Filters, Sort
from app.documents.models import Document, Leg
from app.documents.queries import visible_to
from app.documents.search import EXACT
from app.pagination import COUNTED_AT_MOST
from app.users.models import User
from app.users.principals import Principal

# The term runs in these; past its due date such a filing is overdue.
RUNNING = (Status.RECEIVED, Status.ROUTED, Status.IN_PROCESS)
OPEN_LEG = ("sent", "accepted")

# Tables, not mapped classes: a page is built and read several times a second by everybody at the desk.
documents, attachments, legs = Document.__table__.c, Attachment.__table__.c, Leg.__table__.c
SHOWN = select(
    documents.id,
    documents.number,
    documents.registry_number,
    documents.status,
    documents.version,
    documents.subject,
    documents.document_type,
    documents.procedure_id,
    documents.priority,
    documents.folios,
    documents.presented_at,
    documents.presentation_date,
    documents.received_at,
    documents.due_on,
    documents.correct_by,
    documents.applicant_name,
    documents.holder_id,
    documents.assigned_to_id,
    documents.held_until,
)

Condition = ColumnElement[bool]
FILTERS = set(Filters.model_fields) - {"q"}
# The sort value and the id of the last row seen.
Position = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, the words of `q` apart: people ask the same again and again, so its statements are kept.

    `filters` in JSON. `exact`: with the number or identity number that the parameters name.
    """

    by: Principal
    filters: str
    today: date
    exact: bool = False

    @classmethod
    def of(cls, filters: Filters, by: Principal, *, exact: bool = False) -> "Wanted":
        asked = filters.model_dump_json(include=FILTERS, exclude_defaults=True)
        return cls(by, asked, clock.today(), exact)

    def conditions(self) -> list[Condition]:
        """What a filing must fulfil."""
        found = [visible_to(self.by), *_filtered(Filters.model_validate_json(self.filters), self.today)]
        return [*found, EXACT] if self.exact else found


def _filtered(filters: Filters, today: date) -> list[Condition]:
    found: list[Condition] = []
    if filters.status:
        found.append(documents.status.in_(filters.status))
    if filters.area_id:
        leg = exists().where(
            legs.document_id == documents.id, legs.area_id == filters.area_id, legs.state.in_(OPEN_LEG)
        )
        found.append(leg)
    if filters.presented_from:
        found.append(documents.presentation_date >= filters.presented_from)
    if filters.presented_to:
        found.append(documents.presentation_date <= filters.presented_to)
    if filters.due_before:
        found.append(documents.due_on < filters.due_before)
    if filters.overdue is not None:
        late = and_(documents.due_on.is_not(None), documents.due_on < today, documents.status.in_(RUNNING))
        found.append(late if filters.overdue else not_(late))
    for column, value in (
        (documents.assigned_to_id, filters.assigned_to),
        (documents.procedure_id, filters.procedure_id),
        (documents.document_type, filters.document_type),
    ):
        if value is not None:
            found.append(column == value)
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """What a search adds: a condition of its own, or the parameters of `Wanted.exact`."""

    condition: Condition | None = None
    parameters: tuple[tuple[str, Any], ...] = ()


async def page(
    session: AsyncSession, wanted: Wanted, found: Found, *, sort: Sort, after: Position | None, limit: int
) -> list[Row[Any]]:
    """At most `limit` rows that follow the position `after`. By due date, filings without one come last."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name != Sort.DUE_ON:
        return await _rows(session, wanted, Cut(name, descending, after is not None), found, after, limit)
    rows: list[Row[Any]] = []
    if after is None or after[0] is not None:
        rows = await _rows(session, wanted, Cut(name, descending, after is not None, due=True), found, after, limit)
        after = None
    if len(rows) < limit:
        undated = Cut("id", descending=False, following=after is not None, due=False)
        last = (after[1], after[1]) if after else None
        rows += await _rows(session, wanted, undated, found, last, limit - len(rows))
    return rows


@dataclass(frozen=True, slots=True)
class Cut:
    """Which rows of what was found make a page: by which column, from which position on, with a due date or without."""

    name: str
    descending: bool
    following: bool
    due: bool | None = None

    def ordered(self, of: Any) -> list[ColumnElement[Any]]:
        return [each.desc() if self.descending else each for each in (of[self.name], of.id)]


@lru_cache(maxsize=512)
def _page(wanted: Wanted, cut: Cut) -> Select[Any]:
    return _with_names(_chosen(wanted, cut), cut)


def _chosen(wanted: Wanted, cut: Cut) -> Select[Any]:
    key = [documents[cut.name], documents.id]
    chosen = SHOWN.where(*wanted.conditions())
    if cut.due is not None:
        chosen = chosen.where(documents.due_on.is_not(None) if cut.due else documents.due_on.is_(None))
    if cut.following:
        place = tuple_(*key)
        last = tuple_(bindparam("place", type_=documents[cut.name].type), bindparam("last", type_=Uuid()))
        chosen = chosen.where(place < last if cut.descending else place > last)
    return chosen.order_by(*cut.ordered(documents)).limit(bindparam("most", type_=Integer()))


def _with_names(chosen: Select[Any], cut: Cut) -> Select[Any]:
    """The rows with their files, procedure, holder and assignee, which are looked up for the rows of the page only."""
    page = chosen.subquery("page")
    row = page.c
    files = (
        select(
            func.count().label("attachments_count"),
            func.coalesce(func.sum(attachments.pages), 0).label("pages"),
            func.jsonb_agg(attachments.findings).label("findings"),
        )
        .where(attachments.document_id == row.id)
        .lateral("files")
    )
    holder, assigned, procedure = User.__table__.alias(), User.__table__.alias(), Procedure.__table__
    held = row.held_until > bindparam("now", type_=DateTime(timezone=True))
    named = (procedure.c.name.label("procedure_name"), holder.c.name.label("holder"), assigned.c.name.label("assigned"))
    return (
        select(*row, *files.c, *named)
        .select_from(page)
        .join(files, true())
        .outerjoin(procedure, procedure.c.id == row.procedure_id)
        .outerjoin(holder, and_(holder.c.id == row.holder_id, held))
        .outerjoin(assigned, assigned.c.id == row.assigned_to_id)
        .order_by(*cut.ordered(row))
    )


async def _rows(
    session: AsyncSession, wanted: Wanted, cut: Cut, found: Found, after: Position | None, limit: int
) -> list[Row[Any]]:
    if found.condition is None:
        statement = _page(wanted, cut)
    else:
        statement = _with_names(_chosen(wanted, cut).where(found.condition), cut)
    asked: dict[str, Any] = {"most": limit, "now": clock.now(), **dict(found.parameters)}
    if after:
        asked |= {"place": after[0], "last": after[1]}
    return list(await session.execute(statement, asked))


def _counted(*wanted: Condition) -> Any:
    """A count that stops just past COUNTED_AT_MOST."""
    some = select(documents.id).where(*wanted).limit(COUNTED_AT_MOST + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


@lru_cache(maxsize=512)
def _count(wanted: Wanted) -> Select[Any]:
    return select(_counted(*wanted.conditions()))


async def count(session: AsyncSession, wanted: Wanted, found: Found) -> int:
    counting = _count(wanted)
    if found.condition is not None:
        counting = select(_counted(*wanted.conditions(), found.condition))
    return await session.scalar(counting, dict(found.parameters)) or 0


async def counters(session: AsyncSession, among: Condition) -> dict[str, int]:
    """The desk's tabs in one statement."""
    by_status = {
        "new": Status.PRESENTED,
        "observed": Status.OBSERVED,
        "corrected": Status.CORRECTED,
        "to_dispatch_today": Status.RECEIVED,
    }
    columns = [_counted(among, documents.status == status).label(name) for name, status in by_status.items()]
    row = (await session.execute(select(*columns, _counted(among).label("all")))).one()
    return dict(row._mapping)
