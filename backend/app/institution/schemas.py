"""The institution, its areas and their people on the wire."""

import re
from datetime import date, time
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from app.clock.cutoff import CutoffKind
from app.clock.schemas import ClockTime
from app.clock.schemas import Day as WrittenDay
from app.documents.presenting import identity
from app.documents.presenting.identity import IdentityType
from app.documents.presenting.schemas import Email
from app.schemas import Body, Line, Paragraphs
from app.users.models import Role

HourMinute = Annotated[
    time,
    PlainSerializer(lambda at: at.strftime("%H:%M"), return_type=str),
    # "08:30" is no `time` of JSON Schema, which has seconds and an offset.
    WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$", "examples": ["16:30"]}),
]
Day = date
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]*")


def _area_code(value: str) -> str:
    if not _CODE.fullmatch(value.upper()):
        raise PydanticCustomError("code_invalid", "Use letras sin tilde, números, puntos o guiones.")
    return value.upper()


def _ruc(value: str) -> str:
    if sentence := identity.fault(IdentityType.RUC, value):
        raise PydanticCustomError("ruc_invalid", "{sentence}", {"sentence": sentence})
    return value


def _whole_minutes(value: time) -> time:
    if value.second or value.microsecond:
        raise PydanticCustomError("time_invalid", "Escriba la hora sin segundos, así: 16:30.")
    return value


def _or_nothing(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    return "" if isinstance(value, str) and not value.strip() else check(value)


AreaCode = Annotated[str, Line(20, least=1), AfterValidator(_area_code)]
Ruc = Annotated[str, Line(11, least=1), AfterValidator(_ruc)]
OfficeTime = Annotated[ClockTime, AfterValidator(_whole_minutes)]
MOST_LOGO_BYTES = 100_000


class Today(BaseModel):
    """What counts today: something sent now is presented on `presentation_date`, and `reason` says why not today."""

    date: Day
    business_day: bool
    presentation_date: Day
    reason: str | None


class ConsentRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    version: str
    title: str
    body: str
    valid_from: date


class VerifyKey(BaseModel):
    """The public keys of receipts' QR, by id, raw in base64url; `key_id` is the one in use."""

    algorithm: str
    key_id: str
    keys: dict[str, str]


class UsualTime(BaseModel):
    """Half of a procedure's recent filings were received, and answered, within so many business days."""

    procedure_id: UUID
    name: str
    term_days: int | None
    documents: int
    median_days_to_receive: int
    median_days_to_answer: int | None


class InstitutionRead(BaseModel):
    """`rule` is the cut-off in force today. The first consent text is the one to accept. Sizes in bytes."""

    name: str
    short_name: str
    ruc: str
    logo_svg: str | None
    place: str
    address: str
    phone: str
    email: str
    desk_name: str
    opens_at: HourMinute
    closes_at: HourMinute
    rule: CutoffKind
    today: Today
    correct_days: int
    correct_keeps_date: bool
    max_upload_size: int
    max_files: int
    allowed_extensions: list[str]
    verify_key: VerifyKey
    consent_texts: list[ConsentRead]
    usual_times: list[UsualTime]


class AreaRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    name: str
    active: bool
    version: int


class MemberRead(BaseModel):
    id: UUID
    name: str
    role: Role
    head: bool


class NewArea(Body):
    code: AreaCode
    name: Annotated[str, Line(150, least=1)]


class AreaChanges(Body):
    """What is sent is changed. `head_id` is one of the area's people; null leaves it without a head."""

    code: AreaCode | None = None
    name: Annotated[str, Line(150, least=1)] | None = None
    active: bool | None = None
    head_id: str | None = None


class CutoffRuleRead(BaseModel):
    """From `valid_from` (Lima) to the next rule. Without `closes_at`, `office_hours` end as the institution closes."""

    model_config = ConfigDict(from_attributes=True)

    valid_from: Day
    rule: CutoffKind
    closes_at: HourMinute | None


class SettingsRead(BaseModel):
    """All that an administrator keeps of the institution. Rules by day; texts, those to come included, newest first."""

    version: int
    name: str
    short_name: str
    ruc: str
    place: str
    address: str
    phone: str
    email: str
    desk_name: str
    opens_at: HourMinute
    closes_at: HourMinute
    correct_keeps_date: bool
    logo_svg: str | None
    cutoff_rules: list[CutoffRuleRead]
    consent_texts: list[ConsentRead]


class SettingsChanges(Body):
    """What is sent is changed. `logo_svg`: an SVG of at most 100 kB that runs and fetches nothing; null takes it away.

    Address, phone and email may be emptied. Saving the hours as they are confirms them (`GET /setup`).
    """

    name: Annotated[str, Line(200, least=1)] | None = None
    short_name: Annotated[str, Line(60, least=1)] | None = None
    ruc: Ruc | None = None
    place: Annotated[str, Line(100, least=1)] | None = None
    address: Annotated[str, Line(300)] | None = None
    phone: Annotated[str, Line(40)] | None = None
    email: Annotated[Email, WrapValidator(_or_nothing)] | None = None
    desk_name: Annotated[str, Line(100, least=1)] | None = None
    opens_at: OfficeTime | None = None
    closes_at: OfficeTime | None = None
    correct_keeps_date: Annotated[bool, Field(strict=True)] | None = None
    logo_svg: str | None = None


class NewCutoffRule(Body):
    """A rule from a day (Lima) on. `closes_at` is for `office_hours`; without it, the institution's closing time."""

    valid_from: WrittenDay
    rule: CutoffKind
    closes_at: OfficeTime | None = None


class NewConsentText(Body):
    """A new version of the text, which citizens accept from `valid_from` (Lima) on."""

    title: Annotated[str, Line(200, least=1)]
    body: Annotated[str, Paragraphs(20_000, least=1)]
    valid_from: WrittenDay


class NewLegalRule(Body):
    """The article that backs a rule of the system from `valid_from` (Lima) on, in place of the one until then."""

    code: Annotated[str, Line(60, least=1)]
    article: Annotated[str, Line(200, least=1)]
    text: Annotated[str, Paragraphs(2000, least=1)]
    valid_from: WrittenDay


class LegalRuleRead(BaseModel):
    """A citation; `valid_to` is the last day it holds, null while it does."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    article: str
    text: str
    valid_from: Day
    valid_to: Day | None


class SetupItem(BaseModel):
    """One thing of the first day: `detail` says how it stands, or what to do."""

    code: Literal["institution", "hours", "areas", "users", "procedures", "mail", "certificate", "signing_key"]
    done: bool
    detail: str


class SetupRead(BaseModel):
    items: list[SetupItem]
