"""Objects that qpdf does not see: a hybrid file's table calls them free and only its stream of references knows them.

Old programs skip them and new ones show them (ISO 32000-1, 7.5.8.4), so they are searched for by their bytes.
"""

import re
import zlib
from pathlib import Path

from app.attachments.inspection.signatures import holds
from app.attachments.inspection.verdict import Refused

HYBRID = b"/XRefStm"
ACTIVE = re.compile(rb"/(JavaScript|Launch|RichMedia|ImportData|Rendition)(?![A-Za-z0-9])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECT_STREAM = re.compile(rb"/ObjStm\b[^\x00]{0,400}?stream\r?\n")
MOST_STREAMS = 20_000
LONGEST_STREAM = 8 * 2**20


def judge(path: Path) -> None:
    """Raises Refused when a hybrid file holds an active object anywhere, used or not."""
    if not holds(path, HYBRID):
        return
    content = path.read_bytes()
    if _acts(content) or any(_acts(_unpacked(content, found.end())) for found in _streams(content)):
        raise Refused("file_active_content")


def _streams(content: bytes) -> list[re.Match[bytes]]:
    found = list(OBJECT_STREAM.finditer(content))
    if len(found) > MOST_STREAMS:
        raise Refused("file_bomb")
    return found


def _acts(content: bytes) -> bool:
    return bool(ACTIVE.search(ESCAPED.sub(lambda each: bytes([int(each[1], 16)]), content)))


def _unpacked(content: bytes, start: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(content[start : start + LONGEST_STREAM], LONGEST_STREAM)
    except zlib.error:
        return b""
