"""Keys derived from SECRET_KEY, one a purpose. What an earlier key closed, SECRET_KEY_PREVIOUS still opens."""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.settings import get_settings


@cache
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"mesa-de-partes/{purpose}".encode()).derive(secret.encode())


def _keys(purpose: str) -> list[bytes]:
    return [_derived(secret, purpose) for secret in get_settings().secret_keys]


def keyed_hash(purpose: str, text: str) -> str:
    """Hex HMAC-SHA256 of `text` under the current key of `purpose`."""
    return hmac.new(_keys(purpose)[0], text.encode(), hashlib.sha256).hexdigest()


def matches(purpose: str, text: str, expected: str) -> bool:
    """Whether `expected` is the keyed hash of `text` under the current key or an earlier one."""
    found = [hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for key in _keys(purpose)]
    return any(hmac.compare_digest(each, expected) for each in found)


def _fernet(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in _keys(purpose)])


def encrypt(purpose: str, content: bytes) -> bytes:
    return _fernet(purpose).encrypt(content)


def decrypt(purpose: str, sealed: bytes) -> bytes:
    """Raises cryptography.fernet.InvalidToken when no key opens it."""
    return _fernet(purpose).decrypt(sealed)
