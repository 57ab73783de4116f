"""The text of a receipt's QR: its address, then its facts signed with Ed25519. Verifies without a server. Pure.

`ADDRESS#BASE64URL`: decoded, a 64-byte signature over `ADDRESS#` and the facts, then the facts in JSON.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.receipts.keys import QrKeys

SIGNATURE_BYTES = 64
VERSION = 1


class QrInvalid(Exception):
    """The text was changed, is not one of ours, or names a key we do not have."""


@dataclass(frozen=True, slots=True)
class QrFacts:
    """Nothing personal. `instant` is RFC 3339 in UTC, `legal_date` an ISO date, `main_sha256` hex."""

    code: str
    number: str
    registry_number: str | None
    instant: str
    legal_date: str
    main_sha256: str


def encode(address: str, facts: QrFacts, keys: QrKeys) -> str:
    content = orjson.dumps(
        {
            "v": VERSION,
            "k": keys.key_id,
            "c": facts.code,
            "n": facts.number,
            "r": facts.registry_number,
            "i": facts.instant,
            "d": facts.legal_date,
            "h": _b64(bytes.fromhex(facts.main_sha256)),
        }
    )
    signature = keys.private.sign(_signed(address, content))
    return f"{address}#{_b64(signature + content)}"


def decode(text: str, public: Mapping[str, Ed25519PublicKey]) -> QrFacts:
    """The facts of a QR's text. Raises QrInvalid when a single character was changed."""
    address, mark, encoded = text.strip().partition("#")
    try:
        raw = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        # The last character carries spare bits: only the one way of writing them is ours.
        if not mark or _b64(raw) != encoded:
            raise QrInvalid
        signature, content = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
        said = orjson.loads(content)
        public[said["k"]].verify(signature, _signed(address, content))
        return QrFacts(
            code=said["c"],
            number=said["n"],
            registry_number=said["r"],
            instant=said["i"],
            legal_date=said["d"],
            main_sha256=base64.urlsafe_b64decode(said["h"] + "=").hex(),
        )
    except (binascii.Error, ValueError, KeyError, TypeError, InvalidSignature) as error:
        raise QrInvalid from error


def _signed(address: str, content: bytes) -> bytes:
    return address.encode() + b"#" + content


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
