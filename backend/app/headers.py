"""The headers that protect a reader, on every answer, with or without nginx in front."""

from collections.abc import Mapping

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}
DATA = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
}


def page_policy(settings: Settings) -> str:
    """The CSP of pages. Angular writes its components' styles into the page; scripts only come from our own address."""
    elsewhere = " ".join(address for address in (settings.api_url, settings.websocket_url) if address)
    connect = " ".join(filter(None, ["'self'", _origins(elsewhere)]))
    return "; ".join(
        [
            "default-src 'self'",
            # pdf.js compiles WebAssembly, in a worker it makes from a blob.
            "script-src 'self' 'wasm-unsafe-eval'",
            "worker-src 'self' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src {connect}",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def _origins(addresses: str) -> str:
    return " ".join("/".join(address.split("/")[:3]) for address in addresses.split())


class SecurityHeaders:
    """Adds what an answer does not already say for itself."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, str]) -> None:
        self.app = app
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        own = DATA if scope["path"].startswith(("/api/v1/", "/health/", "/metrics")) else self.pages

        async def protect(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (*EVERYWHERE.items(), *own.items()):
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, protect)


# What a page of another origin may read and send; resumable uploads need the second and third rows.
EXPOSED = ["ETag", "X-Request-ID", "Idempotency-Replayed", "Retry-After", "Content-Disposition", "Location"]
EXPOSED_BY_TUS = ["Upload-Offset", "Upload-Length", "Upload-Expires", "Tus-Resumable", "Tus-Version", "Tus-Extension"]
ACCEPTED = ["Authorization", "Content-Type", "If-Match", "Idempotency-Key", "X-Request-ID", "Upload-Offset"]
ACCEPTED_BY_TUS = ["Upload-Length", "Upload-Metadata", "Upload-Checksum", "Tus-Resumable", "X-HTTP-Method-Override"]


def install(app: FastAPI, settings: Settings) -> None:
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_credentials=True,
            allow_methods=["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"],
            allow_headers=[*ACCEPTED, *ACCEPTED_BY_TUS],
            expose_headers=[*EXPOSED, *EXPOSED_BY_TUS],
        )
    pages = {"Content-Security-Policy": page_policy(settings)}
    if settings.public_url.startswith("https://"):
        pages["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    app.add_middleware(SecurityHeaders, pages=pages)
