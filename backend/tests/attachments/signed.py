"""A PDF with somebody's digital signature."""

import io
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

SIGNER = "Rosa Quispe Mamani"


def _signer() -> signers.SimpleSigner:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, SIGNER)])
    usage = x509.KeyUsage(True, True, *[False] * 7)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2049, 1, 1, tzinfo=UTC))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    kept = pkcs12.serialize_key_and_certificates(b"a", key, certificate, None, serialization.NoEncryption())
    loaded = signers.SimpleSigner.load_pkcs12_data(kept, other_certs=[])
    assert isinstance(loaded, signers.SimpleSigner)
    return loaded


def signed_pdf(content: bytes, *, spoil: bool = False) -> bytes:
    """`content`, signed; with `spoil`, one signed byte that shows nothing is changed afterwards."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    metadata = signers.PdfSignatureMetadata(field_name="Firma")
    made = bytearray(signers.sign_pdf(writer, metadata, signer=_signer()).getvalue())
    if spoil:
        # The second line is a comment that tells programs the file is binary.
        made[made.index(b"\n%") + 2] ^= 0x01
    return bytes(made)
