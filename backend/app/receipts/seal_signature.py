"""What a daily seal signs: a day and the audit chain's head at its end. Pure."""

import base64
import binascii
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.receipts.keys import QrKeys


def sign_head(day: date, seq: int, head: str, keys: QrKeys) -> str:
    """Ed25519 over the day (Lima), the sequence number of its last row and that row's hash; in base64."""
    return base64.b64encode(keys.private.sign(_signed(day, seq, head))).decode()


def holds(day: date, seq: int, head: str, signature: str, key: Ed25519PublicKey | None) -> bool:
    """Whether `signature` is over exactly this. False without a key."""
    if key is None:
        return False
    try:
        key.verify(base64.b64decode(signature, validate=True), _signed(day, seq, head))
    except (InvalidSignature, binascii.Error):
        return False
    return True


def _signed(day: date, seq: int, head: str) -> bytes:
    return f"mesa-de-partes/daily-seal/1\n{day.isoformat()}\n{seq}\n{head}".encode()
