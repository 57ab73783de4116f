"""File names as people write them: the base name, in NFC, without what a screen or a disk would trip over."""

import re
import unicodedata

LONGEST = 200
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def clean_name(raw: str) -> str | None:
    """The name to keep, or None when nothing usable is left."""
    if "\x00" in raw:
        return None
    base = re.split(r"[/\\]", raw)[-1]
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", base)
        if character not in _BIDI and unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn")
    )
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    stem, dot, extension = kept.rpartition(".")
    if not dot or not stem.strip(" .") or not extension or _RESERVED.match(kept):
        return None
    if len(kept) > LONGEST:
        kept = stem[: LONGEST - len(extension) - 1].rstrip(" .") + "." + extension
    return kept if len(extension) < LONGEST else None


def extension_of(filename: str) -> str:
    """The last extension, in lower case, without its dot."""
    return filename.rpartition(".")[2].lower()
