"""Limits that really refuse, whom they count together, and what happens without Redis."""

import asyncio
import itertools
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

from app import rate_limits
from app.embedded import services
from app.embedded.valkey import Valkey
from app.main import create_app
from app.rate_limits import RULES
from app.settings import Settings
from tests.factories import present
from tests.people import headers_of, make_user
from tests.platform.processes import start_server

API = "/api/v1"
PER_MINUTE, PER_HOUR = 20, 35
# Twenty calls that each waited a quarter of a second one after the other would need this long.
LONGEST_SECONDS = 5.0
_addresses = (f"198.51.{third}.{fourth}" for third, fourth in itertools.product(range(100, 200), range(1, 255)))
From = Callable[..., httpx.AsyncClient]


@asynccontextmanager
async def strict_app(settings: Settings, **changes: Any) -> AsyncIterator[FastAPI]:
    """The application with its limits on, the general ones low, on the same database."""
    low = {"rate_limit_enabled": True, "rate_limit_per_minute": PER_MINUTE, "rate_limit_per_hour": PER_HOUR}
    application = create_app(settings.model_copy(update=low | changes))
    async with LifespanManager(application, startup_timeout=60, shutdown_timeout=60):
        yield application


@pytest.fixture
async def strict(settings: Settings) -> AsyncIterator[FastAPI]:
    # It counts in its own memory: how soon Redis answers a busy machine is another test's matter.
    async with strict_app(settings, redis_url=None) as application:
        yield application


async def callers(application: FastAPI, stack: AsyncExitStack) -> From:
    """Makes clients at addresses that nobody called from before, or at a given one."""

    def at(address: str | None = None) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(
            application, raise_app_exceptions=False, client=(address or next(_addresses), 40_000)
        )
        client = httpx.AsyncClient(transport=transport, base_url="http://localhost:8000")
        stack.push_async_callback(client.aclose)
        return client

    return at


@pytest.fixture
async def caller_at(strict: FastAPI) -> AsyncIterator[From]:
    async with AsyncExitStack() as stack:
        yield await callers(strict, stack)


async def statuses(times: int, call: Callable[[], Any]) -> list[int]:
    return [(await call()).status_code for _ in range(times)]


@pytest.mark.parametrize(
    ("method", "path", "per_minute"),
    [
        ("POST", "/tracking", 30),
        ("POST", "/tracking/recover", 10),
        ("POST", "/auth/forgot-password", 10),
        ("POST", "/auth/login", 30),
        ("GET", "/verify/NO-EXISTE", 100),
        ("POST", "/verify", 100),
        ("POST", "/auth/refresh", 120),
    ],
)
async def test_more_than_so_many_a_minute_from_one_address_are_refused(
    caller_at: From, method: str, path: str, per_minute: int
) -> None:
    caller = caller_at()
    seen = await statuses(per_minute, lambda: caller.request(method, API + path))
    assert 429 not in seen

    refused = await caller.request(method, API + path)

    assert refused.status_code == 429
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert (await caller_at().request(method, API + path)).status_code != 429


async def test_an_account_is_tried_ten_times_a_minute_from_wherever(caller_at: From) -> None:
    address = f"victima-{time.monotonic_ns()}@example.com"

    async def attempt(name: str) -> int:
        form = {"username": name, "password": "no es esa clave"}
        return (await caller_at().post(f"{API}/auth/login", data=form)).status_code

    assert [await attempt(address) for _ in range(10)] == [401] * 10
    assert await attempt(address) == 429
    # Written otherwise it is the same account.
    assert await attempt(f" {address.upper()} ") == 429
    assert await attempt(f"otra-{address}") == 401


async def test_an_ipv6_network_is_one_caller_and_a_mapped_address_is_its_ipv4(caller_at: From) -> None:
    network = f"2001:db8:{time.monotonic_ns() % 0xFFFF:x}:1::"
    one = caller_at(f"{network}1")
    await statuses(30, lambda: one.post(f"{API}/tracking"))

    assert (await caller_at(f"{network}ffff:2").post(f"{API}/tracking")).status_code == 429
    assert (await caller_at("2001:db8:ffff:2::1").post(f"{API}/tracking")).status_code != 429

    plain = next(_addresses)
    await statuses(30, lambda: caller_at(f"::ffff:{plain}").post(f"{API}/tracking"))
    assert (await caller_at(plain).post(f"{API}/tracking")).status_code == 429
    assert (await caller_at(f"::ffff:{next(_addresses)}").post(f"{API}/tracking")).status_code != 429


async def test_other_calls_are_counted_by_address_only_without_an_account(strict: FastAPI, caller_at: From) -> None:
    caller = caller_at()
    headers = [await headers_of(caller_at(), await make_user(strict, "citizen")) for _ in range(2)]

    anonymous = await statuses(PER_MINUTE + 1, lambda: caller.get(f"{API}/procedures"))
    assert (anonymous[:-1], anonymous[-1]) == ([200] * PER_MINUTE, 429)

    for each in headers:
        signed_in = await statuses(PER_MINUTE + 1, lambda each=each: caller.get(f"{API}/users/me", headers=each))
        assert (signed_in[:-1], signed_in[-1]) == ([200] * PER_MINUTE, 429)
    # The account is what counts, from whatever address.
    assert (await caller_at().get(f"{API}/users/me", headers=headers[0])).status_code == 429


async def test_an_invented_token_is_no_account(caller_at: From) -> None:
    caller = caller_at()

    seen = []
    for number in range(PER_MINUTE + 1):
        headers = {"Authorization": f"Bearer inventado.{number}.x"}
        seen.append((await caller.get(f"{API}/users/me", headers=headers)).status_code)

    assert seen == [401] * PER_MINUTE + [429]


async def test_the_hour_has_a_limit_of_its_own(settings: Settings) -> None:
    async with (
        strict_app(settings, redis_url=None, rate_limit_per_minute=1000) as application,
        AsyncExitStack() as stack,
    ):
        caller = (await callers(application, stack))()
        seen = await statuses(PER_HOUR + 1, lambda: caller.get(f"{API}/procedures"))

        assert seen == [200] * PER_HOUR + [429]
        assert int((await caller.get(f"{API}/procedures")).headers["Retry-After"]) > 60


async def test_an_office_behind_one_address_presents_all_morning(caller_at: From) -> None:
    caller = caller_at()
    await statuses(PER_MINUTE + 1, lambda: caller.get(f"{API}/procedures"))

    for _ in range(3):
        await present(caller)


async def test_pages_and_probes_are_never_refused(caller_at: From) -> None:
    caller = caller_at()

    for path in ("/health/live", "/", "/presentar"):
        assert 429 not in await statuses(PER_HOUR + 5, lambda path=path: caller.get(path))


async def test_switched_off_nothing_is_refused(client: httpx.AsyncClient) -> None:
    assert 429 not in await statuses(40, lambda: client.post(f"{API}/tracking"))


def test_every_rule_is_some_call_of_the_contract() -> None:
    calls = {
        f"{method.upper()} {path.removeprefix(API)}"
        for path, operations in create_app().openapi()["paths"].items()
        for method in operations
    }

    for rule in RULES:
        assert any(rule.fits.fullmatch(call) for call in calls), rule.name


def test_only_a_trusted_proxy_speaks_for_others(settings: Settings) -> None:
    def refused(url: str) -> bool:
        seen = [
            httpx.post(f"{url}{API}/tracking", headers={"X-Forwarded-For": f"203.0.113.{last}"}).status_code
            for last in range(1, 33)
        ]
        return 429 in seen

    # Without Redis each process counts for itself, and the two of this test do not meet.
    environment = {"RATE_LIMIT_ENABLED": "true", "REDIS_URL": ""}
    with start_server(**environment, FORWARDED_ALLOW_IPS="127.0.0.1") as trusting:
        assert not refused(trusting.url)
    with start_server(**environment, FORWARDED_ALLOW_IPS="192.0.2.1") as wary:
        assert refused(wary.url)


@pytest.fixture
def own_valkey(tmp_path: Path) -> Iterator[Valkey]:
    place = Path(os.environ.get("TMPDIR", "/tmp")) / f"mesa-cache-{os.getpid()}-{time.monotonic_ns()}"
    with services(place, postgresql=False) as running:
        assert running.valkey
        yield running.valkey


async def test_two_processes_count_together(
    settings: Settings, own_valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "REDIS_SECONDS", 10.0)
    async with AsyncExitStack() as stack:
        one, other = [
            (await callers(await stack.enter_async_context(strict_app(settings, redis_url=own_valkey.url)), stack))(
                "192.0.2.77"
            )
            for _ in range(2)
        ]
        await statuses(15, lambda: one.post(f"{API}/tracking"))
        assert 429 not in await statuses(15, lambda: other.post(f"{API}/tracking"))

        assert (await one.post(f"{API}/tracking")).status_code == 429
        assert (await other.post(f"{API}/tracking")).status_code == 429


@pytest.mark.parametrize("how", ["hung", "stopped"])
async def test_without_redis_calls_go_on_and_are_still_counted(
    settings: Settings,
    own_valkey: Valkey,
    how: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(rate_limits, "IN_MEMORY_SECONDS", 600.0)
    async with strict_app(settings, redis_url=own_valkey.url) as application, AsyncExitStack() as stack:
        caller_at = await callers(application, stack)
        user = await make_user(application, "citizen")
        assert own_valkey.pid
        if how == "hung":
            os.kill(own_valkey.pid, signal.SIGSTOP)
        else:
            own_valkey.stop()
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                answers = await asyncio.gather(*(caller_at().get(f"{API}/procedures") for _ in range(20)))
            assert {each.status_code for each in answers} == {200}
            assert "rate limits without redis" in caplog.text
            caplog.clear()

            await headers_of(caller_at(), user)
            await present(caller_at())
            caller = caller_at()
            seen = await statuses(31, lambda: caller.post(f"{API}/tracking"))
            assert (429 in seen[:30], seen[30]) == (False, 429)
            # Nobody waited for Redis again.
            assert "rate limits without redis" not in caplog.text
        finally:
            if how == "hung":
                os.kill(own_valkey.pid, signal.SIGCONT)
