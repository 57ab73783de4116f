"""Is this file what it says, whole, still and harmless? By its name, its bytes and its structure."""

from pathlib import Path

from app.attachments.inspection import image, office, pdf
from app.attachments.inspection.names import extension_of
from app.attachments.inspection.verdict import Limits, Refused, Severity, Verdict

__all__ = ["Limits", "Refused", "Severity", "Verdict", "inspect"]

INSPECTORS = {
    "pdf": pdf.inspect,
    "jpg": image.inspect_jpeg,
    "jpeg": image.inspect_jpeg,
    "png": image.inspect_png,
    "docx": office.inspect_word,
    "xlsx": office.inspect_excel,
}


def inspect(path: Path, filename: str, limits: Limits) -> Verdict:
    """Looks at one file, whose size the caller has already limited. Never raises for what is inside it."""
    verdict = Verdict()
    try:
        _inspect(path, filename, limits, verdict)
    except Refused as refused:
        verdict.refusal = refused.code
    except MemoryError:
        verdict.refusal = "file_bomb"
    except RecursionError:
        verdict.refusal = "file_bomb"
    return verdict


def _inspect(path: Path, filename: str, limits: Limits, verdict: Verdict) -> None:
    if path.stat().st_size == 0:
        raise Refused("file_empty")
    extension = extension_of(filename)
    if extension not in limits.extensions or extension not in INSPECTORS:
        raise Refused("file_extension_not_allowed")
    INSPECTORS[extension](path, limits, verdict)
