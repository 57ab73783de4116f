"""The institution, its areas and their people on the wire."""

import re
from datetime import date, time
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.clock.cutoff import CutoffKind
from app.schemas import Body, Line
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


AreaCode = Annotated[str, Line(20, least=1), AfterValidator(_area_code)]


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
