"""Pages as a person will see them: blank ones, and scans too coarse to read."""

import time
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from app.attachments.inspection.verdict import Limits, Refused, Severity, Verdict

# Seconds spent drawing pages; a file that draws slowly is accepted with fewer of them looked at.
DRAWING_SECONDS = 3.0
DRAWN_WIDTH = 90
# Between the lightest and the darkest tenth of grey of a page on which nothing is written.
BLANK_CONTRAST = 10
# Bytes of a packed picture. A blank page, scanned at 600 dpi in colour, takes less.
LARGE_PICTURE = 1_500_000


def pictured(document: pikepdf.Pdf, limits: Limits) -> set[int]:
    """Indexes of pages that hold a picture too large to be of nothing: they need not be drawn, which is costly."""
    found = set()
    for index, page in enumerate(document.pages[: limits.rendered_pages]):
        resources = page.obj.get("/Resources")
        objects = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        if isinstance(objects, pikepdf.Dictionary) and any(_is_large_picture(each) for each in objects.values()):
            found.add(index)
    return found


def _is_large_picture(stream: Any) -> bool:
    packed = isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == "/Image" and "/Filter" in stream
    return packed and isinstance(stream.get("/Length"), int) and int(stream.Length) > LARGE_PICTURE


def look(path: Path, verdict: Verdict, limits: Limits, skipped: set[int]) -> None:
    """Notes blank pages but those `skipped`. Raises Refused when the file opens for qpdf and for nobody else."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        raise Refused("file_corrupt") from None
    try:
        blank = _blank_pages(document, limits, skipped)
    finally:
        document.close()
    if blank:
        verdict.note("blank_page", Severity.WARNING, _sentence(blank))


def _blank_pages(document: pypdfium2.PdfDocument, limits: Limits, skipped: set[int]) -> list[int]:
    until = time.monotonic() + DRAWING_SECONDS
    blank = []
    for number in range(min(len(document), limits.rendered_pages)):
        if time.monotonic() > until:
            break
        if number in skipped:
            continue
        try:
            page = document[number]
            scale = DRAWN_WIDTH / max(page.get_width(), page.get_height(), 1)
            image = page.render(scale=scale, grayscale=True, draw_annots=True).to_pil().convert("L")
            page.close()
        except (pypdfium2.PdfiumError, ValueError, MemoryError, OSError):
            continue
        low, high = image.getextrema()
        if high - low < BLANK_CONTRAST:
            blank.append(number + 1)
    return blank


def _sentence(blank: list[int]) -> str:
    if len(blank) == 1:
        return f"La página {blank[0]} está en blanco. Si le falta el reverso, cámbielo; si es así el original, siga."
    named = ", ".join(str(number) for number in blank[:6])
    more = f" y {len(blank) - 6} más" if len(blank) > 6 else ""
    return f"Las páginas {named}{more} están en blanco. Si falta el reverso, cámbielo; si es así el original, siga."
