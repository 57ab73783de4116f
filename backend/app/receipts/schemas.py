"""A receipt's proof on the wire: nothing personal."""

from datetime import date, datetime

from pydantic import BaseModel


class VerifiedFile(BaseModel):
    name: str
    size: int
    sha256: str


class SealRead(BaseModel):
    """What a daily seal fixes: the last row of the audit trail of a day, and its hash."""

    day: date
    head_seq: int
    head_hash: str


class Verification(BaseModel):
    """What a receipt says. `document_sha256` is that of the issued PDF; null for the seconds until it is sealed."""

    valid: bool
    kind: str | None = None
    number: str | None = None
    registry_number: str | None = None
    issued_at: datetime | None = None
    institution: str | None = None
    signer: str | None = None
    document_sha256: str | None = None
    files: list[VerifiedFile] = []
    seal: SealRead | None = None


class SignatureRead(BaseModel):
    """The signature inside a PDF: whose, and whether the file is still what was signed."""

    signer: str
    intact: bool


class FileVerification(Verification):
    """The answer to a file that was handed in: valid or not, and why."""

    reason: str
    signature: SignatureRead | None = None
