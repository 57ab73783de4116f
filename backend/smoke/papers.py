"""What is presented: a real PDF of the samples, one made here, and one of an exact size."""

import io
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf

SAMPLES = Path(os.environ.get("MESA_SAMPLES") or Path(__file__).parents[3] / "shared" / "samples")
SAMPLE = "libre-office-link.pdf"


def small() -> bytes:
    """A page with words of its own."""
    return _pdf(f"BT /F1 14 Tf 72 760 Td (Escrito {uuid4()}) Tj ET".encode())


def sample() -> bytes:
    """A PDF that a word processor made; one made here where there are no samples."""
    file = SAMPLES / SAMPLE
    return file.read_bytes() if file.exists() else small()


def of_size(size: int) -> bytes:
    """A valid PDF of exactly so many bytes: an image of noise takes what is left."""
    noise = os.urandom(size)
    room = size - len(_pdf(b"", noise[:1_000_000])) + 1_000_000
    while (made := _pdf(b"", noise[:room])) and len(made) != size:
        room += size - len(made)
    return made


def _pdf(drawing: bytes, attached: bytes = b"") -> bytes:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Contents = document.make_stream(drawing)
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    if attached:
        page.obj.PieceInfo = pikepdf.Dictionary(Noise=document.make_indirect(pikepdf.Stream(document, attached)))
    kept = io.BytesIO()
    document.save(kept, compress_streams=False, static_id=True)
    return kept.getvalue()


def filing(upload_id: str, subject: str) -> dict[str, Any]:
    return {
        "procedure_id": None,
        "document_type": "solicitud",
        "subject": subject,
        "body": "Solicito copia certificada, por convenir a mi derecho.",
        "folios": 1,
        "applicant": {
            "person_type": "natural",
            "identity_type": "dni",
            "identity_number": "45678912",
            "name": "Rosa Quispe Mamani",
            "email": "rosa.quispe@humo.example",
            "phone": "987654321",
            "address": "Jr. Los Sauces 123",
            "ubigeo": "150101",
        },
        "main_upload_id": upload_id,
        "annexes": [],
        "electronic_notice": True,
        "sworn_statement": True,
        "privacy_consent_version": "1",
    }
