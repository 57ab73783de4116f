"""Photographs and scans: JPEG and PNG."""

import warnings
from pathlib import Path

from PIL import Image, ImageFile, MpoImagePlugin, UnidentifiedImageError

from app.attachments.inspection.signatures import (
    JPEG,
    PDF,
    PNG,
    closes_as_zip,
    ends_as_zip,
    head_of,
    looks_foreign,
    tail_of,
)
from app.attachments.inspection.verdict import Limits, Refused, Severity, Verdict

ImageFile.LOAD_TRUNCATED_IMAGES = False
# A phone's MPO is a JPEG with a second view behind it.
JPEG_KINDS = ("JPEG", MpoImagePlugin.MpoImageFile.format)
# A page photographed with less than this many pixels on its short side is hard to read.
READABLE_PIXELS = 600
PNG_END = b"IEND\xaeB`\x82"
JPEG_END = b"\xff\xd9"


def inspect_jpeg(path: Path, limits: Limits, verdict: Verdict) -> None:
    head = head_of(path)
    if not head.startswith(JPEG) or PDF in head:
        raise Refused("file_type_mismatch")
    tail = tail_of(path)
    if closes_as_zip(tail):
        raise Refused("file_type_mismatch")
    end = tail.rfind(JPEG_END)
    _refuse_passenger(tail[end + len(JPEG_END) :] if end >= 0 else b"")
    _inspect(path, "JPEG", "image/jpeg", limits, verdict)


def inspect_png(path: Path, limits: Limits, verdict: Verdict) -> None:
    head = head_of(path)
    if not head.startswith(PNG) or PDF in head:
        raise Refused("file_type_mismatch")
    tail = tail_of(path)
    if closes_as_zip(tail):
        raise Refused("file_type_mismatch")
    end = tail.rfind(PNG_END)
    if end >= 0:
        _refuse_passenger(tail[end + len(PNG_END) :])
    _inspect(path, "PNG", "image/png", limits, verdict)


def _refuse_passenger(trailing: bytes) -> None:
    """What follows the image's end marker may be padding, never another file."""
    if ends_as_zip(trailing) or looks_foreign(trailing) or PDF in trailing:
        raise Refused("file_type_mismatch")


def _inspect(path: Path, kind: str, media_type: str, limits: Limits, verdict: Verdict) -> None:
    verdict.media_type = media_type
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=JPEG_KINDS if kind == "JPEG" else ("PNG",)) as image:
                width, height = image.size
                if width * height > limits.pixels:
                    raise Refused("file_bomb")
                image.load()
    except (Image.DecompressionBombError, MemoryError):
        raise Refused("file_bomb") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError):
        raise Refused("file_corrupt") from None
    except Exception as error:  # Pillow's decoders raise what they like on hostile bytes.
        raise Refused("file_corrupt") from error
    verdict.pages = 1
    _advise(image, width, height, verdict)


def _advise(image: Image.Image, width: int, height: int, verdict: Verdict) -> None:
    if min(width, height) < READABLE_PIXELS:
        verdict.note(
            "low_resolution",
            Severity.WARNING,
            "La imagen tiene poca resolución. Si no se lee bien, tome la foto más cerca y con luz.",
        )
    low, high = image.convert("L").resize((64, 64)).getextrema()
    if isinstance(low, int) and isinstance(high, int) and high - low < 8:
        verdict.note(
            "blank_page",
            Severity.WARNING,
            "La imagen está en blanco. Si no es lo que quería enviar, cámbiela.",
        )
