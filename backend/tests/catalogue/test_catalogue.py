"""What anybody may read of the catalogue, and what only staff may."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from app.catalogue.models import Procedure, Requirement
from app.database import Database

API = "/api/v1"


@dataclass(frozen=True)
class Catalogue:
    """Three procedures whose codes share a prefix of this test's own."""

    prefix: str
    licence: Procedure
    certificate: Procedure
    retired: Procedure


@pytest.fixture
async def catalogue(app: FastAPI) -> Catalogue:
    prefix = uuid4().hex[:8].upper()
    licence = Procedure(
        code=f"{prefix}-1",
        name="Licencia de edificación",
        description="Para construir o ampliar.",
        term_days=30,
        silence="positive",
        fee=Decimal("123.40"),
    )
    certificate = Procedure(
        code=f"{prefix}-2",
        name="Certificado de numeración",
        description="Para su vivienda.",
        term_days=None,
        silence="automatic",
    )
    retired = Procedure(
        code=f"{prefix}-3", name="Edificación antigua", description="", term_days=5, silence="negative", active=False
    )
    async with database_of(app).transaction() as session:
        session.add_all([licence, certificate, retired])
        await session.flush()
        wanted = [
            Requirement(procedure_id=licence.id, position=2, name="Plano de ubicación", formats=["pdf"]),
            Requirement(procedure_id=licence.id, position=1, name="Título de propiedad", required=False),
        ]
        session.add_all(wanted)
    return Catalogue(prefix, licence, certificate, retired)


def database_of(app: FastAPI) -> Database:
    database: Database = app.state.database
    return database


@asynccontextmanager
async def statements(app: FastAPI) -> AsyncIterator[list[str]]:
    """What the application asks the database inside the block."""
    seen: list[str] = []
    engine = database_of(app).engine.sync_engine

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def codes(client: httpx.AsyncClient, q: str) -> list[str]:
    answer = await client.get(f"{API}/procedures", params={"q": q, "limit": 100})
    assert answer.status_code == 200
    return [each["code"] for each in answer.json()["items"]]


async def test_a_procedure_says_what_it_asks_for(client: httpx.AsyncClient, catalogue: Catalogue) -> None:
    answer = await client.get(f"{API}/procedures/{catalogue.licence.id}")

    found = answer.json()
    requirements = found.pop("requirements")
    assert found == {
        "id": str(catalogue.licence.id),
        "code": f"{catalogue.prefix}-1",
        "name": "Licencia de edificación",
        "description": "Para construir o ampliar.",
        "term_days": 30,
        "term_starts_from": "presentation",
        "silence": "positive",
        "fee": 123.4,
        "area_id": None,
        "active": True,
    }
    assert [(each["name"], each["required"], each["formats"]) for each in requirements] == [
        ("Título de propiedad", False, []),
        ("Plano de ubicación", True, ["pdf"]),
    ]


async def test_the_list_holds_what_can_be_started_today(client: httpx.AsyncClient, catalogue: Catalogue) -> None:
    answer = await client.get(f"{API}/procedures", params={"q": catalogue.prefix})

    page = answer.json()
    assert [each["code"] for each in page["items"]] == [f"{catalogue.prefix}-1", f"{catalogue.prefix}-2"]
    assert (page["total"], page["next_cursor"]) == (2, None)
    assert len(page["items"][0]["requirements"]) == 2
    assert page["items"][1]["term_days"] is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("edificacion", ["1"]),
        ("LICENCIA EDIFICACIÓN", ["1"]),
        ("titulo propiedad", ["1"]),
        ("numeración vivienda", ["2"]),
        ("numeración título", []),
        ("", ["1", "2"]),
    ],
)
async def test_words_find_a_procedure_with_or_without_accents(
    client: httpx.AsyncClient, catalogue: Catalogue, words: str, found: list[str]
) -> None:
    assert await codes(client, f"{catalogue.prefix} {words}") == [f"{catalogue.prefix}-{each}" for each in found]


async def test_a_procedure_that_is_not_there_is_404(client: httpx.AsyncClient, catalogue: Catalogue) -> None:
    for unknown in (catalogue.retired.id, uuid4(), "abc", "%00", "'"):
        answer = await client.get(f"{API}/procedures/{unknown}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_pages_hold_every_row_once(client: httpx.AsyncClient, catalogue: Catalogue) -> None:
    whole = [each["code"] for each in (await client.get(f"{API}/document-types?limit=100")).json()["items"]]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": 5} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(f"{API}/document-types", params=params)).json()
        seen += [each["code"] for each in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break

    assert seen == whole
    assert whole[0] == "solicitud"


@pytest.mark.parametrize(
    "bad", ["limit=0", "limit=101", "limit=x", "cursor=abc", "cursor=WyJjb2RlIl0", "q=" + "a" * 201]
)
async def test_a_bad_filter_is_422(client: httpx.AsyncClient, bad: str) -> None:
    answer = await client.get(f"{API}/procedures?{bad}")

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [bad.partition("=")[0]]


async def test_a_cursor_of_another_list_is_refused(client: httpx.AsyncClient) -> None:
    cursor = (await client.get(f"{API}/document-types?limit=1")).json()["next_cursor"]

    assert (await client.get(f"{API}/procedures", params={"cursor": cursor})).status_code == 422


async def test_the_list_asks_the_database_twice_however_long(
    app: FastAPI, client: httpx.AsyncClient, catalogue: Catalogue
) -> None:
    async with statements(app) as seen:
        await client.get(f"{API}/procedures?limit=100")

    assert len(seen) == 2


async def test_an_installation_knows_kinds_of_document_from_its_first_day(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"{API}/document-types")).json()["items"]

    assert len(found) >= 8
    assert all(each.keys() == {"code", "name", "position", "active"} for each in found)
