"""Every file of the samples folder, and what is said of it."""

import os
from pathlib import Path

import pytest

from app.attachments.inspection import Limits, inspect

SAMPLES = Path(os.environ["MESA_SAMPLES"])

# File, refusal (None: accepted), pages, findings.
TABLE: list[tuple[str, str | None, int | None, list[str]]] = [
    ("002-trivial-libre-office-writer.pdf", None, 1, []),
    ("GeoTopo-komprimiert.pdf", None, 117, []),
    ("LICENSE", "file_extension_not_allowed", None, []),
    ("README.md", "file_extension_not_allowed", None, []),
    ("annotated_pdf.pdf", None, 1, []),
    ("base64image.pdf", None, 1, []),
    ("cmyk-image.pdf", None, 1, []),
    ("crazyones-pdfa.pdf", None, 1, []),
    ("google-doc-document.pdf", None, 1, []),
    ("grayscale-image.pdf", None, 1, []),
    ("habibi-oneline-cmap.pdf", None, 1, []),
    ("habibi-rotated.pdf", None, 4, []),
    ("habibi.pdf", None, 1, []),
    ("image.jpg", None, 1, ["low_resolution"]),
    ("imagemagick-ASCII85Decode.pdf", None, 1, []),
    ("imagemagick-CCITTFaxDecode.pdf", None, 1, []),
    ("imagemagick-images.pdf", None, 6, []),
    ("imagemagick-lzw.pdf", None, 1, []),
    ("inline-image.pdf", None, 1, []),
    ("libre-office-link.pdf", None, 1, []),
    ("libreoffice-form.pdf", None, 1, ["form_fields"]),
    ("libreoffice-writer-password.pdf", "file_encrypted", None, []),
    ("minimal-document.pdf", None, 1, []),
    ("mistitled_outlines_example.pdf", None, 4, []),
    ("multicolumn.pdf", None, 3, []),
    ("output_with_metadata_pymupdf.pdf", None, 1, []),
    ("pdfkit.pdf", None, 1, []),
    ("pdflatex-4-pages.pdf", None, 4, []),
    ("pdflatex-forms.pdf", None, 1, ["form_submits", "form_fields"]),
    ("pdflatex-image.pdf", None, 1, []),
    ("pdflatex-outline.pdf", None, 4, []),
    ("reportlab-overlay.pdf", None, 1, ["form_fields"]),
    ("smile.jpg", None, 1, ["low_resolution"]),
    ("smile.png", None, 1, ["low_resolution"]),
    # Its tree of pages was overwritten: neither qpdf nor a browser's viewer opens it.
    ("unreadablemetadata.pdf", "file_corrupt", None, []),
    ("with-attachment.pdf", None, 1, ["embedded_files"]),
]


@pytest.mark.parametrize(("name", "refusal", "pages", "findings"), TABLE, ids=[row[0] for row in TABLE])
def test_a_sample_gets_its_verdict(name: str, refusal: str | None, pages: int | None, findings: list[str]) -> None:
    verdict = inspect(SAMPLES / name, name, Limits())

    assert (verdict.refusal, [finding.code for finding in verdict.findings]) == (refusal, findings)
    if refusal is None:
        assert verdict.pages == pages


def test_no_sample_is_left_out() -> None:
    assert {row[0] for row in TABLE} == {path.name for path in SAMPLES.iterdir()}
