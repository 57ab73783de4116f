"""Digital signatures inside a PDF: whose they are, and whether the file is still what was signed."""

import logging
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.attachments.inspection.signatures import holds
from app.attachments.inspection.verdict import Severity, Verdict

MOST = 5
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def look(path: Path, verdict: Verdict) -> None:
    """Notes each signature. Trust in the signer's authority is not judged here, only integrity."""
    if not holds(path, b"/ByteRange"):
        return
    try:
        with path.open("rb") as file:
            signatures = PdfFileReader(file, strict=False).embedded_signatures[:MOST]
            for signature in signatures:
                status = validate_pdf_signature(
                    signature, ValidationContext(trust_roots=[], allow_fetching=False, revocation_mode="soft-fail")
                )
                _note(
                    verdict,
                    str(signature.signer_cert.subject.native.get("common_name", "")),
                    status.intact and status.valid,
                )
    except Exception:  # A signature this library cannot read is said, not refused: the file itself is whole.
        verdict.note(
            "signature_unreadable",
            Severity.WARNING,
            "El PDF tiene una firma digital que no pudimos leer. La revisará la mesa de partes.",
        )


def _note(verdict: Verdict, name: str, valid: bool) -> None:
    signer = name or "una persona sin nombre en su certificado"
    if valid:
        verdict.note("signature_valid", Severity.INFO, f"Se lee bien y está firmado digitalmente por {signer}.")
    else:
        verdict.note(
            "signature_broken",
            Severity.WARNING,
            f"El archivo cambió después de que lo firmó {signer}. Adjunte el original firmado.",
        )
