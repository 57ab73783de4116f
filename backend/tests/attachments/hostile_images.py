"""Pictures that must not get in."""

import struct
import zlib

from tests.attachments.hostile_pdf import Hostile
from tests.attachments.makers import archive, picture
from tests.factories import pdf


def _png_of(width: int, height: int, rows: bytes) -> bytes:
    """A PNG that claims these sides."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def _jpeg_of(width: int, height: int) -> bytes:
    """A JPEG whose frame header claims these sides."""
    made = bytearray(picture("JPEG"))
    frame = made.index(b"\xff\xc0")
    made[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(made)


def _broken_sum() -> bytes:
    made = bytearray(picture("PNG"))
    place = made.index(b"IDAT") + 20
    made[place] ^= 0xFF
    return bytes(made)


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


HOSTILE: list[Hostile] = [
    ("a JPEG that goes on as a zip", "a.jpg", lambda: picture("JPEG") + archive({"a": "x"}), "file_type_mismatch"),
    (
        "a JPEG that goes on as a zip, whose comment ends like a JPEG",
        "a.jpg",
        lambda: picture("JPEG") + archive({"a": "x"}, b"\xff\xd9"),
        "file_type_mismatch",
    ),
    ("a JPEG with a PDF in its comment", "a.jpg", lambda: picture("JPEG", comment=pdf()), "file_type_mismatch"),
    ("a JPEG that goes on as a PDF", "a.jpg", lambda: picture("JPEG") + pdf(), "file_type_mismatch"),
    ("a JPEG that goes on as a page", "a.jpg", lambda: picture("JPEG") + b"<script>1</script>", "file_type_mismatch"),
    ("a PNG that goes on as a zip", "a.png", lambda: picture("PNG") + archive({"a": "x"}), "file_type_mismatch"),
    ("a PNG that goes on as a program", "a.png", lambda: picture("PNG") + b"MZ" + bytes(90), "file_type_mismatch"),
    ("a PNG called JPEG", "a.jpeg", lambda: picture("PNG"), "file_type_mismatch"),
    ("a JPEG called PNG", "a.png", lambda: picture("JPEG"), "file_type_mismatch"),
    ("a GIF called PNG", "a.png", lambda: picture("GIF"), "file_type_mismatch"),
    ("drawing code called PNG", "a.png", lambda: b"<svg onload='x()'/>", "file_type_mismatch"),
    ("a GIF", "a.gif", lambda: picture("GIF"), "file_extension_not_allowed"),
    ("drawing code", "a.svg", lambda: b"<svg/>", "file_extension_not_allowed"),
    ("half a JPEG", "a.jpg", lambda: _half(picture("JPEG", (1800, 2400))), "file_corrupt"),
    ("half a PNG", "a.png", lambda: _half(picture("PNG")), "file_corrupt"),
    ("a PNG with a wrong sum", "a.png", _broken_sum, "file_corrupt"),
    ("three bytes of a JPEG", "a.jpg", lambda: b"\xff\xd8\xff", "file_corrupt"),
    ("an empty picture", "a.png", lambda: b"", "file_empty"),
    ("a PNG of 2500 megapixels", "a.png", lambda: _png_of(50_000, 50_000, bytes(6251) * 100), "file_bomb"),
    ("a JPEG of 4000 megapixels", "a.jpg", lambda: _jpeg_of(65_000, 65_000), "file_bomb"),
]
