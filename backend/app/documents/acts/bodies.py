"""What each act asks for."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.schemas import Body, Line, Paragraphs

Text = Annotated[str, Paragraphs(2_000, least=1)]
Id = Annotated[str, Line(64, least=1)]


class Nothing(Body):
    """An act that asks for nothing."""


class LegBody(Body):
    """A file sent to an area. Exactly one leg of a routing is for action."""

    area_id: Id
    purpose: Literal["action", "opinion", "knowledge"]
    instruction: Annotated[str, Paragraphs(1_000)] = ""


class Receive(Body):
    comment: Annotated[str, Paragraphs(1_000)] | None = None
    folios: int | None = Field(default=None, ge=1, le=10_000, strict=True)
    procedure_id: Id | None = None
    legs: list[LegBody] | None = Field(default=None, min_length=1, max_length=20)


class Route(Body):
    legs: list[LegBody] = Field(min_length=1, max_length=20)
    priority: Literal["normal", "high", "urgent"] | None = None
    respond_by: date | None = None


class Defect(Body):
    """One thing to correct: a coded reason, the words for this case, and what it is about."""

    reason_code: Annotated[str, Line(40, least=1)]
    text: Text
    attachment_id: Id | None = None
    requirement_id: Id | None = None


class Observe(Body):
    items: list[Defect] = Field(min_length=1, max_length=50)


class Correction(Body):
    item_id: Id
    text: Text
    upload_id: Id | None = None


class Correct(Body):
    items: list[Correction] = Field(min_length=1, max_length=50)


class Withdraw(Body):
    reason: Annotated[str, Paragraphs(1_000)] | None = None


class Forward(Body):
    entity: Annotated[str, Line(200, least=1)]
    reason: Text


class Void(Body):
    reason_code: Literal["spam", "test", "duplicate"]
    reason: Text
