"""The secret that opens the tracking of one document. Shown once, kept only as a keyed hash."""

import re
import secrets

from app import crypto

PURPOSE = "access-key"
# Crockford's base32: no I, L, O or U, so that a key survives being read aloud and copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
GROUP = 4
MARK_LENGTH = 16
_LOOKALIKES = str.maketrans("OIL", "011")
# What a wrong number is held against, so that it takes the time of a wrong key.
_NOBODYS_HASH = "0" * 64


def new_key() -> str:
    """100 random bits, in groups of four: `7K2M-Q0XR-94TB-WZ3H-5JVD`."""
    key = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(key[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def normalised(key: str) -> str:
    """The key as it was made, whatever case, dashes, spaces or look-alike letters a person typed."""
    return re.sub(r"[\s\-–—]+", "", key).upper().translate(_LOOKALIKES)


def hash_of(key: str) -> str:
    return crypto.keyed_hash(PURPOSE, normalised(key))


def opens(key: str, kept_hash: str | None) -> bool:
    """Whether `key` is the one behind `kept_hash`. Takes the same time when there is none."""
    right = crypto.matches(PURPOSE, normalised(key), kept_hash or _NOBODYS_HASH)
    return right and kept_hash is not None


def mark(kept_hash: str) -> str:
    """Names a key without telling it: a tracking token carries it, and dies when the key is replaced."""
    return kept_hash[:MARK_LENGTH]
