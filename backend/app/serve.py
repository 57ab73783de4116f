"""Runs the server: `python -m app.serve`. HOST and PORT say where, WORKERS how many processes."""

import os

import uvicorn
from fastapi import FastAPI

from app.main import create_app
from app.observability import configure_logging
from app.settings import get_settings

GRACE_SECONDS = 10
# The largest message a client may send on a WebSocket; ours are tokens of a few hundred bytes.
MAX_WEBSOCKET_BYTES = 16_384


def application() -> FastAPI:
    """What each server process runs."""
    configure_logging(get_settings(), "server")
    return create_app()


def main() -> None:
    uvicorn.run(
        "app.serve:application",
        factory=True,
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "8000")),
        workers=int(os.environ.get("WORKERS", "1")),
        loop="uvloop",
        http="httptools",
        ws_max_size=MAX_WEBSOCKET_BYTES,
        timeout_graceful_shutdown=GRACE_SECONDS,
        proxy_headers=True,
        forwarded_allow_ips=",".join(get_settings().forwarded_allow_ips),
        server_header=False,
        # Logging is the application's: uvicorn's own lines would print query strings.
        access_log=False,
        log_config=None,
    )


if __name__ == "__main__":
    main()
