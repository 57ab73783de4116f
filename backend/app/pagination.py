"""Keyset pages: an opaque cursor that carries the last row's sort values."""

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Generic, TypeVar

import orjson
from fastapi import Query
from pydantic import BaseModel

from app.problems import FieldError, Unprocessable

T = TypeVar("T")
COUNTED_AT_MOST = 10_000

Limit = Annotated[int, Query(ge=1, le=100, description="Filas por página.")]
CursorParam = Annotated[str | None, Query(max_length=500, description="De `next_cursor`, sin cambiarlo.")]


class Page(BaseModel, Generic[T]):
    """`total` is null past 10,000; then `total_at_least` says so."""

    items: list[T]
    next_cursor: str | None = None
    total: int | None = None
    total_at_least: int | None = None


def totals(counted: int) -> dict[str, int | None]:
    """The two total fields of a page, from a count that stopped at COUNTED_AT_MOST + 1."""
    if counted > COUNTED_AT_MOST:
        return {"total": None, "total_at_least": COUNTED_AT_MOST}
    return {"total": counted, "total_at_least": None}


def encode_cursor(sort: str, values: Sequence[str | None]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([sort, *values])).decode().rstrip("=")


def decode_cursor(cursor: str, *, sort: str, length: int) -> list[str | None]:
    """The values a cursor of this `sort` carries. Raises Unprocessable on one we did not make."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values: list[str | None]
        made_for, *values = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        # A NUL is a character that PostgreSQL has no place for.
        if made_for == sort and len(values) == length and all(v is None or "\0" not in v for v in values):
            return values
    except (binascii.Error, orjson.JSONDecodeError, ValueError, TypeError):
        pass
    raise Unprocessable(errors=[FieldError("cursor", "cursor_invalid", "El marcador de página no es válido.")])


def page_of_all(
    rows: Iterable[T], *, sort: Sequence[str], key: Callable[[T], Sequence[str]], limit: int, cursor: str | None
) -> Page[T]:
    """A page of a table so small that it was read whole. `key` gives each row's values of `sort`, together unique."""
    by = ",".join(sort)
    ordered = sorted(rows, key=lambda row: [*key(row)])
    rest = ordered
    if cursor is not None:
        after = [value or "" for value in decode_cursor(cursor, sort=by, length=len(sort))]
        rest = [row for row in ordered if [*key(row)] > after]
    shown = rest[:limit]
    return Page(
        items=shown,
        next_cursor=encode_cursor(by, key(shown[-1])) if len(rest) > limit else None,
        **totals(len(ordered)),
    )
