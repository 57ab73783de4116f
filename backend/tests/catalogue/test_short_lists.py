"""Kinds of document and reasons to observe, kept by the admin."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from app.catalogue.models import DocumentType, ObservationReason
from app.documents.lifecycle import Status
from app.documents.models import Document, Observation, ObservationItem
from tests.catalogue.test_procedures import faults
from tests.factories import body as filing_body
from tests.factories import present, send, upload
from tests.institution.trail import how_long, newest
from tests.people import sign_in

API = "/api/v1"
TYPES, REASONS = f"{API}/document-types", f"{API}/observation-reasons"


PREFIX = "prueba"


def a_code() -> str:
    return PREFIX + uuid4().hex[:10]


async def make(client: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(path, json=body, headers=await sign_in(client, "admin"))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def change(client: httpx.AsyncClient, path: str, which: str, **body: Any) -> httpx.Response:
    return await client.patch(f"{path}/{which}", json=body, headers=await sign_in(client, "admin"))


@pytest.fixture(autouse=True)
async def lists_given_back(app: FastAPI) -> AsyncIterator[None]:
    """Afterwards only what the first day brought is in use."""
    yield
    async with app.state.database.transaction() as session:
        for kept in (DocumentType, ObservationReason):
            await session.execute(update(kept).values(active=kept.code.not_like(f"{PREFIX}%")))
        # Observed today, it would lapse under the clock of a test that is years ahead.
        observed = (
            select(Observation.document_id).join(ObservationItem).where(ObservationItem.reason_code.like(f"{PREFIX}%"))
        )
        await session.execute(update(Document).where(Document.id.in_(observed)).values(status=Status.WITHDRAWN))


async def test_only_the_admin_keeps_them(client: httpx.AsyncClient) -> None:
    for path in (TYPES, REASONS):
        for method, where in (("POST", path), ("PATCH", f"{path}/otro")):
            for role in ("citizen", "clerk", "officer", "auditor"):
                answer = await client.request(method, where, json={}, headers=await sign_in(client, role))
                assert answer.status_code == 403, (where, role)
            assert (await client.request(method, where, json={})).status_code == 401


async def test_a_kind_of_document_is_added_and_taken_out_of_use(client: httpx.AsyncClient, app: FastAPI) -> None:
    code = a_code()
    made = await make(client, TYPES, code=code.upper(), name="Memorial", position=3)
    assert made == {"code": code, "name": "Memorial", "position": 3, "active": True}
    assert (await newest(app, "document_type_created"))["code"] == code
    shown = (await client.get(f"{TYPES}?limit=100")).json()["items"]
    assert made in shown
    filed = filing_body((await upload(client))["upload_id"], document_type=code)

    closed = await change(client, TYPES, code, active=False, name="Memorial antiguo")
    long = await how_long(app)
    await change(client, TYPES, code, active=False)

    assert closed.json() == made | {"name": "Memorial antiguo", "active": False}
    assert await newest(app, "document_type_changed") == {
        "code": code,
        "before": {"name": "Memorial", "active": True},
        "after": {"name": "Memorial antiguo", "active": False},
    }
    assert await how_long(app) == long
    assert code not in {each["code"] for each in (await client.get(f"{TYPES}?limit=100")).json()["items"]}
    everything = await client.get(f"{TYPES}?limit=100&inactive=true", headers=await sign_in(client, "clerk"))
    assert closed.json() in everything.json()["items"]
    assert faults(await send(client, filed)) == [("document_type", "unknown")]


async def test_without_a_place_it_is_the_last(client: httpx.AsyncClient) -> None:
    first = await make(client, TYPES, code=a_code(), name="Uno")
    second = await make(client, TYPES, code=a_code(), name="Dos")

    assert second["position"] == first["position"] + 1


async def test_one_kind_of_document_stays(client: httpx.AsyncClient) -> None:
    codes = [each["code"] for each in (await client.get(f"{TYPES}?limit=100")).json()["items"]]
    for code in codes[:-1]:
        assert (await change(client, TYPES, code, active=False)).status_code == 200

    refused = await change(client, TYPES, codes[-1], active=False)

    assert (refused.status_code, refused.json()["code"]) == (409, "last_document_type")
    assert (await client.get(TYPES)).json()["total"] == 1


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"code": "solicitud"}, "code", "duplicate"),
        ({"code": "SOLICITUD"}, "code", "duplicate"),
        ({"code": "con tilde"}, "code", "code_invalid"),
        ({"code": "x" * 31}, "code", "string_too_long"),
        ({"name": ""}, "name", "string_too_short"),
        ({"position": -1}, "position", "greater_than_equal"),
        ({"position": 10000}, "position", "less_than_equal"),
        ({"active": False}, "active", "extra_forbidden"),
    ],
)
async def test_a_bad_kind_of_document_names_its_field(
    client: httpx.AsyncClient, body: dict[str, Any], field: str, code: str
) -> None:
    sent = {"code": a_code(), "name": "Memorial"} | body
    answer = await client.post(TYPES, json=sent, headers=await sign_in(client, "admin"))

    assert faults(answer) == [(field, code)]


async def test_a_reason_is_kept_with_its_article(client: httpx.AsyncClient, app: FastAPI) -> None:
    made = await make(
        client, REASONS, code=a_code(), name="Sin fecha", text="Falta la fecha.", legal_rule="observation"
    )
    assert "art." in made["legal_rule"]
    assert (made["legal_rule_code"], made["active"]) == ("observation", True)
    assert (await newest(app, "observation_reason_created"))["reason_id"] == made["id"]

    changed = await change(client, REASONS, made["id"], legal_rule=None, text="Ponga la fecha.", position=77)
    long = await how_long(app)
    await change(client, REASONS, made["id"], text="Ponga la fecha.")

    expected = {"legal_rule": None, "legal_rule_code": None, "text": "Ponga la fecha.", "position": 77}
    assert changed.json() == made | expected
    assert (await newest(app, "observation_reason_changed"))["before"] == {
        "text": "Falta la fecha.",
        "legal_rule": "observation",
        "position": made["position"],
    }
    assert await how_long(app) == long


async def test_an_observation_already_sent_keeps_its_text(client: httpx.AsyncClient) -> None:
    clerk = await sign_in(client, "clerk")
    made = await make(client, REASONS, code=a_code(), name="Sin fecha", text="Falta la fecha.")
    items = {"items": [{"reason_code": made["code"], "text": made["text"]}]}

    async def observe() -> httpx.Response:
        filed = await present(client)
        headers = clerk | {"If-Match": f'"{filed["version"]}"'}
        return await client.post(f"{API}/documents/{filed['id']}/observe", json=items, headers=headers)

    observed = await observe()
    assert observed.status_code == 200, observed.text
    await change(client, REASONS, made["id"], text="Otro texto", name="Otro", active=False)

    seen = await client.get(f"{API}/documents/{observed.json()['id']}", headers=clerk)
    assert [each["text"] for each in seen.json()["observation"]["items"]] == ["Falta la fecha."]
    assert faults(await observe()) == [("items.0.reason_code", "reason_unknown")]
    listed = (await client.get(f"{REASONS}?limit=100", headers=clerk)).json()["items"]
    everything = (await client.get(f"{REASONS}?limit=100&inactive=true", headers=clerk)).json()["items"]
    assert made["code"] not in {each["code"] for each in listed}
    assert made["code"] in {each["code"] for each in everything}


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"code": "UNSIGNED"}, "code", "duplicate"),
        ({"code": "á"}, "code", "code_invalid"),
        ({"text": " "}, "text", "string_too_short"),
        ({"text": "x" * 2001}, "text", "string_too_long"),
        ({"name": "x" * 151}, "name", "string_too_long"),
        ({"legal_rule": "nada"}, "legal_rule", "unknown"),
    ],
)
async def test_a_bad_reason_names_its_field(
    client: httpx.AsyncClient, body: dict[str, Any], field: str, code: str
) -> None:
    sent = {"code": a_code(), "name": "Motivo", "text": "Texto"} | body
    answer = await client.post(REASONS, json=sent, headers=await sign_in(client, "admin"))

    assert faults(answer) == [(field, code)]


async def test_what_is_not_there_is_404(client: httpx.AsyncClient) -> None:
    for path, unknown in ((TYPES, "nada"), (TYPES, "x" * 80), (TYPES, "%00"), (REASONS, str(uuid4())), (REASONS, "x")):
        assert (await change(client, path, unknown, bad=1)).status_code == 404, unknown
