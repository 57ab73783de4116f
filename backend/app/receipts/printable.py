"""What the receipts' fonts can draw. typst refuses a glyph it lacks, and no subject may cost a citizen the receipt."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
# The fonts are made with it (fonts/make.py).
SUBSTITUTE = "▯"
# U+02BC is the apostrophe of Quechua and Aymara.
DRAWN_AS = {"\u2011": "-", "\u02bc": "’"}
BREAK = "\u200b"
_UNBROKEN = re.compile(r"\S{24}")


@cache
def _drawable() -> frozenset[int]:
    """The characters both faces have: a text may be set in either."""
    faces = []
    for face in ("next", "mono"):
        characters: set[int] = set()
        for path in FONTS.glob(f"{face}-*-400.ttf"):
            with TTFont(path, lazy=True) as font:
                characters |= set(font.getBestCmap())
        faces.append(characters)
    return frozenset(faces[0] & faces[1])


def printable(text: str) -> str:
    """`text` with every character the fonts lack shown as one sign; accents are kept, combining ones joined."""
    text = unicodedata.normalize("NFC", text)
    if _drawable().issuperset(map(ord, text)):
        return text
    drawn = []
    for character in text:
        kept = " " if character.isspace() else DRAWN_AS.get(character, character)
        if ord(kept) in _drawable():
            drawn.append(kept)
        elif not unicodedata.combining(character) and unicodedata.category(character) not in ("Cf", "Mn", "Me"):
            drawn.append(SUBSTITUTE)
    return "".join(drawn)


def breakable(text: str) -> str:
    """`text` whose words longer than a line may break. By typst's own rules it took a third of the compilation."""
    return _UNBROKEN.sub(rf"\g<0>{BREAK}", text)


def all_printable(value: Any) -> Any:
    """The same through lists and dictionaries."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [all_printable(each) for each in value]
    if isinstance(value, dict):
        return {key: all_printable(each) for key, each in value.items()}
    return value
