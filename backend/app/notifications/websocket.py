"""`/ws/notifications`: the first message authenticates, then the server speaks. Nothing about anyone in the URL."""

import asyncio
import contextlib

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ConfigDict, ValidationError

from app.notifications.hub import Hub, Listener, same_origin
from app.problems import Unauthorized
from app.settings import Settings
from app.users.dependencies import principal_of_token
from app.users.principals import Principal

router = APIRouter()

FIRST_MESSAGE_SECONDS = 5.0
CLOSED_UNAUTHORIZED = 4401


class _Authenticate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: str
    token: str


@router.websocket("/ws/notifications")
async def notifications(socket: WebSocket) -> None:
    settings: Settings = socket.app.state.settings
    if not same_origin(socket.headers.get("origin"), socket.headers.get("host", ""), settings):
        await socket.close(code=4403)
        return
    await socket.accept()
    person = await _authenticated(socket)
    if person is None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await socket.close(code=CLOSED_UNAUTHORIZED)
        return
    hub: Hub = socket.app.state.hub
    with hub.joined(person) as listener:
        await _speak(socket, listener)


async def _authenticated(socket: WebSocket) -> Principal | None:
    try:
        async with asyncio.timeout(FIRST_MESSAGE_SECONDS):
            first = _Authenticate.model_validate_json(await socket.receive_text())
        if first.type != "authenticate":
            return None
        return await principal_of_token(socket.app, first.token)
    # KeyError: a binary frame has no text.
    except (TimeoutError, ValidationError, Unauthorized, WebSocketDisconnect, KeyError):
        return None


async def _speak(socket: WebSocket, listener: Listener) -> None:
    async def send() -> None:
        await socket.send_text('{"type":"ready"}')
        while True:
            await socket.send_text(await listener.messages.get())

    async def drain() -> None:
        # What a client says after its first message is ignored; hearing it is how we learn that it left.
        while True:
            await socket.receive()

    tasks = [asyncio.create_task(each) for each in (send(), drain(), listener.ended.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if listener.ended.is_set():
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await socket.close(code=CLOSED_UNAUTHORIZED)
