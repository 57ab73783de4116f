"""Valkey stopped or hung: it only counts and remembers, so people notice nothing."""

import os
import signal
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI

from app.embedded import Valkey
from tests.factories import present
from tests.faults.conftest import caller, in_time
from tests.people import log_in, make_user
from tests.platform.processes import Server, start_server


@pytest.fixture
def limited(settings: object, own_valkey: Valkey) -> Iterator[Server]:
    """A server that counts its callers in the Valkey that is about to go."""
    with start_server(REDIS_URL=own_valkey.url, RATE_LIMIT_ENABLED="true") as server:
        yield server


def stop(valkey: Valkey) -> None:
    valkey.stop()


def hang(valkey: Valkey) -> None:
    assert valkey.pid
    os.kill(valkey.pid, signal.SIGSTOP)


@pytest.mark.parametrize("fails", [stop, hang])
async def test_people_go_on_without_the_cache(
    fails: Callable[[Valkey], None], limited: Server, own_valkey: Valkey, app: FastAPI
) -> None:
    user = await make_user(app, "citizen")
    async with caller(limited.url) as client:
        presented = await present(client)
        fails(own_valkey)

        async def sign_in() -> None:
            assert (await log_in(client, user.email)).status_code == 200
            client.cookies.clear()

        async def file() -> None:
            await present(client)

        async def track() -> None:
            pair = {"number": presented["number"], "access_key": presented["access_key"]}
            answer = await client.post("/api/v1/tracking", json=pair)
            assert answer.status_code == 200, answer.text

        # The first to find the cache away pays for it; tracking is quick enough for one chance on any machine.
        await in_time(track, chances=1)
        await in_time(file)
        await in_time(sign_in)
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "degraded")


async def test_who_asks_too_often_is_still_told_so(limited: Server, own_valkey: Valkey) -> None:
    hang(own_valkey)
    wrong = {"number": "P-2026-999999", "access_key": "0000-0000-0000-0000"}
    async with caller(limited.url) as client:
        answers = [(await client.post("/api/v1/tracking", json=wrong)).status_code for _ in range(40)]

    assert answers[0] == 404
    assert answers[-1] == 429
