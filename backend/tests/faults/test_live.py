"""Live notices between two server processes on one database, and who may not have them."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.factories import present
from tests.faults.conftest import CHANCES, SECONDS, caller
from tests.people import headers_of, make_user
from tests.platform.processes import Server, start_server

UNAUTHORIZED = 4401
# From the contract: a first message must come, and a revocation bite, within 5 s. Two more for a busy machine.
FIVE_SECONDS_AND_SLACK = 7.0


@pytest.fixture(scope="module")
def other(settings: object) -> Iterator[Server]:
    """The second server process."""
    with start_server() as server:
        yield server


@asynccontextmanager
async def listening(server: Server, headers: dict[str, str]) -> AsyncIterator[ClientConnection]:
    """A socket that has been told `ready`."""
    async with connect(f"{server.websocket_url}/ws/notifications") as socket:
        token = headers["Authorization"].removeprefix("Bearer ")
        await socket.send(json.dumps({"type": "authenticate", "token": token}))
        assert json.loads(await asyncio.wait_for(socket.recv(), 10)) == {"type": "ready"}
        yield socket


async def heard(socket: ClientConnection, **facts: str) -> dict[str, Any]:
    """The next message with these facts; others before it are passed over."""
    async with asyncio.timeout(20):
        while True:
            message: dict[str, Any] = json.loads(await socket.recv())
            if facts.items() <= message.items():
                return message


async def closed_with(socket: ClientConnection, within: float) -> int | None:
    """The code with which the server closes the socket."""
    with contextlib.suppress(ConnectionClosed):
        async with asyncio.timeout(within):
            while True:
                await socket.recv()
    return socket.close_code


async def test_what_happens_in_one_process_is_told_in_the_other(
    server: Server, other: Server, client: httpx.AsyncClient, app: FastAPI
) -> None:
    clerk = await headers_of(client, await make_user(app, "clerk"))
    citizen = await headers_of(client, await make_user(app, "citizen"))
    async with listening(other, clerk) as desk, listening(other, citizen) as home, caller(server.url) as here:
        waited = []
        for _ in range(CHANCES):
            presented = await present(here, headers=citizen)
            answered = time.perf_counter()
            await heard(desk, type="document_changed", document_id=presented["id"])
            await heard(home, type="document_changed", document_id=presented["id"])
            counters = await heard(desk, type="counters")
            notice = await heard(home, type="notification")
            waited.append(time.perf_counter() - answered)

    assert min(waited) < SECONDS, waited
    assert counters["counters"]["new"] >= 1
    assert "Rosa" not in json.dumps([counters, notice])


async def test_a_stranger_is_told_nothing_of_it(
    server: Server, other: Server, client: httpx.AsyncClient, app: FastAPI
) -> None:
    stranger = await headers_of(client, await make_user(app, "citizen"))
    clerk = await headers_of(client, await make_user(app, "clerk"))
    async with listening(other, stranger) as socket, listening(other, clerk) as desk, caller(server.url) as here:
        presented = await present(here)
        await heard(desk, type="document_changed", document_id=presented["id"])
        own = await present(here, headers=stranger)

        # Messages keep their order: one of the other filing would have come before this one.
        first = json.loads(await asyncio.wait_for(socket.recv(), 20))
        assert first.get("document_id", own["id"]) == own["id"]


@pytest.mark.parametrize(
    "first",
    [
        "no es json",
        '{"type": "authenticate"}',
        '{"type": "authenticate", "token": "no.es.un-token"}',
        '{"type": "hello", "token": "no.es.un-token"}',
        b"\x00\x01",
    ],
)
async def test_a_wrong_first_message_ends_it(server: Server, first: str | bytes) -> None:
    async with connect(f"{server.websocket_url}/ws/notifications") as socket:
        await socket.send(first)

        assert await closed_with(socket, within=5) == UNAUTHORIZED


async def test_a_tracking_token_opens_no_socket(server: Server, client: httpx.AsyncClient) -> None:
    presented = await present(client)
    pair = {"number": presented["number"], "access_key": presented["access_key"]}
    token = (await client.post("/api/v1/tracking", json=pair)).json()["tracking_token"]
    async with connect(f"{server.websocket_url}/ws/notifications") as socket:
        await socket.send(json.dumps({"type": "authenticate", "token": token}))

        assert await closed_with(socket, within=5) == UNAUTHORIZED


async def test_a_first_message_that_never_comes_ends_it(server: Server) -> None:
    began = time.perf_counter()
    async with connect(f"{server.websocket_url}/ws/notifications") as socket:
        assert await closed_with(socket, within=FIVE_SECONDS_AND_SLACK) == UNAUTHORIZED
    assert time.perf_counter() - began > 4.0


@pytest.mark.parametrize("origin", ["https://otro.example", "null", "http://localhost:8000.otro.example"])
async def test_a_page_of_another_origin_gets_no_socket(server: Server, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with connect(f"{server.websocket_url}/ws/notifications", origin=origin):  # type: ignore[arg-type]
            pass

    assert refused.value.response.status_code == 403


async def test_the_pages_own_origin_gets_one(server: Server) -> None:
    async with connect(f"{server.websocket_url}/ws/notifications", origin="http://localhost:8000") as socket:  # type: ignore[arg-type]
        await socket.send("no es json")
        assert await closed_with(socket, within=5) == UNAUTHORIZED


async def test_a_session_ended_here_closes_the_socket_there(
    server: Server, other: Server, client: httpx.AsyncClient, app: FastAPI
) -> None:
    clerk = await headers_of(client, await make_user(app, "clerk"))
    async with listening(other, clerk) as socket, caller(server.url) as here:
        sessions = (await here.get("/api/v1/users/me/sessions", headers=clerk)).json()["items"]
        (current,) = [each["id"] for each in sessions if each["current"]]
        assert (await here.delete(f"/api/v1/users/me/sessions/{current}", headers=clerk)).status_code == 204

        assert await closed_with(socket, within=FIVE_SECONDS_AND_SLACK) == UNAUTHORIZED


async def test_an_account_switched_off_loses_its_socket(
    server: Server, other: Server, client: httpx.AsyncClient, app: FastAPI
) -> None:
    person = await make_user(app, "clerk")
    clerk = await headers_of(client, person)
    admin = await headers_of(client, await make_user(app, "admin"))
    async with listening(other, clerk) as socket, caller(server.url) as here:
        path = f"/api/v1/users/{person.id}"
        version = (await here.get(path, headers=admin)).headers.get("ETag", '"1"')
        answer = await here.patch(path, json={"active": False}, headers={**admin, "If-Match": version})
        assert answer.status_code == 200, answer.text

        assert await closed_with(socket, within=FIVE_SECONDS_AND_SLACK) == UNAUTHORIZED
