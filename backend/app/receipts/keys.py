"""The keys of this installation: one signs PDFs, one signs QR texts. Made once, kept, never replaced in place.

Without SIGNING_P12_FILE the PDF key is made here too, with a certificate of its own, and receipts say so. All of
`$MESA_DATA_DIR/keys` belongs in the backup; keys moved to `keys/previous` still verify what they signed.
"""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, pkcs12

from app import clock
from app.settings import Settings

QR_KEY = "qr.pem"
PDF_KEY = "pdf.p12"
OWN_NAME = "Mesa de Partes (clave de esta instalación)"
CERTIFICATE_YEARS = 20


@dataclass(frozen=True, slots=True)
class QrKeys:
    """The key that signs now, and every public key that may have signed before, by id."""

    key_id: str
    private: Ed25519PrivateKey
    public: dict[str, Ed25519PublicKey]


@dataclass(frozen=True, slots=True)
class PdfKey:
    """The PKCS#12 that signs receipts. `own` when it was made here and no authority vouches for it."""

    path: Path
    password: bytes | None
    own: bool
    name: str


def key_id_of(key: Ed25519PublicKey) -> str:
    """The first 16 hex digits of the SHA-256 of the raw public key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def raw_public(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _made_once(path: Path, make: Callable[[], bytes]) -> Path:
    """The file at `path`, made whole if it is not there. Of several processes that start at once, one wins."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.parent / f".{path.name}.{secrets.token_hex(6)}"
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _new_qr_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _new_pdf_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, OWN_NAME)])
    now = clock.now()
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Demo filings are sealed with a clock set weeks back.
        .not_valid_before(now - timedelta(days=366))
        .not_valid_after(now + timedelta(days=366 * CERTIFICATE_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"mesa", key, certificate, None, serialization.NoEncryption())


@lru_cache(maxsize=8)
def _qr_keys(folder: Path) -> QrKeys:
    path = _made_once(folder / QR_KEY, _new_qr_key)
    private = _private(path.read_bytes())
    public = {key_id_of(private.public_key()): private.public_key()}
    for older in sorted((folder / "previous").glob("qr*.pem")):
        key = _private(older.read_bytes()).public_key()
        public[key_id_of(key)] = key
    return QrKeys(key_id_of(private.public_key()), private, public)


def _private(pem: bytes) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the QR key must be Ed25519")
    return key


def qr_keys(settings: Settings) -> QrKeys:
    return _qr_keys(settings.mesa_data_dir / "keys")


def pdf_key(settings: Settings) -> PdfKey:
    """The key named by SIGNING_P12_FILE, or this installation's own. Raises ValueError when it cannot be opened."""
    password = settings.signing_p12_password.get_secret_value().encode() if settings.signing_p12_password else None
    own = settings.signing_p12_file is None
    path = settings.signing_p12_file or _made_once(settings.mesa_data_dir / "keys" / PDF_KEY, _new_pdf_key)
    return PdfKey(path, None if own else password, own, _common_name(path, None if own else password))


@lru_cache(maxsize=8)
def _common_name(path: Path, password: bytes | None) -> str:
    _, certificate, _ = pkcs12.load_key_and_certificates(path.read_bytes(), password)
    if certificate is None:
        raise ValueError("SIGNING_P12_FILE holds no certificate")
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
