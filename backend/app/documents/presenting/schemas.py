"""What a citizen sends to present a document, and what they get back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import email_validator
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from app.documents.presenting import identity
from app.documents.presenting.identity import IdentityType
from app.schemas import Body, Line, Paragraphs

CENT = Decimal("0.01")


def _unfolded(value: Any) -> Any:
    """A subject pasted with line ends is still one line: receipts, mail headers and lists have only one."""
    return value.replace("\r\n", " ").replace("\n", " ").replace("\r", " ") if isinstance(value, str) else value


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _email(value: str) -> str:
    wrong = PydanticCustomError("email_invalid", "El correo no es válido: debe tener la forma nombre@dominio.pe.")
    try:
        # Institutions have addresses in domains of their own network: only the shape is ours to judge.
        found = email_validator.validate_email(value, check_deliverability=False, globally_deliverable=False)
    except email_validator.EmailNotValidError:
        raise wrong from None
    if "." not in found.domain or len(found.normalized) > 254:
        raise wrong
    return found.normalized


def _accepted(value: bool) -> bool:
    if not value:
        raise PydanticCustomError("not_accepted", "Debe aceptar esta declaración para presentar.")
    return value


Email = Annotated[str, Line(254, least=1), AfterValidator(_email)]
IdText = Annotated[str, Line(64, least=1)]
IdentityNumber = Annotated[str, Line(20, least=1), AfterValidator(str.upper)]
Ubigeo = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
OptionalLine30 = Annotated[Annotated[str, Line(30)] | None, BeforeValidator(_blank_is_none)]
OptionalLine40 = Annotated[Annotated[str, Line(40)] | None, BeforeValidator(_blank_is_none)]
OptionalLine200 = Annotated[Annotated[str, Line(200)] | None, BeforeValidator(_blank_is_none)]
OptionalLine300 = Annotated[Annotated[str, Line(300)] | None, BeforeValidator(_blank_is_none)]
OptionalId = Annotated[IdText | None, BeforeValidator(_blank_is_none)]


class _Identified(Body):
    identity_type: IdentityType
    identity_number: IdentityNumber

    @field_validator("identity_number")
    @classmethod
    def _possible(cls, value: str, info: ValidationInfo) -> str:
        kind = info.data.get("identity_type")
        if kind and (sentence := identity.fault(kind, value)):
            raise PydanticCustomError("identity_number_invalid", "{sentence}", {"sentence": sentence})
        return value


class Applicant(_Identified):
    """Who presents. Kept with the filing as declared."""

    person_type: Literal["natural", "legal"]
    name: Annotated[str, Line(200, least=1)]
    email: Email
    phone: OptionalLine30 = None
    address: OptionalLine300 = None
    ubigeo: Ubigeo | None = Field(default=None, description="INEI's six digits: department, province, district.")


class Representative(_Identified):
    """Who acts for the applicant, and in what capacity."""

    name: Annotated[str, Line(200, least=1)]
    capacity: OptionalLine200 = None


class Payment(Body):
    """The fee's voucher, as the citizen declares it. `amount` in soles."""

    number: Annotated[str, Line(40, least=1)]
    date: date
    amount: Decimal = Field(ge=0, max_digits=12, decimal_places=2)

    @field_validator("amount")
    @classmethod
    def _in_cents(cls, value: Decimal) -> Decimal:
        return value.quantize(CENT)


class Annex(Body):
    upload_id: IdText
    requirement_id: OptionalId = None
    title: OptionalLine200 = None


class Present(Body):
    """A filing. Everything presented is received: nothing here judges whether it deserves an answer."""

    procedure_id: OptionalId = None
    document_type: Annotated[str, Line(30, least=1)]
    subject: Annotated[Annotated[str, Line(500, least=1)], BeforeValidator(_unfolded)]
    body: Annotated[str, Paragraphs(10_000, least=1)] = Field(description="Petitorio y fundamentos.")
    folios: int = Field(ge=1, le=10_000, strict=True)
    addressed_to: OptionalLine200 = None
    related_registry_number: OptionalLine40 = None
    priority: Literal["normal", "high", "urgent"] = Field(default="normal", description="A wish; the desk sets it.")
    applicant: Applicant
    representative: Representative | None = None
    payment: Payment | None = None
    main_upload_id: IdText
    annexes: list[Annex] = Field(default=[], max_length=1000)
    electronic_notice: bool = Field(default=False, strict=True)
    sworn_statement: Annotated[bool, Field(strict=True), AfterValidator(_accepted)]
    privacy_consent_version: Annotated[str, Line(20, least=1)]


class PresentedReceipt(BaseModel):
    """`sha256` is that of the signed PDF; `url` opens the page that verifies it; `qr_text` is what its QR holds."""

    verification_code: str
    url: str
    qr_text: str
    sha256: str


class PresentedAttachment(BaseModel):
    id: str
    kind: str
    title: str
    filename: str
    size: int
    sha256: str
    media_type: str
    pages: int | None


class Presented(BaseModel):
    """The filing as it was presented. `access_key` is shown this once; null when a signed-in citizen presents."""

    id: str
    number: str
    access_key: str | None
    status: str
    presented_at: datetime
    presentation_date: date
    rule: str
    receipt: PresentedReceipt
    attachments: list[PresentedAttachment]
    correct_by: datetime | None
    version: int
