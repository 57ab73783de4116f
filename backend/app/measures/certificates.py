"""When certificates end: the one the public address shows, and the one receipts are signed with. In Unix seconds."""

import asyncio
import contextlib
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from prometheus_client.core import GaugeMetricFamily, Metric

from app.receipts.keys import pdf_key
from app.settings import Settings

PATIENCE_SECONDS = 3.0


async def tls_end(settings: Settings) -> float | None:
    """The end of the certificate citizens are shown; None without HTTPS. Raises OSError, TimeoutError or ssl.SSLError.

    TLS_PROBE_ADDRESS (host:port) is asked instead of PUBLIC_URL where that name does not lead back from inside.
    Whether the certificate is trusted is not asked: only when it ends.
    """
    public = urlsplit(settings.public_url)
    if public.scheme != "https" or not public.hostname:
        return None
    host, _, port = (settings.tls_probe_address or f"{public.hostname}:{public.port or 443}").rpartition(":")
    anyone = ssl.create_default_context()
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    async with asyncio.timeout(PATIENCE_SECONDS):
        _, writer = await asyncio.open_connection(host, int(port), ssl=anyone, server_hostname=public.hostname)
    try:
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    finally:
        writer.close()
    return x509.load_der_x509_certificate(shown).not_valid_after_utc.timestamp()


def signing_end(settings: Settings) -> float:
    """The end of the certificate that signs receipts. Raises ValueError or OSError when it cannot be opened."""
    key = pdf_key(settings)
    _, certificate, _ = pkcs12.load_key_and_certificates(key.path.read_bytes(), key.password)
    if certificate is None:
        raise ValueError("no certificate")
    return certificate.not_valid_after_utc.timestamp()


@dataclass
class Certificates:
    """Asked every `seconds`, for a certificate changes once in months and asking opens a connection.

    Sooner when nobody answered: nginx starts after the backend.
    """

    settings: Settings
    seconds: float = 300.0
    seconds_after_silence: float = 30.0
    _read_at: float = -float("inf")
    _found: list[Metric] = field(default_factory=list)

    async def read(self) -> list[Metric]:
        wanted = 2 if self.settings.public_url.startswith("https://") else 1
        whole = sum(len(metric.samples) for metric in self._found) == wanted
        if time.monotonic() - self._read_at > (self.seconds if whole else self.seconds_after_silence):
            self._read_at = time.monotonic()
            self._found = await self._ask()
        return self._found

    async def _ask(self) -> list[Metric]:
        ends = GaugeMetricFamily(
            "mesa_certificate_end_timestamp_seconds", "When a certificate ends.", labels=["certificate"]
        )
        with contextlib.suppress(OSError, ValueError):
            ends.add_metric(["signing"], await asyncio.to_thread(signing_end, self.settings))
        # TimeoutError and ssl.SSLError are OSErrors.
        with contextlib.suppress(OSError, ValueError):
            if (end := await tls_end(self.settings)) is not None:
                ends.add_metric(["tls"], end)
        return [ends] if ends.samples else []
