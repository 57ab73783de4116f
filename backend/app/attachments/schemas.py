"""Uploads and attachments on the wire."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class FindingRead(BaseModel):
    """One thing a person should know about a file. `severity`: info, warning, error."""

    code: str
    severity: str
    message: str


class UploadRead(BaseModel):
    """An inspected file. `size` in bytes; `pages` of a PDF, 1 for an image, null for office files."""

    model_config = ConfigDict(from_attributes=True)

    upload_id: str
    filename: str
    size: int
    sha256: str
    media_type: str
    pages: int | None
    findings: list[FindingRead]
    expires_at: datetime
