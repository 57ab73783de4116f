"""Finding a filing by a number or by words.

Numbers and identity numbers go by B-tree: exact, then as a prefix. Everything else is words, all of which must match,
without accents and by stem; when no filing has them all, the nearest known words stand in for each.
"""

import re
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    String,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import REGCONFIG, TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.documents.models import Document, SearchWord

CONFIG = cast(literal("mesa"), REGCONFIG)
SERIES = ("P", "EXP")
# A number as printed, or as people shorten it: EXP-2026-000123, exp 2026 123, 2026-123, 123.
_NUMBER = re.compile(r"(?:(P|EXP)[\s-]*)?(?:([0-9]{4})[\s-]+)?([0-9]{1,9})", re.IGNORECASE)
_PRINTED = re.compile(r"(?:P|EXP)-[0-9]{4}-[0-9]{6,9}", re.IGNORECASE)
_PREFIX = re.compile(r"(?:P|EXP)-[0-9-]*|[0-9]{4,15}|(?=[A-Z]*[0-9])[0-9A-Z]{5,15}", re.IGNORECASE)
# Without its accent "autorización" keeps its whole stem, and its plural would not.
_PLURAL = re.compile(r"iones\b", re.IGNORECASE)
NEAREST = 5

Condition = ColumnElement[bool]
_TEXTS = ARRAY(String())
# A filing with one of these numbers, or of this person. Built once, for it is asked most.
EXACT: Condition = or_(
    Document.number == any_(bindparam("numbers", type_=_TEXTS)),
    Document.registry_number == any_(bindparam("numbers", type_=_TEXTS)),
    Document.identity_number == bindparam("identity_number", type_=String()),
)


def form_text(document: Document) -> str:
    """What people search a filing by before its files are read."""
    parts = (
        document.subject,
        document.applicant_name,
        document.identity_number,
        (document.representative or {}).get("name"),
        document.addressed_to,
        document.related_registry_number,
        document.number,
        document.body,
    )
    return "\n".join(part for part in parts if part)


def prepared(text: str) -> str:
    return _PLURAL.sub("ion", text)


def vector(text: str) -> ColumnElement[Any]:
    """The words of `text`, for an INSERT, an UPDATE or a query. Whoever writes `documents.search` uses this."""
    return func.to_tsvector(CONFIG, prepared(text))


def possible_numbers(text: str, *, year: int) -> list[str]:
    """The numbers that `text` may mean, in full. Without a year, those of `year`."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return []
    series, of_year, serial = found.groups()
    names = (series.upper(),) if series else SERIES
    return [f"{name}-{of_year or year}-{int(serial):06d}" for name in names]


def _has_number(numbers: list[str]) -> Condition:
    return or_(Document.number.in_(numbers), Document.registry_number.in_(numbers))


def _begins(text: str) -> Condition:
    columns = (Document.number, Document.registry_number, Document.identity_number)
    return or_(*(each.startswith(text, autoescape=True) for each in columns))


def exact(text: str) -> dict[str, Any] | None:
    """The parameters of EXACT for a text that may be a number; None for words."""
    upper = text.strip().upper()
    numbers = possible_numbers(upper, year=clock.today().year)
    return {"numbers": numbers, "identity_number": upper} if numbers or _PREFIX.fullmatch(upper) else None


async def condition(session: AsyncSession, text: str, *, among: Condition) -> Condition:
    """What a filing must fulfil to be found by `text` by somebody who sees those `among`. At most four statements."""
    upper = text.strip().upper()
    numbers = possible_numbers(upper, year=clock.today().year)
    if numbers or _PREFIX.fullmatch(upper):
        whole = or_(_has_number(numbers), Document.identity_number == upper)
        if await _any(session, whole, among):
            return whole
        if _PREFIX.fullmatch(upper) and await _any(session, _begins(upper), among):
            return _begins(upper)
    return await _by_words(session, text, among)


async def _any(session: AsyncSession, wanted: Condition, among: Condition) -> bool:
    return bool(await session.scalar(select(exists().where(wanted, among))))


async def _by_words(session: AsyncSession, text: str, among: Condition) -> Condition:
    # A printed number among words is found by its index too: the desk's number comes after the form is indexed.
    parts = text.split()
    numbers = [part.upper() for part in parts if _PRINTED.fullmatch(part)]
    rest = " ".join(part for part in parts if not _PRINTED.fullmatch(part))
    named = [_has_number([number]) for number in numbers]
    if not rest:
        return and_(*named) if named else false()
    all_words = and_(*named, Document.search.op("@@")(func.plainto_tsquery(CONFIG, prepared(rest))))
    if await _any(session, all_words, among):
        return all_words
    nearest = await _nearest(session, rest)
    return and_(*named, Document.search.op("@@")(cast(literal(nearest), TSQUERY))) if nearest else false()


async def _nearest(session: AsyncSession, text: str) -> str | None:
    """A tsquery in which the nearest known words stand in for each of `text`; None when one has no neighbour."""
    typed = func.unnest(func.tsvector_to_array(vector(text))).column_valued("typed")
    near = (
        select(SearchWord.word)
        .where(SearchWord.word.op("%")(typed))
        .order_by(func.similarity(SearchWord.word, typed).desc(), SearchWord.word)
        .limit(NEAREST)
        .scalar_subquery()
    )
    rows = (await session.execute(select(typed, func.array(near)))).all()
    if not rows or not all(words for _, words in rows):
        return None
    return " & ".join("(" + " | ".join(_quoted(word) for word in words) + ")" for _, words in rows)


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
