"""Which article backs a rule of the system on a given day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, slots=True)
class Citation:
    """A dated row of `legal_rules`; `valid_to` is the last day it holds, None while it does."""

    code: str
    article: str
    text: str
    valid_from: date
    valid_to: date | None

    @classmethod
    def read(cls, code: str, article: str, text: str, valid_from: str, valid_to: str | None) -> Self:
        """From JSON, its dates in ISO 8601."""
        until = date.fromisoformat(valid_to) if valid_to else None
        return cls(code, article, text, date.fromisoformat(valid_from), until)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Citations:
    """The legal rules, by code and day."""

    def __init__(self, citations: Iterable[Citation]) -> None:
        self._by_code: dict[str, list[Citation]] = {}
        for citation in sorted(citations, key=lambda each: each.valid_from, reverse=True):
            self._by_code.setdefault(citation.code, []).append(citation)

    def on(self, code: str, day: date) -> Citation | None:
        """The rule `code` as it holds on `day`; the latest when several do, None when none does."""
        return next((each for each in self._by_code.get(code, ()) if each.holds_on(day)), None)

    def article(self, code: str, day: date) -> str | None:
        """Law and article of `code` on `day`, for people."""
        citation = self.on(code, day)
        return citation.article if citation else None
