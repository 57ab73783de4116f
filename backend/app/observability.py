"""What the operator sees: JSON log lines with a request id, and metrics. Neither holds personal data.

A line names the route, never the address asked for: addresses hold numbers and codes, query strings what people search.
"""

import atexit
import logging
import queue
import re
import sys
import time
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener
from uuid import uuid4

import orjson
from concurrent_log_handler import ConcurrentRotatingFileHandler
from fastapi import FastAPI, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.measures import requests, router
from app.problems import DomainError, problem_response
from app.settings import Settings

LOG_FILE_BYTES = 10 * 1024 * 1024
LOG_FILES_KEPT = 10
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
access = logging.getLogger("app.access")


class Unexpected(DomainError):
    code, status, title = "internal_error", 500, "Algo falló de nuestro lado. Ya quedó registrado."


class JsonLines(logging.Formatter):
    """One JSON object a record, with whatever was given as `extra`. Called for every request: a library for it took a
    quarter of what reading a filing takes.

    Of an exception it prints type and place: messages of validators and databases quote people.
    """

    _OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process
        self._last: tuple[logging.LogRecord | None, str] = (None, "")

    def format(self, record: logging.LogRecord) -> str:
        # The same record for standard output and for the file.
        if self._last[0] is not record:
            self._last = (record, self._line(record))
        return self._last[1]

    def _line(self, record: logging.LogRecord) -> str:
        line = {
            "timestamp": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": self._process,
        }
        line |= {name: value for name, value in vars(record).items() if name not in self._OWN}
        if record.exc_info and record.exc_info[1]:
            line["exc_info"] = "".join(_places(record.exc_info[1]))
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


def _places(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        # These name files, addresses and code, which are needed and nobody's.
        said = f": {error}" if isinstance(error, OSError | AttributeError | NameError | ImportError | TypeError) else ""
        sqlstate = getattr(error, "sqlstate", None)
        yield f"{type(error).__module__}.{type(error).__qualname__}{said}{f' ({sqlstate})' if sqlstate else ''}\n"
        yield from traceback.format_tb(error.__traceback__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


class Relay(QueueHandler):
    """Hands records to the thread that writes, so that a slow disk or pipe never holds the event loop."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        record.request_id = request_id.get()
        return record


def configure_logging(settings: Settings, process: str) -> None:
    """Sends every log line of this process (`server`, `worker`, `mesa`) to standard output and to LOG_FILE."""
    formatter = JsonLines(process)
    outputs: list[logging.Handler] = [logging.StreamHandler(sys.stdout)]
    if settings.log_file:
        settings.log_file.parent.mkdir(parents=True, exist_ok=True)
        file = ConcurrentRotatingFileHandler(
            str(settings.log_file), maxBytes=LOG_FILE_BYTES, backupCount=LOG_FILES_KEPT, encoding="utf-8", chmod=0o640
        )
        outputs.append(file)
    for output in outputs:
        output.setFormatter(formatter)
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    listener = QueueListener(lines, *outputs)
    listener.start()
    atexit.register(listener.stop)
    logging.basicConfig(level=settings.log_level.upper(), handlers=[Relay(lines)], force=True)
    # Below a warning uvicorn prints the addresses of WebSockets, query string included.
    for noisy in ("uvicorn.error", "uvicorn", "httpx", "httpcore", "fontTools", "pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


class RequestContext:
    """Gives each request its id, in the answer and in every log line, and writes one line when it ends."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        known_as = given if _SANE_ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = known_as
        token = request_id.set(known_as)
        began = time.perf_counter()
        started: Message | None = None

        async def remember(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = known_as
                started = message
            await send(message)

        try:
            await self.app(scope, receive, remember)
        finally:
            seconds = time.perf_counter() - began
            self._log(scope, started["status"] if started else 0, seconds)
            if scope["type"] == "http":
                requests.measure(scope, started, seconds)
            request_id.reset(token)

    def _log(self, scope: Scope, status: int, seconds: float) -> None:
        route = requests.route_of(scope)
        if route in requests.UNMEASURED:
            return
        facts = {
            "method": scope.get("method", "WS"),
            "route": route,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        }
        access.info("request", extra=facts)


class UnexpectedErrors:
    """Turns what nobody foresaw into a problem while the request still has its id and its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            access.error("unhandled error", exc_info=error)
            await problem_response(Request(scope), Unexpected())(scope, receive, send)


def install(app: FastAPI) -> None:
    """Metrics, request ids and the last catch. Call it last: what is added last sees a request first."""
    app.add_middleware(UnexpectedErrors)
    app.include_router(router.router)
    app.add_middleware(RequestContext)
