"""PDF: opened by qpdf through pikepdf, walked object by object, measured before anything is unpacked."""

from pathlib import Path

import pikepdf

from app.attachments.inspection import pdf_hybrid, pdf_objects, pdf_pages, pdf_signatures
from app.attachments.inspection.signatures import PDF, closes_as_zip, ends_as_zip, head_of, looks_foreign, tail_of
from app.attachments.inspection.verdict import Limits, Refused, Severity, Verdict

MEDIA_TYPE = "application/pdf"
END = b"%%EOF"


def inspect(path: Path, limits: Limits, verdict: Verdict) -> None:
    verdict.media_type = MEDIA_TYPE
    head, tail = head_of(path), tail_of(path)
    start = head.find(PDF)
    if start < 0 or (start > 0 and looks_foreign(head[:start])):
        raise Refused("file_type_mismatch")
    end = tail.rfind(END)
    trailing = tail[end + len(END) :] if end >= 0 else b""
    if closes_as_zip(tail) or ends_as_zip(trailing) or looks_foreign(trailing.lstrip()):
        raise Refused("file_type_mismatch")
    if end < 0:
        # Every program writes this mark last: without it the file was cut on its way.
        raise Refused("file_corrupt")
    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            _inspect(document, limits, verdict)
            pictured = pdf_pages.pictured(document, limits)
    except pikepdf.PasswordError:
        raise Refused("file_encrypted") from None
    except pikepdf.DataDecodingError:
        raise Refused("file_corrupt") from None
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RuntimeError, OverflowError):
        raise Refused("file_corrupt") from None
    pdf_hybrid.judge(path)
    pdf_pages.look(path, verdict, limits, pictured)
    pdf_signatures.look(path, verdict)


def _inspect(document: pikepdf.Pdf, limits: Limits, verdict: Verdict) -> None:
    if len(document.objects) > limits.objects:
        raise Refused("file_bomb")
    pages = len(document.pages)
    if pages == 0:
        raise Refused("file_corrupt")
    if pages > limits.pages:
        raise Refused("file_bomb")
    pdf_objects.judge(document, limits, verdict)
    verdict.pages = pages
    for page in document.pages:
        if not isinstance(page.obj.get("/Contents", pikepdf.Array()), pikepdf.Array | pikepdf.Stream):
            raise Refused("file_corrupt")
    if document.is_encrypted:
        verdict.note(
            "owner_password",
            Severity.WARNING,
            "El archivo restringe su impresión o copia. Se abre sin contraseña, así que puede enviarlo.",
        )
