"""Whoever has just changed something sees it in the next list: a short-lived cookie sends their reads to the primary.

Only with DATABASE_REPLICA_URL. A caller without cookies may see a list that is as far behind as the replica, which is
milliseconds; single filings, tracking and receipts are always read from the primary.
"""

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.database import JUST_WROTE
from app.settings import Settings

SECONDS = 10
READS = ("GET", "HEAD", "OPTIONS")


class PinWriters:
    """Adds the cookie to every answer of a request that may have changed something."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app = app
        self.cookie = f"{JUST_WROTE}=1; Max-Age={SECONDS}; Path=/api; HttpOnly; SameSite=Lax{'; Secure' * secure}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in READS:
            await self.app(scope, receive, send)
            return

        async def pinned(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                MutableHeaders(scope=message).append("set-cookie", self.cookie)
            await send(message)

        await self.app(scope, receive, pinned)


def install(app: FastAPI, settings: Settings) -> None:
    if settings.database_replica_url:
        app.add_middleware(PinWriters, secure=settings.public_url.startswith("https://"))
