"""What the tests of outages share: time measured without flaking, and services that may be stopped."""

import os
import signal
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from app.embedded import Valkey, services

# The contract's word; a busy machine is given three chances to keep it.
SECONDS = 2.0
CHANCES = 3


async def in_time(call: Callable[[], Awaitable[None]], chances: int = CHANCES) -> None:
    """Makes the call up to `chances` times, until one is done within SECONDS. Whatever waits for a timeout never is."""
    took = []
    for _ in range(chances):
        began = time.perf_counter()
        await call()
        took.append(time.perf_counter() - began)
        if took[-1] < SECONDS:
            return
    raise AssertionError(f"not once within {SECONDS} s: {took}")


def caller(url: str) -> httpx.AsyncClient:
    """A caller of a server that is a process of its own."""
    return httpx.AsyncClient(base_url=url, timeout=30)


@pytest.fixture
def own_valkey() -> Iterator[Valkey]:
    with tempfile.TemporaryDirectory(prefix="mesa-valkey-") as name:
        Path(name).chmod(0o711)
        with services(Path(name), postgresql=False) as running:
            assert running.valkey
            yield running.valkey
            if running.valkey.pid:
                # One that hangs could not be told to stop.
                os.kill(running.valkey.pid, signal.SIGCONT)
