"""Accounts on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, StringConstraints

from app.documents.presenting.identity import IdentityType
from app.documents.presenting.schemas import Email, IdentityNumber
from app.schemas import Body, Line, one_line
from app.users.models import Role

Token = Annotated[str, Line(200, least=1)]
Name = Annotated[str, Line(200, least=1)]
Id = Annotated[str, Line(64, least=1)]
# Spaces at its ends are part of a password. One form of each letter: keyboards differ in how they write an accent.
Password = Annotated[
    str, StringConstraints(strip_whitespace=False, min_length=1, max_length=200), AfterValidator(one_line)
]
TotpSecret = Annotated[str, StringConstraints(pattern=r"^[A-Z2-7]{32}$")]


def _lower(value: str) -> str:
    return value.lower()


Address = Annotated[Email, AfterValidator(_lower)]


class AreaOfUser(BaseModel):
    id: str
    code: str
    name: str
    head: bool


class UserRead(BaseModel):
    """An account. `identity_number` is masked but for its owner; `two_step` says whether log-ins ask for a code."""

    id: str
    email: str
    name: str
    role: Role
    areas: list[AreaOfUser]
    active: bool
    version: int
    two_step: bool
    phone: str | None = None
    identity_type: str | None = None
    identity_number: str | None = None


class SignedIn(BaseModel):
    """`expires_in` in seconds. The refresh token is the cookie `mp_refresh`, never in a body."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_in: int
    user: UserRead


class Accepted(BaseModel):
    """The same words whether or not there is such an account."""

    detail: str


class Register(Body):
    email: Address
    password: Password
    name: Name
    identity_type: IdentityType
    identity_number: IdentityNumber
    phone: Annotated[str, Line(30)] | None = None
    privacy_consent_version: Annotated[str, Line(20, least=1)]


class FirstAdmin(Body):
    email: Address
    name: Name
    password: Password


class VerifyEmail(Body):
    token: Token


class ForgotPassword(Body):
    email: Address


class ResetPassword(Body):
    token: Token
    password: Password


class ChangePassword(Body):
    current_password: Password
    new_password: Password


class ChangeMe(Body):
    name: Name | None = None
    phone: Annotated[str, Line(30)] | None = None


class SetUpTotp(Body):
    """Nothing, to be offered a secret; then that secret and the code an application shows for it."""

    secret: TotpSecret | None = None
    code: Annotated[str, Line(10, least=1)] | None = None


class TotpRead(BaseModel):
    """`uri` is what the QR for the application holds. Secret and uri are told once, before it is active."""

    active: bool
    secret: str | None = None
    uri: str | None = None


class SessionRead(BaseModel):
    """A browser in which this person is signed in."""

    id: str
    created_at: datetime
    last_used_at: datetime
    user_agent: str
    current: bool


class NewUser(Body):
    email: Address
    name: Name
    role: Role
    area_ids: list[Id] = []


class ChangeUser(Body):
    name: Name | None = None
    role: Role | None = None
    area_ids: list[Id] | None = None
    active: bool | None = None
