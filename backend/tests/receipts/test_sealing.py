"""The PDF of a receipt: accessible, archival, signed, and made for any subject."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.receipts.facts import ReceiptKind
from app.receipts.keys import PdfKey
from app.receipts.printable import SUBSTITUTE, printable
from app.receipts.sealing import FIELD, compile_pdf, seal_bytes
from tests.receipts.contents import CODE, INSTITUTION, content, document, files

A4_POINTS = (595, 842)


def text_of(pdf: bytes) -> str:
    """All the words of the PDF, with single spaces."""
    opened = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in opened]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def subject(text: str) -> bytes:
    return compile_pdf(content(document=document(subject=text)))


def test_pyhanko_validates_the_signature(sealed: bytes, own_key: PdfKey, tmp_path: Path) -> None:
    _, certificate, _ = pkcs12.load_key_and_certificates(own_key.path.read_bytes(), None)
    assert certificate is not None
    (tmp_path / "own.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    trusted = ValidationContext(trust_roots=[load_cert_from_pemder(str(tmp_path / "own.pem"))], allow_fetching=False)

    (signature,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
    status = validate_pdf_signature(signature, trusted)

    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_pyhanko_reports_a_flipped_byte(sealed: bytes) -> None:
    position = sealed.index(b"stream", len(sealed) // 3) + 20
    changed = sealed[:position] + bytes([sealed[position] ^ 1]) + sealed[position + 1 :]

    (signature,) = PdfFileReader(io.BytesIO(changed), strict=False).embedded_signatures

    assert not validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False)).intact


def test_it_is_tagged_titled_and_says_its_language(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "es-PE"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert roles(pdf.Root.StructTreeRoot) >= {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure"}
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Constancia de presentación"
            assert metadata["dc:creator"] == [INSTITUTION]
            assert (metadata["pdfuaid:part"], metadata["pdfaid:part"]) == ("1", "2")
            assert metadata["pdfaid:conformance"] == "A"
            assert CODE in metadata["pdf:Keywords"]


def roles(node: pikepdf.Object) -> set[str]:
    """The structure types below `node`, and that each figure has its alternative text."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if "/S" in node:
            found.add(str(node.S))
            assert str(node.S) != "/Figure" or str(node.Alt)
        kids = node.get("/K", [])
        waiting += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return found


def test_the_signature_field_stands_outside_the_page(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        (left, bottom, right, top) = (float(side) for side in field.Rect)
        page_left, page_bottom, page_right, page_top = (float(side) for side in pdf.pages[0].cropbox)

    assert str(field.T) == FIELD
    assert right < page_left or left > page_right or top < page_bottom or bottom > page_top


@pytest.mark.parametrize(
    "odd",
    [
        "Reclamo 🙂👩‍👩‍👧‍👦 por la obra",
        "申請書 漢字測試",
        "طلب رخصة بناء",
        "Разрешение на строительство",
        "x" * 500,
        "palabra " * 62,
        "https://ejemplo.pe/" + "ruta/" * 90,
        "e\u0301 n\u0303 q\u0313",
        "\u202ereves\u202c \u2028 \u3000 \ufeff",
        '#panic("código") $x$ *fuerte* @nada <etiqueta> \\ // /* " \' `raw`',
        "\U0010ffff\U000e0001\ue000",
        "-",
    ],
)
def test_any_subject_gets_its_receipt(odd: str) -> None:
    pdf = subject(odd)

    shown = "".join(printable(odd).split())
    assert shown in "".join(text_of(pdf).split())
    assert_within_the_page(pdf)


def assert_within_the_page(pdf: bytes) -> None:
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            assert left >= 0 <= bottom
            # The right margin is 20 mm; the page's own edge would be too late to notice.
            assert right <= A4_POINTS[0] - 50
            assert top <= A4_POINTS[1]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80))
def test_no_text_makes_typst_refuse(text: str) -> None:
    assert subject(text).startswith(b"%PDF-")


def test_what_cannot_be_drawn_is_told() -> None:
    assert SUBSTITUTE in printable("漢")
    assert "no puede dibujar" in text_of(subject("漢字"))
    assert "no puede dibujar" not in text_of(subject("Ñandú, 5 € – “así”"))


def test_names_of_peru_are_drawn_as_they_are() -> None:
    names = "Ñahui Pérez, Güemes, Çelik, Šarić, Ramírez-Ágüero N.º 1ª «S.A.C.»"

    assert printable(names) == names
    assert printable("Ch\u02bcaska") == "Ch’aska"


def test_thirty_files_paginate_and_each_page_says_which_it_is() -> None:
    pdf = compile_pdf(content(files=files(30, name="n" * 251 + ".pdf"), document=document(folios=10_000)))

    pages = len(pypdfium2.PdfDocument(pdf))
    words = text_of(pdf)
    assert pages > 1
    assert f"Página {pages} de {pages}" in words
    assert words.count("Archivo y huella SHA-256") > 1
    assert "10000 folios declarados; 90 páginas contadas" in words
    assert_within_the_page(pdf)


def test_an_ordinary_receipt_is_one_page() -> None:
    for kind in ReceiptKind.PRESENTATION, ReceiptKind.RECEPTION:
        assert len(pypdfium2.PdfDocument(compile_pdf(content(kind, files=files(3))))) == 1


def test_a_long_name_of_the_institution_stays_in_its_stamp(own_key: PdfKey) -> None:
    said = content()
    said["institution"] |= {"name": "Ministerio " * 18, "short_name": "M" * 60}

    pdf = seal_bytes(said, own_key.path, own_key.password)

    assert_within_the_page(pdf)
