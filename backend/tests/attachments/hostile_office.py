"""Word and Excel files that must not get in."""

import io
import zipfile

from tests.attachments.hostile_pdf import Hostile
from tests.attachments.makers import (
    CONTENT_TYPES,
    MAIN,
    SHEET_XML,
    archive,
    content_types,
    office,
    old_office,
    picture,
    relations,
    word_text,
)
from tests.factories import pdf

DOCUMENT = "word/document.xml"
DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
REMOTE = "https://example.com/x"


def _word(name: str, content: str | bytes) -> bytes:
    return office("docx", {name: content})


def _related(kind: str, part: str = DOCUMENT_RELATIONS) -> bytes:
    return office("docx", {part: relations((kind, REMOTE, "External"))})


def _field(instruction: str) -> bytes:
    return _word(DOCUMENT, word_text("x", f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"))


def _split_field() -> bytes:
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in ("DDE", "AUTO ", "c:\\\\cmd"))
    return _word(DOCUMENT, word_text("x", runs))


def _dde_link() -> bytes:
    link = f'<externalLink xmlns="{SHEET_XML}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    return office("xlsx", {"xl/externalLinks/externalLink1.xml": link})


def _entities() -> bytes:
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    return _word(DOCUMENT, f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ja">{laughs}]><x>&a9;</x>')


def _many_entries() -> bytes:
    return office("docx", {f"word/media/{number}.bin": b"" for number in range(5_001)})


def _password_on_the_archive() -> bytes:
    made = bytearray(office("docx"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(mark)
        while place >= 0:
            made[place + at] |= 1
            place = made.find(mark, place + 4)
    return bytes(made)


def _wrong_sum() -> bytes:
    made = bytearray(office("docx", {"word/media/a.bin": bytes(range(256)) * 8}))
    with zipfile.ZipFile(io.BytesIO(bytes(made))) as opened:
        entry = opened.getinfo("word/media/a.bin")
    made[entry.header_offset + 30 + len(entry.filename) + 12] ^= 0xFF
    return bytes(made)


def _pdf_inside() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as made, zipfile.ZipFile(io.BytesIO(office("docx"))) as word:
        made.writestr("a.bin", pdf())
        for name in word.namelist():
            made.writestr(name, word.read(name))
    return kept.getvalue()


def _cut(kind: str) -> bytes:
    whole = office(kind)
    return whole[: len(whole) // 2]


HOSTILE: list[Hostile] = [
    ("macros", "a.docx", lambda: _word("word/vbaProject.bin", b"x"), "file_active_content"),
    ("macros, named otherwise", "a.docx", lambda: office("docx", main=MACROS), "file_active_content"),
    ("macros", "a.xlsx", lambda: office("xlsx", {"xl/vbaProject.bin": b"x"}), "file_active_content"),
    ("old macros", "a.xlsx", lambda: office("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}), "file_active_content"),
    ("a control", "a.docx", lambda: _word("word/activeX/activeX1.xml", "<x/>"), "file_active_content"),
    (
        "a template from elsewhere",
        "a.docx",
        lambda: _related("attachedTemplate", "word/_rels/settings.xml.rels"),
        "file_active_content",
    ),
    ("an object from elsewhere", "a.docx", lambda: _related("oleObject"), "file_active_content"),
    ("a frame from elsewhere", "a.docx", lambda: _related("frame"), "file_active_content"),
    ("an embedded object", "a.docx", lambda: _word("word/embeddings/oleObject1.bin", b"x"), "file_active_content"),
    ("a command in a field", "a.docx", lambda: _field("DDEAUTO c:\\\\cmd.exe"), "file_active_content"),
    ("a command cut into runs", "a.docx", _split_field, "file_active_content"),
    ("a command in a link", "a.xlsx", _dde_link, "file_active_content"),
    ("a password", "a.docx", lambda: old_office("EncryptedPackage"), "file_encrypted"),
    ("a password", "a.xlsx", lambda: old_office("EncryptedPackage"), "file_encrypted"),
    ("a password on the archive", "a.docx", _password_on_the_archive, "file_encrypted"),
    ("zeros that unpack to 200 MB", "a.docx", lambda: _word("word/media/a.bin", bytes(200 << 20)), "file_bomb"),
    ("zeros that unpack to 200 MB", "a.xlsx", lambda: office("xlsx", {"xl/a.xml": bytes(200 << 20)}), "file_bomb"),
    ("entities that grow", "a.docx", _entities, "file_bomb"),
    ("five thousand parts", "a.docx", _many_entries, "file_bomb"),
    ("half of it", "a.docx", lambda: _cut("docx"), "file_corrupt"),
    ("half of it", "a.xlsx", lambda: _cut("xlsx"), "file_corrupt"),
    ("a changed byte", "a.docx", _wrong_sum, "file_corrupt"),
    ("text that is not XML", "a.docx", lambda: _word(DOCUMENT, "<w:document>"), "file_corrupt"),
    ("a part outside", "a.docx", lambda: _word("../../evil.xml", "<x/>"), "file_corrupt"),
    ("nothing", "a.docx", lambda: b"", "file_empty"),
    ("an old Word file", "a.docx", lambda: old_office("WordDocument"), "file_type_mismatch"),
    ("an old Excel file", "a.xlsx", lambda: old_office("Workbook"), "file_type_mismatch"),
    ("Excel called Word", "a.docx", lambda: office("xlsx"), "file_type_mismatch"),
    ("Word called Excel", "a.xlsx", lambda: office("docx"), "file_type_mismatch"),
    ("any archive", "a.docx", lambda: archive({"a.txt": "x"}), "file_type_mismatch"),
    ("a picture", "a.xlsx", lambda: picture("PNG"), "file_type_mismatch"),
    ("rich text", "a.docx", lambda: b"{\\rtf1 hola}", "file_type_mismatch"),
    ("Word and before it a page", "a.docx", lambda: b"<html></html>" + office("docx"), "file_type_mismatch"),
    ("Word, and a PDF in its first part", "a.docx", _pdf_inside, "file_type_mismatch"),
    ("macros by name", "a.docm", lambda: office("docx", main=MACROS), "file_extension_not_allowed"),
    ("old Word by name", "a.doc", lambda: old_office("WordDocument"), "file_extension_not_allowed"),
    (
        "an archive",
        "a.zip",
        lambda: archive({CONTENT_TYPES: content_types(DOCUMENT, MAIN["docx"])}),
        "file_extension_not_allowed",
    ),
]
