"""What opens one document to whoever holds its key."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel

from app.documents.presenting.schemas import Email
from app.documents.schemas import PublicDocument
from app.schemas import Body, Line

Number = Annotated[str, Line(40, least=1), AfterValidator(str.upper)]


class Track(Body):
    """Either number, and the access key however it was typed."""

    number: Number
    access_key: Annotated[str, Line(100, least=1)]


class Tracking(BaseModel):
    """`tracking_token` is a bearer for that document alone, for `expires_in` seconds."""

    tracking_token: str
    expires_in: int
    document: PublicDocument


class Recover(Body):
    number: Number
    email: Email


class RecoveryAccepted(BaseModel):
    """The same whether or not the pair is right."""

    detail: str
