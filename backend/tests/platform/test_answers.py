"""What every answer carries, and what no request can do."""

import json
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from app import body_limit, problems
from app.body_limit import MAX_BODY_BYTES
from app.main import create_app
from app.settings import Environment, Settings


async def test_every_answer_protects_its_reader(client: httpx.AsyncClient) -> None:
    for path in ("/api/v1/unknown", "/health/live", "/unknown.js", "/metrics"):
        headers = (await client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"], path
        assert "frame-ancestors" in headers["content-security-policy"], path
        assert "script-src 'unsafe-inline'" not in headers["content-security-policy"], path


async def test_data_is_not_stored(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/unknown")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("given", ["abc-DEF_1.2", "0123456789abcdef"])
async def test_a_sane_request_id_is_kept(client: httpx.AsyncClient, given: str) -> None:
    answer = await client.get("/api/v1/unknown", headers={"X-Request-ID": given})

    assert answer.headers["x-request-id"] == answer.json()["instance"] == given


@pytest.mark.parametrize("given", ["x", "a" * 65, "with space 12", 'quote"quote"'])
async def test_another_request_id_is_replaced(client: httpx.AsyncClient, given: str) -> None:
    answer = await client.get("/api/v1/unknown", headers={"X-Request-ID": given})

    assert answer.headers["x-request-id"] not in ("", given)


async def test_a_large_body_is_refused_by_its_declared_length(client: httpx.AsyncClient) -> None:
    body = json.dumps({"text": "x" * MAX_BODY_BYTES})

    answer = await client.post("/api/v1/documents", content=body, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_a_body_without_a_length_is_refused_while_it_comes() -> None:
    app = FastAPI()
    problems.install(app)
    body_limit.install(app)
    taken = 0

    @app.post("/api/v1/anything")
    async def anything(body: dict[str, str]) -> None: ...

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while taken < 4 * MAX_BODY_BYTES:
            taken += 65_536
            yield b"x" * 65_536

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as caller:
        answer = await caller.post("/api/v1/anything", content=endless(), headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert taken < 1.1 * MAX_BODY_BYTES


async def test_the_openapi_document_is_served(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/v1/openapi.json")).json()["openapi"].startswith("3.")


async def test_metrics_name_routes_and_never_addresses(client: httpx.AsyncClient) -> None:
    await client.get("/api/v1/unknown/P-2026-000123")

    text = (await client.get("/metrics")).text

    assert "http_requests_total" in text
    assert "P-2026-000123" not in text


async def test_the_interactive_pages_load_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    page = await client.get("/api/docs")

    assert page.status_code == 200
    assert "//" not in page.text
    for path in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        assert (await client.get(path)).status_code == 200, path


async def test_production_has_no_interactive_pages(settings: Settings) -> None:
    secret = SecretStr("x" * 40)
    production = settings.model_copy(
        update={"environment": Environment.PRODUCTION, "secret_key": secret, "jwt_secret_key": secret}
    )
    transport = httpx.ASGITransport(create_app(production))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as caller:
        assert (await caller.get("/api/docs")).status_code == 404
