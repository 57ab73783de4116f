"""Accounts on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel

from app.documents.presenting.schemas import Email, IdentityNumber
from app.schemas import Body, Line
from app.users.models import Role

Token = Annotated[str, Line(200, least=1)]
Name = Annotated[str, Line(200, least=1)]
Id = Annotated[str, Line(64, least=1)]
Password = Annotated[str, Line(200, least=1)]


def _lower(value: str) -> str:
    return value.casefold()


Address = Annotated[Email, AfterValidator(_lower)]


class AreaOfUser(BaseModel):
    id: str
    code: str
    name: str
    head: bool


class UserRead(BaseModel):
    """An account. `identity_number` is masked but for its owner."""

    id: str
    email: str
    name: str
    role: Role
    areas: list[AreaOfUser]
    active: bool
    version: int
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
    identity_type: Literal["dni", "ce", "passport", "ruc", "ptp"]
    identity_number: IdentityNumber
    phone: Annotated[str, Line(30)] | None = None
    privacy_consent_version: Annotated[str, Line(20, least=1)]


class VerifyEmail(Body):
    token: Token


class ForgotPassword(Body):
    email: Address


class ResetPassword(Body):
    token: Token
    password: Password


class ChangePassword(Body):
    current_password: Annotated[str, Line(200, least=1)]
    new_password: Password


class ChangeMe(Body):
    name: Name | None = None
    phone: Annotated[str, Line(30)] | None = None


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
