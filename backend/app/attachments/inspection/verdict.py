"""What an inspection says."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person should know about a file, as a whole Spanish sentence with advice."""

    code: str
    severity: Severity
    message: str


class Refused(Exception):
    """The file cannot be accepted. `code` is one of app.attachments.errors.REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may be. Sizes in bytes, pixels in all."""

    extensions: tuple[str, ...] = ("pdf", "jpg", "jpeg", "png", "docx", "xlsx")
    pages: int = 10_000
    objects: int = 400_000
    unpacked: int = 512 * 2**20
    # A stream that grows more than this many times, and beyond `suspicious`, is a bomb.
    ratio: int = 250
    suspicious: int = 48 * 2**20
    pixels: int = 120_000_000
    archive_entries: int = 5_000
    rendered_pages: int = 40


@dataclass(slots=True)
class Verdict:
    """`refusal` is None for a file that may be filed. `pages`: of a PDF, 1 for an image, None for office files."""

    media_type: str | None = None
    pages: int | None = None
    findings: list[Finding] = field(default_factory=list)
    refusal: str | None = None

    def note(self, code: str, severity: Severity, message: str) -> None:
        self.findings.append(Finding(code, severity, message))

    def as_dicts(self) -> list[dict[str, Any]]:
        return [asdict(finding) for finding in self.findings]
