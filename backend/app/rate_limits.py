"""How often one caller may ask: one table, one dependency of every call (decisions/0007).

Counted in Redis for all processes. Redis stopped or hung costs a quarter of a second once; then each process counts in
its own memory and asks Redis again after half a minute. Intake never waits for it.
"""

import asyncio
import hashlib
import ipaddress
import logging
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter

from app.problems import DomainError, Unauthorized
from app.settings import Settings
from app.users.tokens import TokenType, read

logger = logging.getLogger(__name__)

REDIS_SECONDS = 0.25
IN_MEMORY_SECONDS = 30.0
# One subscriber of IPv6 has a whole /64.
IPV6_PREFIX = 64


class TooManyRequests(DomainError):
    code, status, title = "too_many_requests", 429, "Hizo demasiados intentos. Espere un momento."


@dataclass(frozen=True, slots=True)
class Rule:
    """Calls whose method and path fit may come so often a minute from one address."""

    name: str
    fits: re.Pattern[str]
    per_minute: int


RULES = tuple(
    Rule(name, re.compile(pattern), per_minute)
    for name, pattern, per_minute in (
        ("log-in", r"POST /auth/login", 30),
        ("refresh", r"POST /auth/(refresh|logout)", 120),
        ("recovery", r"POST /(tracking/recover|auth/forgot-password)", 10),
        ("registration", r"POST /auth/.*", 60),
        ("tracking", r"POST /tracking", 30),
        ("verification", r"(GET|POST) /verify.*", 100),
        ("uploads", r"\w+ /(uploads|attachments)(/.*)?", 1200),
        ("presenting", r"POST /documents", 300),
    )
)
LOG_INS_PER_ACCOUNT = 10


class RateLimits:
    """The counts of one server process. `hit` raises TooManyRequests; it never fails for want of Redis."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._memory = FixedWindowRateLimiter(MemoryStorage())
        self._shared = FixedWindowRateLimiter(_redis(settings.redis_url)) if settings.redis_url else None
        self._away_until = 0.0

    async def hit(self, limit: RateLimitItem, name: str, key: str) -> None:
        if not self._settings.rate_limit_enabled:
            return
        allowed, wait = await self._count(limit, name, key)
        if not allowed:
            raise TooManyRequests(headers={"Retry-After": str(max(1, math.ceil(wait)))})

    async def _count(self, limit: RateLimitItem, name: str, key: str) -> tuple[bool, float]:
        if self._shared and time.monotonic() >= self._away_until:
            try:
                async with asyncio.timeout(REDIS_SECONDS):
                    return await _ask(self._shared, limit, name, key)
            # Whatever Redis does wrong, the call goes on.
            except Exception as error:
                logger.warning("rate limits without redis", extra={"error": type(error).__name__})
                self._away_until = time.monotonic() + IN_MEMORY_SECONDS
        return await _ask(self._memory, limit, name, key)


def _redis(url: str) -> RedisStorage:
    timeouts: dict[str, Any] = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
    return RedisStorage(f"async+{url}", implementation="redispy", **timeouts)


async def _ask(limiter: FixedWindowRateLimiter, limit: RateLimitItem, name: str, key: str) -> tuple[bool, float]:
    if await limiter.hit(limit, name, key):
        return True, 0.0
    stats = await limiter.get_window_stats(limit, name, key)
    return False, stats.reset_time - time.time()


def address_of(request: Request) -> str:
    """The caller's address, of IPv6 its network. Which proxies may speak for others was the server's to judge."""
    host = request.client.host if request.client else "unknown"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        # An IPv4 caller on a socket that listens to both is still one of IPv4.
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
    return host


def account_of(request: Request) -> str | None:
    """The account whose token this call carries; None without one. Whether its session lives is checked elsewhere."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        return None
    try:
        return str(read(request.app.state.settings, token, TokenType.ACCESS)["sub"])
    except Unauthorized:
        return None


def within_limits(prefix: str) -> Callable[[Request], object]:
    """The dependency of every call under `prefix`: its rule by address, or else the general limits.

    The general limits hold per account, and per address only for callers without one: an office behind one address is
    not locked out.
    """

    async def counted(request: Request) -> None:
        limits: RateLimits = request.app.state.rate_limits
        call = f"{request.method} {request.url.path.removeprefix(prefix)}"
        rule = next((each for each in RULES if each.fits.fullmatch(call)), None)
        if rule:
            await limits.hit(RateLimitItemPerMinute(rule.per_minute), rule.name, address_of(request))
            return
        settings: Settings = request.app.state.settings
        account = account_of(request)
        caller = f"account {account}" if account else f"address {address_of(request)}"
        await limits.hit(RateLimitItemPerMinute(settings.rate_limit_per_minute), "general", caller)
        await limits.hit(RateLimitItemPerHour(settings.rate_limit_per_hour), "general", caller)

    return counted


async def count_log_in(request: Request, account: str) -> None:
    """One more try at this account, whoever makes it. Raises TooManyRequests."""
    limits: RateLimits = request.app.state.rate_limits
    # Hashed: what people type as an address is nothing for a cache to know.
    name = hashlib.sha256(account.lower().encode()).hexdigest()
    await limits.hit(RateLimitItemPerMinute(LOG_INS_PER_ACCOUNT), "log-in account", name)
