"""The virus scanner, when CLAMAV_HOST names one. Only an exact `stream: OK` is clean."""

import asyncio
import logging
from enum import StrEnum
from pathlib import Path

import aioclamd

from app.settings import Settings

logger = logging.getLogger(__name__)

SCAN_SECONDS = 10


class Scan(StrEnum):
    OFF = "off"
    CLEAN = "clean"
    PENDING = "pending"
    INFECTED = "infected"


async def scan(settings: Settings, path: Path) -> Scan:
    """What the scanner says of this file. Away or unsure is PENDING: accepted, not downloadable until clean."""
    if not settings.clamav_host:
        return Scan.OFF
    client = aioclamd.ClamdAsyncClient(settings.clamav_host, settings.clamav_port, timeout=SCAN_SECONDS)
    try:
        async with asyncio.timeout(SCAN_SECONDS):
            with path.open("rb") as file:
                answer = await client.instream(file)
    # Whatever the scanner does wrong, the file waits; it is never lost and never called clean.
    except Exception as error:
        logger.warning("scanner away", extra={"error": type(error).__name__})
        return Scan.PENDING
    verdict, name = (answer or {}).get("stream", (None, None))
    if verdict == "OK" and name is None:
        return Scan.CLEAN
    return Scan.INFECTED if verdict == "FOUND" else Scan.PENDING
