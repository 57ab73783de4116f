"""A CMS laid out once a key is the one pyHanko would make each time."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from app.receipts.sealing import compile_pdf, sign
from tests.receipts.contents import content, document

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)


def certificate(name: str, key: Key, issuer: str, by: Key, *, authority: bool) -> x509.Certificate:
    def named(of: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, of)])

    usage = x509.KeyUsage(not authority, not authority, False, False, False, authority, authority, False, False)
    return (
        x509.CertificateBuilder(named(issuer), named(name), key.public_key(), x509.random_serial_number(), FROM, UNTIL)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(by, hashes.SHA256())
    )


@pytest.fixture(params=["EC", "RSA"])
def chained(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The PKCS#12 of an institution, as an authority gives it: key, certificate and the authority's."""
    key: Key = (
        ec.generate_private_key(ec.SECP256R1()) if request.param == "EC" else rsa.generate_private_key(65537, 2048)
    )
    root = ec.generate_private_key(ec.SECP256R1())
    authority = certificate("Autoridad", root, "Autoridad", root, authority=True)
    own = certificate("Municipalidad", key, "Autoridad", root, authority=False)
    path = tmp_path / "institution.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"own", key, own, [authority], NoEncryption()))
    return path


def signature_of(pdf: bytes) -> EmbeddedPdfSignature:
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return signature


def test_every_receipt_of_a_key_is_signed_as_pyhanko_would(chained: Path) -> None:
    pdfs = [compile_pdf(content(document=document(subject=f"Asunto {number}"))) for number in range(3)]
    plain = signers.SimpleSigner.load_pkcs12(str(chained))
    trusted = ValidationContext(trust_roots=[*plain.cert_registry], allow_fetching=False)

    found = [signature_of(sign(pdf, chained, None, place="Lima")) for pdf in pdfs]

    metadata = signers.PdfSignatureMetadata(field_name="S", subfilter=fields.SigSeedSubFilter.PADES)
    model = signature_of(signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdfs[0])), metadata, plain).getvalue())
    for each in found:
        status = validate_pdf_signature(each, trusted)
        assert (status.intact, status.valid, status.trusted) == (True, True, True)
        assert said(each) == said(model)
    assert len({each.signer_info["signature"].native for each in found}) == 3


def said(signature: EmbeddedPdfSignature) -> object:
    """All that a CMS says, but for the digest and the signature."""
    whole = signature.signed_data.native
    (info,) = whole["signer_infos"]
    attributes = [each for each in info["signed_attrs"] if each["type"] != "message_digest"]
    # Certificates are a set: they have no order.
    certificates = sorted(map(repr, whole["certificates"]))
    return whole | {
        "certificates": certificates,
        "signer_infos": info | {"signature": None, "signed_attrs": attributes},
    }
