"""The words inside a file, for search. Runs in a process of the pool: the bytes are a stranger's."""

import contextlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import pypdfium2

# Bytes of text kept of one file.
LONGEST = 200_000
LONGEST_PART = 32 * 2**20
PDF = "application/pdf"
OFFICE_PARTS = re.compile(r"^(word/(document|header\d*|footer\d*|footnotes)\.xml|xl/sharedStrings\.xml)$")


def extract_text(path: Path, media_type: str) -> str:
    """At most LONGEST bytes of the file's text; empty for images. Raises OSError when the file is not there."""
    if media_type == PDF:
        pieces = _of_pdf(path)
    elif "officedocument" in media_type:
        pieces = _of_office(path)
    else:
        return ""
    kept: list[str] = []
    room = LONGEST
    with contextlib.suppress(pypdfium2.PdfiumError, zipfile.BadZipFile, expat.ExpatError):
        for piece in pieces:
            kept.append(piece.encode()[:room].decode(errors="ignore"))
            room -= len(kept[-1].encode())
            if room <= 0:
                break
    return "\n".join(kept)


def _of_pdf(path: Path) -> Iterator[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            yield page.get_textpage().get_text_bounded()
    finally:
        document.close()


def _of_office(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if OFFICE_PARTS.match(entry.filename) and entry.file_size <= LONGEST_PART:
                yield _characters(archive.read(entry))


def _characters(content: bytes) -> str:
    said: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = said.append
    # A paragraph, a cell and a line break end a word; a run does not.
    parser.EndElementHandler = lambda name: said.append(" ") if name.endswith((":p", ":tab", ":br", "si")) else None
    parser.Parse(content, True)
    return "".join(said)
