"""The catalogue on the wire."""

import re
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from app.clock.terms import TermStart
from app.schemas import Body, Line, Paragraphs

Soles = Annotated[Decimal, PlainSerializer(float, return_type=float)]
Silence = Literal["positive", "negative", "automatic"]
MOST_REQUIREMENTS = 50
_CODE = re.compile(r"[a-z0-9][a-z0-9_]*")


def _lower_code(value: str) -> str:
    if not _CODE.fullmatch(value.lower()):
        raise PydanticCustomError("code_invalid", "Use letras sin tilde, números o guion bajo.")
    return value.lower()


def _bare_extension(value: str) -> str:
    return value.lower().lstrip(".")


class RequirementRead(BaseModel):
    """`formats` are the extensions accepted; none listed means any that the institution takes."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    required: bool
    formats: list[str]


class ProcedureRead(BaseModel):
    """`term_days` are business days, null without a term; `fee` is in soles; `area_id` attends it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    name: str
    description: str
    term_days: int | None
    term_starts_from: TermStart
    silence: Silence
    fee: Soles
    area_id: UUID | None
    active: bool
    requirements: list[RequirementRead]


class DocumentTypeRead(BaseModel):
    """Shown by `position`, then code."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    name: str
    position: int
    active: bool


class ObservationReasonRead(BaseModel):
    """`text` is what the citizen is told; `legal_rule` the article behind it today, `legal_rule_code` its code."""

    id: UUID
    code: str
    name: str
    text: str
    legal_rule: str | None
    legal_rule_code: str | None
    position: int
    active: bool


ProcedureCode = Annotated[str, Line(30, least=1)]
ProcedureName = Annotated[str, Line(200, least=1)]
Description = Annotated[str, Paragraphs(5000)]
TermDays = Annotated[int, Field(strict=True, ge=1, le=1000)]
Fee = Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2)]
Id = Annotated[str, Line(64, least=1)]
Extension = Annotated[str, Line(10, least=1), AfterValidator(_bare_extension)]
Position = Annotated[int, Field(strict=True, ge=0, le=9999)]
Switch = Annotated[bool, Field(strict=True)]


class RequirementBody(Body):
    """With the `id` of one in the list, that one is kept and changed; without, it is a new one."""

    id: Id | None = None
    name: Annotated[str, Line(300, least=1)]
    required: Switch = True
    formats: list[Extension] = Field(default=[], max_length=30)


Requirements = Annotated[list[RequirementBody], Field(max_length=MOST_REQUIREMENTS)]


class NewProcedure(Body):
    """A row of the TUPA. Requirements stand in the order sent."""

    code: ProcedureCode
    name: ProcedureName
    description: Description = ""
    term_days: TermDays | None = None
    term_starts_from: TermStart = TermStart.PRESENTATION
    silence: Silence
    fee: Fee = Decimal(0)
    area_id: Id | None = None
    requirements: Requirements = []


class ProcedureChanges(Body):
    """What is sent is changed; null takes `term_days` or `area_id` away. `requirements` replaces the whole list.

    What was presented keeps its term, and the requirements that its files answer to.
    """

    code: ProcedureCode | None = None
    name: ProcedureName | None = None
    description: Description | None = None
    term_days: TermDays | None = None
    term_starts_from: TermStart | None = None
    silence: Silence | None = None
    fee: Fee | None = None
    area_id: Id | None = None
    active: Switch | None = None
    requirements: Requirements | None = None


class NewDocumentType(Body):
    """Without `position` it is the last."""

    code: Annotated[str, Line(30, least=1), AfterValidator(_lower_code)]
    name: Annotated[str, Line(100, least=1)]
    position: Position | None = None


class DocumentTypeChanges(Body):
    """What is sent is changed."""

    name: Annotated[str, Line(100, least=1)] | None = None
    position: Position | None = None
    active: Switch | None = None


class NewObservationReason(Body):
    """`legal_rule` is the code of a legal rule (`GET /legal-rules`). Without `position` it is the last."""

    code: Annotated[str, Line(40, least=1), AfterValidator(_lower_code)]
    name: Annotated[str, Line(150, least=1)]
    text: Annotated[str, Paragraphs(2000, least=1)]
    legal_rule: Id | None = None
    position: Position | None = None


class ObservationReasonChanges(Body):
    """What is sent is changed; null takes `legal_rule` away. Observations already sent keep the text they had."""

    name: Annotated[str, Line(150, least=1)] | None = None
    text: Annotated[str, Paragraphs(2000, least=1)] | None = None
    legal_rule: Id | None = None
    position: Position | None = None
    active: Switch | None = None
