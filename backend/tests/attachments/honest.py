"""Unusual files that honest people send."""

import io
import os
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL.TiffImagePlugin import TiffImageFile

from tests.attachments.hostile_pdf import hybrid, increment
from tests.attachments.makers import (
    MAIN,
    SHEET_XML,
    annotation,
    changed_pdf,
    content_types,
    office,
    picture,
    relations,
    word_text,
)
from tests.attachments.signed import signed_pdf
from tests.factories import pdf

# What it is, its name, how it is made, pages, findings.
Honest = tuple[str, str, Callable[[], bytes], int | None, list[str]]

SAMPLES = Path(os.environ["MESA_SAMPLES"])
PHOTO = (900, 1200)


def _rotated(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Rotate = 90


def _link(document: pikepdf.Pdf) -> None:
    annotation(document, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://www.gob.pe")))


def _first_page_view(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])


def _embedded(document: pikepdf.Pdf) -> None:
    document.attachments["cuadro.csv"] = b"a;b\n1;2\n"


def _form(document: pikepdf.Pdf) -> None:
    field = annotation(document, Subtype=Name.Widget, FT=Name.Tx, T=String("nombre"), V=String("Rosa"))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def _plain_xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp:xdp><template/></xdp:xdp>"))


def blank_second(document: pikepdf.Pdf) -> None:
    document.add_blank_page(page_size=(595, 842))


def _white_space(document: pikepdf.Pdf) -> None:
    """Large, but of a text that packs well: a table of a hundred thousand equal rows."""
    document.pages[0].Contents = document.make_stream(b"BT /F1 9 Tf 72 700 Td (fila) Tj ET\n" * 200_000)


def _large_picture(document: pikepdf.Pdf) -> None:
    """A colour page at 600 dpi: more than fifty megabytes when unpacked, and still a page."""
    pixels = zlib.compress(b"".join(os.urandom(2048) * 12 for _ in range(2560)), 1)
    scan = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=4096, Height=5120)
    scan.ColorSpace, scan.BitsPerComponent = Name.DeviceRGB, 8
    scan.write(pixels, filter=Name.FlateDecode)
    document.pages[0].obj.Resources.XObject = Dictionary(Im0=scan)


def _owner_only() -> bytes:
    return changed_pdf(lambda _: None, encryption=pikepdf.Encryption(user="", owner="b"))


def _scan_in_one_bit() -> bytes:
    """What an office scanner makes: the one strip of a fax-coded TIFF as the page's picture."""
    width, height = 1700, 2200
    tiff = picture("TIFF", (width, height), "1", compression="group4", tiffinfo={278: height})
    with TiffImageFile(io.BytesIO(tiff)) as opened:
        (start,), (length,) = opened.tag_v2[273], opened.tag_v2[279]

    def put(document: pikepdf.Pdf) -> None:
        scan = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height)
        scan.ColorSpace, scan.BitsPerComponent = Name.DeviceGray, 1
        coding = Dictionary(K=-1, Columns=width, Rows=height)
        scan.write(tiff[start : start + length], filter=Name.CCITTFaxDecode, decode_parms=coding)
        page = document.pages[0].obj
        page.Resources.XObject = Dictionary(Im0=scan)
        page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")

    return changed_pdf(put)


def _with_photo() -> bytes:
    return office(
        "docx",
        {
            "[Content_Types].xml": content_types(
                "word/document.xml", MAIN["docx"], '<Default Extension="png" ContentType="image/png"/>'
            ),
            "word/media/image1.png": picture("PNG"),
            "word/_rels/document.xml.rels": relations(("image", "media/image1.png", "")),
        },
    )


def _with_links() -> bytes:
    return office("docx", {"word/_rels/document.xml.rels": relations(("hyperlink", "https://www.gob.pe", "External"))})


def _with_page_numbers() -> bytes:
    field = "<w:r><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r>"
    return office("docx", {"word/document.xml": word_text("Addenda del contrato", field)})


def _formulas() -> bytes:
    cell = '<row r="1"><c r="A1"><f>HYPERLINK("https://www.gob.pe","ver")</f></c><c r="B1"><f>SUM(A1:A9)</f></c></row>'
    sheet = f'<worksheet xmlns="{SHEET_XML}"><sheetData>{cell}</sheetData></worksheet>'
    return office("xlsx", {"xl/worksheets/sheet1.xml": sheet})


def _sample(name: str) -> Callable[[], bytes]:
    return (SAMPLES / name).read_bytes


def _saved(**saving: Any) -> Callable[[], bytes]:
    return lambda: changed_pdf(lambda _: None, **saving)


def _with(change: Callable[[pikepdf.Pdf], None]) -> Callable[[], bytes]:
    return lambda: changed_pdf(change)


PACKED = pikepdf.ObjectStreamMode.generate

HONEST: list[Honest] = [
    ("signed", "firmado.pdf", lambda: signed_pdf(pdf()), 1, ["form_fields", "signature_valid"]),
    (
        "changed after it was signed",
        "a.pdf",
        lambda: signed_pdf(pdf(), spoil=True),
        1,
        ["form_fields", "signature_broken"],
    ),
    ("rotated", "a.pdf", _with(_rotated), 1, []),
    ("a table and a stream of references", "a.pdf", lambda: hybrid(b"(nota)"), 1, []),
    ("PDF/A", "a.pdf", _sample("crazyones-pdfa.pdf"), 1, []),
    ("linearized", "a.pdf", _saved(linearize=True), 1, []),
    ("object streams", "a.pdf", _saved(object_stream_mode=PACKED), 1, []),
    ("saved twice", "a.pdf", lambda: increment(b"/Lang (es-PE)"), 1, []),
    ("an old version", "a.pdf", _saved(force_version="1.2"), 1, []),
    ("PDF 2.0", "a.pdf", _saved(force_version="2.0"), 1, []),
    ("a scan in one bit", "a.pdf", _scan_in_one_bit, 1, []),
    ("a link to the web", "a.pdf", _with(_link), 1, []),
    ("opens at its first page", "a.pdf", _with(_first_page_view), 1, []),
    ("files inside", "a.pdf", _with(_embedded), 1, ["embedded_files"]),
    ("a form", "a.pdf", _with(_form), 1, ["form_fields"]),
    ("an old form of XML without script", "a.pdf", _with(_plain_xfa), 1, ["form_fields"]),
    ("printing restricted", "a.pdf", _owner_only, 1, ["owner_password"]),
    ("its reverse is blank", "a.pdf", _with(blank_second), 2, ["blank_page"]),
    ("a page in colour at 600 dpi", "a.pdf", _with(_large_picture), 1, []),
    ("a long text that packs well", "a.pdf", _with(_white_space), 1, []),
    ("line ends before its start", "a.pdf", lambda: b"\r\n\r\n" + pdf(), 1, []),
    ("a byte order mark before its start", "a.pdf", lambda: b"\xef\xbb\xbf" + pdf(), 1, []),
    ("spaces after its end", "a.pdf", lambda: pdf() + b"\r\n   \x00\x00\r\n", 1, []),
    ("three hundred pages", "a.pdf", lambda: pdf(300), 300, []),
    ("accents apart from their letters", unicodedata.normalize("NFD", "petición.pdf"), pdf, 1, []),
    ("extension in capitals", "ESCRITO.PDF", pdf, 1, []),
    ("several points in its name", "Exp. N.° 12-2026.v2.pdf", pdf, 1, []),
    ("a JPEG in CMYK", "foto.jpg", lambda: picture("JPEG", PHOTO, "CMYK"), 1, []),
    ("a progressive JPEG", "foto.jpg", lambda: picture("JPEG", PHOTO, progressive=True), 1, []),
    ("a JPEG called jpeg", "foto.jpeg", lambda: picture("JPEG"), 1, []),
    ("a JPEG in grey", "FOTO.JPG", lambda: picture("JPEG", PHOTO, "L"), 1, []),
    ("a phone's photo of two views", "foto.jpg", lambda: picture("MPO"), 1, []),
    ("a JPEG with padding after its end", "foto.jpg", lambda: picture("JPEG") + bytes(64), 1, []),
    ("a PNG that is transparent", "foto.png", lambda: picture("PNG", PHOTO, "RGBA"), 1, []),
    ("a PNG with a palette", "foto.png", lambda: picture("PNG", PHOTO, "P"), 1, []),
    ("a PNG in one bit", "foto.png", lambda: picture("PNG", PHOTO, "1"), 1, []),
    ("Word", "a.docx", lambda: office("docx"), None, []),
    ("Word with a picture", "a.docx", _with_photo, None, []),
    ("Word with links", "a.docx", _with_links, None, []),
    ("Word with page numbers, and a word that begins like a command", "a.docx", _with_page_numbers, None, []),
    ("Excel with formulas", "a.xlsx", _formulas, None, []),
]
