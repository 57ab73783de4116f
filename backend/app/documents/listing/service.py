"""The list as its reader sees it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import parse_id
from app.documents import search
from app.documents.listing import queries
from app.documents.listing.queries import Found, Position, Wanted
from app.documents.listing.schemas import Counters, FindingsSummary, ListQuery, PublicRow, Ref, Sort, StaffRow
from app.documents.queries import visible_to
from app.pagination import COUNTED_AT_MOST, Page, decode_cursor, encode_cursor, totals
from app.problems import FieldError, Forbidden, Unprocessable
from app.users.models import Role
from app.users.principals import Principal

SEVERITIES = ("error", "warning", "info")
AS_TEXT = frozenset({"id", "procedure_id"})
OF_THE_ROW = tuple(name for name in PublicRow.model_fields if name not in AS_TEXT)
# What a citizen may not know of their own filing, they may not filter by.
STAFF_FILTERS = ("area_id", "assigned_to")


async def list_documents(session: AsyncSession, asked: ListQuery, by: Principal) -> Page[StaffRow] | Page[PublicRow]:
    """A page of what `by` sees. Raises Forbidden for an admin, Unprocessable on a bad filter or cursor."""
    _may_list(by)
    after = _position(asked)
    if not by.is_staff and (wrong := [name for name in STAFF_FILTERS if getattr(asked, name)]):
        raise Unprocessable(
            errors=[FieldError(name, "filter_not_allowed", "No puede filtrar por esto.") for name in wrong]
        )
    wanted, found, rows = await _found(session, asked, by, after)
    following = _cursor(asked.sort, rows[asked.limit - 1]) if len(rows) > asked.limit else None
    counted = len(rows) if after is None and not following else await queries.count(session, wanted, found)
    shown = rows[: asked.limit]
    if by.is_staff:
        items = [_staff_row(row) for row in shown]
        return Page[StaffRow](items=items, next_cursor=following, **totals(counted))
    own = [PublicRow(**_public_fields(row)) for row in shown]
    return Page[PublicRow](items=own, next_cursor=following, **totals(counted))


async def _found(
    session: AsyncSession, asked: ListQuery, by: Principal, after: Position | None
) -> tuple[Wanted, Found, list[Row[Any]]]:
    """The page, one row longer than asked for, and how it was found. A number at hand is looked for first."""
    place: dict[str, Any] = {"sort": asked.sort, "after": after, "limit": asked.limit + 1}
    if asked.q and (numbers := search.exact(asked.q)):
        wanted, found = Wanted.of(asked, by, exact=True), Found(parameters=tuple(numbers.items()))
        if rows := await queries.page(session, wanted, found, **place):
            return wanted, found, rows
    wanted, found = Wanted.of(asked, by), Found()
    if asked.q:
        found = Found(await search.condition(session, asked.q, among=visible_to(by)))
    return wanted, found, await queries.page(session, wanted, found, **place)


async def count_tabs(session: AsyncSession, by: Principal) -> Counters:
    _may_list(by)
    counted = await queries.counters(session, visible_to(by))
    return Counters(**{name: min(value, COUNTED_AT_MOST) for name, value in counted.items()})


def _may_list(by: Principal) -> None:
    if by.role is Role.ADMIN:
        raise Forbidden("La administración del sistema no da acceso a los expedientes.")


def _sort_value(sort: Sort, row: Row[Any]) -> str | None:
    value = getattr(row, sort.removeprefix("-"))
    return value.isoformat() if isinstance(value, date) else value


def _cursor(sort: Sort, row: Row[Any]) -> str:
    return encode_cursor(sort, [_sort_value(sort, row), str(row.id)])


def _position(asked: ListQuery) -> Position | None:
    if asked.cursor is None:
        return None
    value, last = decode_cursor(asked.cursor, sort=asked.sort, length=2)
    try:
        typed = _typed(asked.sort, value)
        if (found := parse_id(last or "")) is None:
            raise ValueError
    except ValueError:
        wrong = FieldError("cursor", "cursor_invalid", "El marcador de página no es válido.")
        raise Unprocessable(errors=[wrong]) from None
    return typed, found


def _typed(sort: Sort, value: str | None) -> datetime | date | str | None:
    """The sort value as the database compares it. Raises ValueError."""
    if sort in (Sort.DUE_ON, Sort.DUE_LAST):
        return date.fromisoformat(value) if value is not None else None
    if value is None or "\0" in value:
        raise ValueError
    if sort is Sort.NUMBER:
        return value.encode().decode()
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError
    return instant


def _public_fields(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in OF_THE_ROW} | {
        "id": str(row.id),
        "procedure_id": str(row.procedure_id) if row.procedure_id else None,
    }


def _staff_row(row: Row[Any]) -> StaffRow:
    return StaffRow(
        **_public_fields(row),
        holder=Ref(id=str(row.holder_id), name=row.holder) if row.holder else None,
        assigned_to=Ref(id=str(row.assigned_to_id), name=row.assigned) if row.assigned else None,
        findings=_summary(row.findings),
    )


def _summary(per_file: Sequence[Sequence[dict[str, str]]] | None) -> FindingsSummary | None:
    findings = [finding for file in per_file or () for finding in file or ()]
    if not findings:
        return None
    counted = Counter(finding["severity"] for finding in findings)
    worst = next(severity for severity in SEVERITIES if counted[severity])
    code = next(finding["code"] for finding in findings if finding["severity"] == worst)
    return FindingsSummary(severity=worst, code=code, count=len(findings))
