"""An article follows another from a day on: what was explained before cites what it cited."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from app.clock import LIMA, frozen
from app.institution import service as institution
from app.institution.models import LegalRule
from tests.institution.trail import how_long, newest
from tests.people import sign_in

RULES = "/api/v1/legal-rules"
TODAY = datetime(2048, 3, 2, 9, 0, tzinfo=LIMA)


@pytest.fixture
async def code(app: FastAPI) -> AsyncIterator[str]:
    """A rule of this test's own, cited since 2020."""
    made = f"prueba_{uuid4().hex[:8]}"
    async with app.state.database.transaction() as session:
        session.add(LegalRule(code=made, article="Ley 1, art. 1", text="Uno.", valid_from=date(2020, 1, 1)))
    yield made
    async with app.state.database.transaction() as session:
        await session.execute(delete(LegalRule).where(LegalRule.code == made))


async def follow(
    client: httpx.AsyncClient, code: str, day: str, number: int = 2, over: dict[str, Any] | None = None
) -> httpx.Response:
    body = {"code": code, "article": f"Ley {number}, art. 1", "text": "Dos.", "valid_from": day} | (over or {})
    with frozen(TODAY):
        return await client.post(RULES, json=body, headers=await sign_in(client, "admin"))


async def test_the_article_before_holds_until_the_day_before(
    client: httpx.AsyncClient, app: FastAPI, code: str
) -> None:
    answer = await follow(client, code, "2048-04-01")

    assert answer.status_code == 201, answer.text
    assert answer.json() == {
        "id": answer.json()["id"],
        "code": code,
        "article": "Ley 2, art. 1",
        "text": "Dos.",
        "valid_from": "2048-04-01",
        "valid_to": None,
    }
    async with app.state.database.reading() as session:
        cited = await institution.citations(session)
    assert cited.article(code, date(2048, 3, 31)) == "Ley 1, art. 1"
    assert cited.article(code, date(2048, 4, 1)) == "Ley 2, art. 1"
    detail = await newest(app, "legal_rule_set")
    assert (detail["before"]["article"], detail["after"]["article"]) == ("Ley 1, art. 1", "Ley 2, art. 1")


async def test_one_still_to_come_is_replaced(client: httpx.AsyncClient, app: FastAPI, code: str) -> None:
    first = await follow(client, code, "2048-04-01")
    second = await follow(client, code, "2048-04-01", 3)
    long = await how_long(app)
    same = await follow(client, code, "2048-04-01", 3)

    assert second.json() == first.json() | {"article": "Ley 3, art. 1"}
    assert same.json() == second.json()
    assert await how_long(app) == long


@pytest.mark.parametrize(
    ("day", "over", "field", "code_of_it"),
    [
        ("2048-03-01", {}, "valid_from", "date_past"),
        ("2048-03-31", {}, "valid_from", "not_the_latest"),
        ("2048-05-01", {"code": "nada"}, "code", "unknown"),
        ("2048-05-01", {"article": ""}, "article", "string_too_short"),
        ("2048-05-01", {"valid_to": None}, "valid_to", "extra_forbidden"),
    ],
)
async def test_a_bad_citation_names_its_field(
    client: httpx.AsyncClient, code: str, day: str, over: dict[str, Any], field: str, code_of_it: str
) -> None:
    await follow(client, code, "2048-04-01")

    answer = await follow(client, code, day, over=over)

    assert answer.status_code == 422
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [(field, code_of_it)]


async def test_one_that_holds_since_today_is_not_rewritten(client: httpx.AsyncClient, code: str) -> None:
    assert (await follow(client, code, "2048-03-02")).status_code == 201

    refused = await follow(client, code, "2048-03-02", 3)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "not_the_latest"


async def test_only_the_admin_writes_them(client: httpx.AsyncClient) -> None:
    for role in ("citizen", "clerk", "officer", "auditor"):
        assert (await client.post(RULES, json={}, headers=await sign_in(client, role))).status_code == 403, role
    assert (await client.post(RULES, json={})).status_code == 401
