"""The end of the certificate that the public address shows is read from the address itself."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.embedded.children import free_port
from app.measures.certificates import Certificates, tls_end
from app.settings import Settings

ENDS = datetime.now(UTC).replace(microsecond=0) + timedelta(days=9)


def self_signed(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(ENDS - timedelta(days=90))
        .not_valid_after(ENDS)
        .sign(key, hashes.SHA256())
    )
    file = folder / "own.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
async def port(tmp_path: Path) -> AsyncIterator[int]:
    """Where a server shows a certificate of its own that ends at ENDS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(self_signed(tmp_path))
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


def told(metrics: list[object]) -> set[str]:
    return {sample.labels["certificate"] for metric in metrics for sample in metric.samples}  # type: ignore[attr-defined]


async def test_the_address_or_what_stands_for_it_is_asked(settings: Settings, port: int) -> None:
    here = settings.model_copy(update={"public_url": f"https://localhost:{port}"})
    elsewhere = settings.model_copy(
        update={"public_url": "https://mesa.example", "tls_probe_address": f"127.0.0.1:{port}"}
    )

    assert await tls_end(here) == await tls_end(elsewhere) == ENDS.timestamp()


async def test_without_https_there_is_none_to_end(settings: Settings) -> None:
    assert await tls_end(settings.model_copy(update={"public_url": "http://localhost"})) is None


async def test_silence_leaves_the_other_certificate_and_is_asked_again(settings: Settings, port: int) -> None:
    silent = settings.model_copy(update={"public_url": f"https://localhost:{free_port()}"})
    certificates = Certificates(silent, seconds_after_silence=0)
    assert told(list(await certificates.read())) == {"signing"}

    certificates.settings = silent.model_copy(update={"public_url": f"https://localhost:{port}"})

    assert told(list(await certificates.read())) == {"signing", "tls"}
