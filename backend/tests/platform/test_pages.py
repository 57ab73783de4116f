"""The built page, as `./scripts/start` serves it without nginx."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.main import create_app
from app.settings import Settings


@pytest.fixture
async def reader(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "index.html").write_text("<!doctype html><title>Mesa de Partes</title>")
    (tmp_path / "chunk-Dfo_x42h.js").write_text("later")
    (tmp_path / "next-18B2A1A3.woff2").write_bytes(b"font")
    (tmp_path / "main-ABCD1234.js").write_text("plain")
    (tmp_path / "main-ABCD1234.js.gz").write_bytes(b"packed")
    monkeypatch.setenv("SPA_DIR", str(tmp_path))
    transport = httpx.ASGITransport(create_app(settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as caller:
        yield caller


@pytest.mark.parametrize("path", ["/", "/presentar", "/consultar/P-2026-000001", "/mesa/bandeja?q=a.b"])
async def test_an_address_of_the_page_gets_the_page(reader: httpx.AsyncClient, path: str) -> None:
    answer = await reader.get(path)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert "Mesa de Partes" in answer.text
    assert "script-src 'self' 'wasm-unsafe-eval';" in answer.headers["content-security-policy"]


async def test_a_hashed_file_is_kept_for_ever_and_comes_compressed(reader: httpx.AsyncClient) -> None:
    async with reader.stream("GET", "/main-ABCD1234.js", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])

    assert (raw, answer.headers["content-encoding"]) == (b"packed", "gzip")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("path", "kept"), [("/chunk-Dfo_x42h.js", True), ("/next-18B2A1A3.woff2", True), ("/index.html", False)]
)
async def test_only_what_carries_its_hash_is_kept_for_ever(reader: httpx.AsyncClient, path: str, kept: bool) -> None:
    answer = await reader.get(path)

    assert ("immutable" in answer.headers["cache-control"]) is kept


async def test_who_cannot_unpack_gets_it_plain(reader: httpx.AsyncClient) -> None:
    answer = await reader.get("/main-ABCD1234.js", headers={"Accept-Encoding": "identity"})

    assert (answer.text, answer.headers.get("content-encoding")) == ("plain", None)


@pytest.mark.parametrize(
    "path", ["/main-OLD00000.js", "/api/v1/unknown", "/api/other", "/..%2f..%2fetc/hosts.deny", "/%00.js"]
)
async def test_a_page_answers_for_nothing_else(reader: httpx.AsyncClient, path: str) -> None:
    answer = await reader.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_an_unchanged_file_is_not_sent_again(reader: httpx.AsyncClient) -> None:
    first = await reader.get("/")

    again = await reader.get("/", headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304


async def test_a_wrong_method_stays_a_405(reader: httpx.AsyncClient) -> None:
    answer = await reader.delete("/health/live")

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
