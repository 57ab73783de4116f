"""Word and Excel files: a zip of XML parts, without macros, links that fetch, or surprises."""

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from app.attachments.inspection.signatures import OLE, PDF, ZIP, head_of
from app.attachments.inspection.verdict import Limits, Refused, Severity, Verdict

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN_PART = {
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
PIECE = 256 * 1024
# XML of one part that is read to the end; larger ones are only measured.
READABLE_XML = 64 * 2**20
OFFICE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

ACTIVE_NAMES = re.compile(
    r"(?i)(vbaproject|vbadata|/activex/|activex\d|xl/macrosheets/|xl/dialogsheets/|oleobject\d*\.bin$)"
)
ACTIVE_TYPES = re.compile(r"(?i)(macroenabled|ms-office\.vbaproject|ms-office\.activex|oleobject|macrosheet)")
# Relationships that make the program fetch or run something when the file is opened; a hyperlink waits to be clicked.
FETCHING = (
    "attachedtemplate",
    "oleobject",
    "frame",
    "subdocument",
    "externallink",
    "externallinkpath",
    "control",
    "package",
    "vbaproject",
    "activexcontrolbinary",
    "aftchunk",
    "xlmacrosheet",
    "xlintlmacrosheet",
    "connections",
    "querytable",
)
EXTERNAL_MEDIA = ("image", "video", "audio", "media")
AUTOMATIC_FIELD = re.compile(rb"(?i)\b(DDEAUTO|DDE)\s")


def inspect_word(path: Path, limits: Limits, verdict: Verdict) -> None:
    _inspect(path, WORD, limits, verdict)


def inspect_excel(path: Path, limits: Limits, verdict: Verdict) -> None:
    _inspect(path, EXCEL, limits, verdict)


def _inspect(path: Path, media_type: str, limits: Limits, verdict: Verdict) -> None:
    verdict.media_type = media_type
    head = head_of(path)
    if head.startswith(OLE):
        raise Refused("file_encrypted" if OFFICE_ENCRYPTED in path.read_bytes() else "file_type_mismatch")
    # Viewers look for a PDF's start in the first kilobyte.
    if not head.startswith(ZIP) or PDF in head:
        raise Refused("file_type_mismatch")
    try:
        with zipfile.ZipFile(path) as archive:
            _inspect_parts(archive, media_type, limits, verdict)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError):
        raise Refused("file_corrupt") from None
    except RuntimeError:  # zipfile's word for an entry with a password
        raise Refused("file_encrypted") from None


def _inspect_parts(archive: zipfile.ZipFile, media_type: str, limits: Limits, verdict: Verdict) -> None:
    entries = archive.infolist()
    _measure(entries, limits)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("file_encrypted")
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names or len(set(names)) != len(names):
        raise Refused("file_type_mismatch" if "[Content_Types].xml" not in names else "file_corrupt")
    if any(name.startswith("/") or ".." in PurePosixPath(name).parts for name in names):
        raise Refused("file_corrupt")
    budget = limits.unpacked
    active = any(ACTIVE_NAMES.search(name) for name in names)
    for entry in entries:
        content, budget = _unpack(archive, entry, budget)
        if content is not None:
            active |= _judge_part(entry.filename, content, media_type, verdict)
    if active:
        raise Refused("file_active_content")


def _judge_part(name: str, content: bytes, media_type: str, verdict: Verdict) -> bool:
    """Whether this part acts by itself. Raises Refused for entities that grow, and for XML that is not."""
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise Refused("file_bomb")
    if name == "[Content_Types].xml":
        return _judge_types(content, media_type)
    if name.endswith(".rels"):
        return _judge_relations(content, verdict)
    _parse(content)
    return bool(AUTOMATIC_FIELD.search(_field_text(content)))


def _measure(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.archive_entries:
        raise Refused("file_bomb")
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise Refused("file_bomb")
    for entry in entries:
        if entry.file_size > limits.suspicious and entry.file_size > limits.ratio * max(1, entry.compress_size):
            raise Refused("file_bomb")


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> tuple[bytes | None, int]:
    """Reads an entry to its end, whatever size it claims; answers its bytes when they are XML of a readable size."""
    xml = entry.filename.endswith((".xml", ".rels"))
    kept = bytearray()
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            budget -= len(piece)
            if budget < 0:
                raise Refused("file_bomb")
            if xml and len(kept) <= READABLE_XML:
                kept += piece
    if entry.filename.lower().endswith(".zip"):
        raise Refused("file_active_content")
    return (bytes(kept) if xml and len(kept) <= READABLE_XML else None), budget


def _parse(content: bytes) -> None:
    parser = expat.ParserCreate()
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise Refused("file_corrupt") from None


def _judge_types(content: bytes, media_type: str) -> bool:
    _parse(content)
    text = content.decode("utf-8", "replace")
    if ACTIVE_TYPES.search(text):
        return True
    if MAIN_PART[media_type] not in text:
        raise Refused("file_type_mismatch")
    return False


def _judge_relations(content: bytes, verdict: Verdict) -> bool:
    """Whether a relationship fetches or runs something by itself. External pictures are told, not refused."""
    active = False

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal active
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        external = attributes.get("TargetMode", "").lower() == "external"
        if kind in ("vbaproject", "activexcontrolbinary", "control", "xlmacrosheet") or (external and kind in FETCHING):
            active = True
        elif external and kind in EXTERNAL_MEDIA and not any(f.code == "external_media" for f in verdict.findings):
            verdict.note(
                "external_media",
                Severity.WARNING,
                "El archivo muestra imágenes que están en internet. Guárdelo como PDF para que no falten.",
            )

    parser = expat.ParserCreate()
    parser.StartElementHandler = started
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise Refused("file_corrupt") from None
    return active


def _field_text(content: bytes) -> bytes:
    """The instructions of the document's fields, joined: Word may cut one into many runs."""
    simple = re.findall(rb'w:instr="([^"]*)"', content)
    runs = re.findall(rb"<w:instrText[^>]*>([^<]*)</w:instrText>", content)
    sheet = re.findall(rb"<ddeLink|<oleLink", content)
    return b" ".join(simple) + b" " + b"".join(runs) + (b" DDE " if sheet else b"")
