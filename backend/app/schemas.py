"""What every request body shares: no unknown fields, no control characters, text in NFC."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from annotated_types import GroupedMetadata
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError, PydanticKnownError

LINE_ENDS = "\r\n"


def _clean(value: str, *, allowed: str) -> str:
    for character in value:
        if character in allowed:
            continue
        # Cc: NUL and controls; Cs: lone surrogates, which UTF-8 cannot carry.
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise PydanticCustomError("control_character", "Quite los caracteres de control.")
    return unicodedata.normalize("NFC", value)


def _within(value: str, most: int) -> str:
    # NFC makes some letters longer: what fitted as it was sent may not fit as it is kept.
    if len(value) > most:
        raise PydanticKnownError("string_too_long", {"max_length": most})
    return value


def one_line(value: str) -> str:
    return _clean(value, allowed="")


def with_line_ends(value: str) -> str:
    return _clean(value, allowed=LINE_ENDS + "\t")


def not_blank(value: str) -> str:
    if not any(unicodedata.category(each)[0] not in "ZC" for each in value):
        raise PydanticCustomError("blank", "No puede quedar en blanco.")
    return value


@dataclass(frozen=True, slots=True)
class Line(GroupedMetadata):
    """One line of text of `least` to `most` characters, trimmed: `Annotated[str, Line(200, least=1)]`."""

    most: int
    least: int = 0

    def __iter__(self) -> Iterator[Any]:
        yield from StringConstraints(strip_whitespace=True, min_length=self.least, max_length=self.most)
        yield AfterValidator(one_line)
        yield AfterValidator(partial(_within, most=self.most))
        if self.least:
            yield AfterValidator(not_blank)


@dataclass(frozen=True, slots=True)
class Paragraphs(GroupedMetadata):
    """Text with line ends, of `least` to `most` characters, trimmed."""

    most: int
    least: int = 0

    def __iter__(self) -> Iterator[Any]:
        yield from StringConstraints(strip_whitespace=True, min_length=self.least, max_length=self.most)
        yield AfterValidator(with_line_ends)
        yield AfterValidator(partial(_within, most=self.most))
        if self.least:
            yield AfterValidator(not_blank)


class Body(BaseModel):
    """A request body: an unknown field is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
