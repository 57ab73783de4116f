"""Raw material of test files: small PDFs, pictures and office archives that are whole."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from tests.factories import pdf

CONTENT_TYPES = "[Content_Types].xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
WORD_XML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET_XML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def changed_pdf(change: Callable[[pikepdf.Pdf], None], *, pages: int = 1, **saving: Any) -> bytes:
    """A PDF after `change`, saved with `saving`."""
    document = pikepdf.open(io.BytesIO(pdf(pages)))
    change(document)
    kept = io.BytesIO()
    document.save(kept, **saving)
    return kept.getvalue()


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def annotation(document: pikepdf.Pdf, **entries: Any) -> Any:
    """One more annotation on the first page."""
    page = document.pages[0].obj
    made = document.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([10, 10, 90, 40]), **entries))
    page.Annots = Array([*page.get("/Annots", Array()), made])
    return made


def picture(kind: str, size: tuple[int, int] = (900, 1200), mode: str = "RGB", **saving: Any) -> bytes:
    """A picture with something on it."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((size[0] // 5, size[1] // 5, size[0] // 2, size[1] // 2), fill="navy")
    kept = io.BytesIO()
    image.convert(mode).save(kept, kind, **saving)
    return kept.getvalue()


def office(kind: str, parts: Mapping[str, str | bytes] | None = None, *, main: str | None = None) -> bytes:
    """A docx or xlsx of the parts it needs, with `parts` added or in their place."""
    word = kind == "docx"
    body = "word/document.xml" if word else "xl/workbook.xml"
    inside: dict[str, str | bytes] = {
        CONTENT_TYPES: content_types(body, main or MAIN[kind]),
        "_rels/.rels": relations(("officeDocument", body, "")),
        body: word_text("Escrito de prueba") if word else f'<workbook xmlns="{SHEET_XML}"><sheets/></workbook>',
    }
    return archive(inside | dict(parts or {}))


def archive(parts: Mapping[str, str | bytes], comment: bytes = b"") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
        made.comment = comment
    return kept.getvalue()


def content_types(body: str, main: str, more: str = "") -> str:
    return (
        f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{body}" ContentType="{main}"/>{more}</Types>'
    )


def relations(*wanted: tuple[str, str, str]) -> str:
    """Relationships of (kind, target, mode)."""
    each = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(wanted)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def word_text(text: str, more: str = "") -> str:
    paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r>{more}</w:p>"
    return f'<?xml version="1.0"?><w:document xmlns:w="{WORD_XML}"><w:body>{paragraph}</w:body></w:document>'


def old_office(stream: str) -> bytes:
    """The start of an OLE compound file whose directory names `stream`."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return header + "Root Entry".encode("utf-16-le").ljust(128, b"\0") + stream.encode("utf-16-le").ljust(896, b"\0")
