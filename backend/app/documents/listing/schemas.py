"""The list of documents: what it can be asked, and what a row of it shows."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from app.database import parse_id
from app.documents.lifecycle import Status
from app.schemas import Line


class Sort(StrEnum):
    PRESENTED_AT = "presented_at"
    NEWEST = "-presented_at"
    DUE_ON = "due_on"
    DUE_LAST = "-due_on"
    NUMBER = "number"


def _id(value: Any) -> UUID:
    found = parse_id(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("id_invalid", "Este identificador no es válido.")
    return found


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Id = Annotated[UUID, BeforeValidator(_id)]


class Filters(BaseModel):
    """Every filter narrows. Dates are legal dates; `presented_to` is inclusive, `due_before` exclusive."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[Annotated[str, Line(200)] | None, BeforeValidator(_blank_is_none)] = Field(
        default=None, description="Words, a number, an identity number."
    )
    status: list[Status] = []
    area_id: Id | None = Field(default=None, description="With an open leg in this area.")
    assigned_to: Id | None = None
    procedure_id: Id | None = None
    document_type: Annotated[str, Line(30)] | None = None
    presented_from: date | None = None
    presented_to: date | None = None
    due_before: date | None = None
    overdue: bool | None = None


class ListQuery(Filters):
    sort: Sort = Sort.NEWEST
    limit: int = Field(default=25, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=500)


class Ref(BaseModel):
    id: str
    name: str


class FindingsSummary(BaseModel):
    """The worst severity among the files' findings, and the first code of that severity."""

    severity: Literal["info", "warning", "error"]
    code: str
    count: int


class PublicRow(BaseModel):
    """A filing in a citizen's own list. `pages` are those counted in its files."""

    id: str
    number: str
    registry_number: str | None
    status: Status
    version: int
    subject: str
    document_type: str
    procedure_id: str | None
    procedure_name: str | None
    priority: str
    folios: int
    pages: int
    attachments_count: int
    presented_at: datetime
    presentation_date: date
    received_at: datetime | None
    due_on: date | None
    correct_by: datetime | None
    applicant_name: str


class StaffRow(PublicRow):
    """A filing in the institution's list."""

    holder: Ref | None
    assigned_to: Ref | None
    findings: FindingsSummary | None


class Counters(BaseModel):
    """The desk's tabs, each counted to 10,000 at most. `to_dispatch_today` is registered and not yet routed."""

    new: int
    observed: int
    corrected: int
    to_dispatch_today: int
    all: int
