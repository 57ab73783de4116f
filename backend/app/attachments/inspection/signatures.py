"""What a file's first and last bytes give away: a file that is also something else is not what it says."""

from pathlib import Path

HEAD = 1024
TAIL = 66_000
PIECE = 256 * 1024

PDF = b"%PDF-"
ZIP = b"PK\x03\x04"
ZIP_END = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
JPEG = b"\xff\xd8\xff"
PNG = b"\x89PNG\r\n\x1a\n"

# What another program would take this file for, when it stands at its very start.
FOREIGN_STARTS = (
    ZIP,
    OLE,
    JPEG,
    PNG,
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF",
    b"#!",
    b"{\\rtf",
)
FOREIGN_WORDS = (b"<html", b"<!doctype html", b"<script", b"<?php", b"<svg", b"<?xml", b"<!--")


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def tail_of(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        return file.read()


def holds(path: Path, word: bytes) -> bool:
    """Whether these bytes stand anywhere in the file, which is not read into memory for it."""
    before = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            if word in before + piece:
                return True
            before = piece[1 - len(word) :]
    return False


def looks_foreign(leading: bytes) -> bool:
    """Whether bytes outside a file's own beginning and end make something else of it."""
    text = leading.lower()
    return leading.startswith(FOREIGN_STARTS) or any(word in text for word in FOREIGN_WORDS)


def ends_as_zip(trailing: bytes) -> bool:
    """Whether bytes that stand after a file's own end let it be opened as a zip archive."""
    position = trailing.rfind(ZIP_END)
    return position >= 0 and len(trailing) - position >= 22


def closes_as_zip(tail: bytes) -> bool:
    """Whether the file's very last bytes close a zip archive, whose comment may imitate another file's end."""
    position = tail.find(ZIP_END)
    while position >= 0:
        comment = int.from_bytes(tail[position + 20 : position + 22], "little")
        if position + 22 + comment == len(tail):
            return True
        position = tail.find(ZIP_END, position + 1)
    return False
