"""No body is read beyond what its call may need: 1 MB, but for the calls that stream files and count for themselves."""

from fastapi import FastAPI, Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problems import DomainError, problem_response

MAX_BODY_BYTES = 1_000_000
STREAMED = ("/api/v1/attachments", "/api/v1/uploads", "/api/v1/verify")


class BodyTooLarge(DomainError):
    code, status, title = "body_too_large", 413, "Lo que envía supera el tamaño permitido."


class BodyLimit:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _streams(scope["path"]):
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdigit() and int(declared) > MAX_BODY_BYTES:
            refusal = problem_response(Request(scope), BodyTooLarge(headers={"Connection": "close"}))
            await refusal(scope, receive, send)
            return
        taken = 0

        async def count() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY_BYTES:
                # FastAPI lets only this exception through while it reads a body.
                raise HTTPException(413, headers={"Connection": "close"})
            return message

        await self.app(scope, count, send)


def _streams(path: str) -> bool:
    return any(path == prefix or path.startswith(prefix + "/") for prefix in STREAMED)


def install(app: FastAPI) -> None:
    app.add_middleware(BodyLimit)
