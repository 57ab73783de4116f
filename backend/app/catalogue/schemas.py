"""The catalogue on the wire."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, PlainSerializer

from app.clock.terms import TermStart

Soles = Annotated[Decimal, PlainSerializer(float, return_type=float)]


class RequirementRead(BaseModel):
    """`formats` are the extensions accepted; none listed means any that the institution takes."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    required: bool
    formats: list[str]


class ProcedureRead(BaseModel):
    """`term_days` are business days, null without a term; `fee` is in soles."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    name: str
    description: str
    term_days: int | None
    term_starts_from: TermStart
    silence: Literal["positive", "negative", "automatic"]
    fee: Soles
    requirements: list[RequirementRead]


class DocumentTypeRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str


class ObservationReasonRead(BaseModel):
    """`text` is what the citizen is told; `legal_rule` the article behind it today."""

    id: UUID
    code: str
    name: str
    text: str
    legal_rule: str | None
