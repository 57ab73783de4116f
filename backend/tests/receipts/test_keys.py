"""The installation's keys: made once, private, and never dead."""

import multiprocessing
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pydantic import SecretStr

from app import clock
from app.receipts import keys
from app.receipts.keys import pdf_key, qr_keys
from app.receipts.qr import QrFacts, decode, encode
from app.settings import Settings

FACTS = QrFacts("4MZK77QDR2WFK9QT", "P-2026-000347", None, "2026-11-24T15:47:09Z", "2026-11-24", "ab" * 32)


def settings(folder: Path) -> Settings:
    return Settings(mesa_data_dir=folder, signing_p12_file=None)


def first_start(folder: Path) -> tuple[str, bytes]:
    of = settings(folder)
    return qr_keys(of).key_id, pdf_key(of).path.read_bytes()


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        starts = pool.map(first_start, [tmp_path] * 6, chunksize=1)

    assert len(set(starts)) == 1


def test_only_their_owner_reads_them_and_nothing_else_is_left(tmp_path: Path) -> None:
    first_start(tmp_path)

    made = sorted((tmp_path / "keys").iterdir())
    assert [path.name for path in made] == ["pdf.p12", "qr.pem"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}


def test_an_earlier_key_still_verifies_what_it_signed(tmp_path: Path) -> None:
    of = settings(tmp_path)
    text = encode("https://ejemplo.pe/verificar/X", FACTS, qr_keys(of))
    (tmp_path / "keys" / "previous").mkdir()
    (tmp_path / "keys" / "qr.pem").rename(tmp_path / "keys" / "previous" / "qr-2026.pem")
    keys._qr_keys.cache_clear()

    assert len(qr_keys(of).public) == 2
    assert decode(text, qr_keys(of).public) == FACTS


def test_a_certificate_of_the_institution_signs_instead(tmp_path: Path) -> None:
    path = tmp_path / "institucion.p12"
    path.write_bytes(bought_certificate("Municipalidad de Prueba", b"secreta"))

    key = pdf_key(Settings(mesa_data_dir=tmp_path, signing_p12_file=path, signing_p12_password=SecretStr("secreta")))

    assert (key.own, key.name) == (False, "Municipalidad de Prueba")
    assert not (tmp_path / "keys").exists()


def test_a_wrong_password_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "institucion.p12"
    path.write_bytes(bought_certificate("Municipalidad de Prueba", b"secreta"))

    with pytest.raises(ValueError):
        pdf_key(Settings(mesa_data_dir=tmp_path, signing_p12_file=path, signing_p12_password=SecretStr("otra")))


def bought_certificate(name: str, password: bytes) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    encryption = serialization.BestAvailableEncryption(password)
    return pkcs12.serialize_key_and_certificates(b"mesa", key, certificate, None, encryption)
