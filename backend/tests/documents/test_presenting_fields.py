"""Every field that is wrong is named, all of them in one answer, and then nothing is filed."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from app import clock
from app.attachments.models import Upload
from app.catalogue.models import Procedure, Requirement
from app.documents.models import Document
from tests.factories import applicant, body, present, send, upload

REPRESENTATIVE = {"identity_type": "dni", "identity_number": "45678912", "name": "Luis Ríos", "capacity": "Apoderado"}
MakeProcedure = Callable[..., Awaitable[Procedure]]


def fields(answer: httpx.Response) -> dict[str, str]:
    """The fields a refusal names, with their codes."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    found = {each["field"]: each["code"] for each in answer.json()["errors"]}
    assert all(each["message"] for each in answer.json()["errors"])
    return found


async def state_of(app: FastAPI, upload_id: str) -> str:
    async with app.state.database.reading() as session:
        return (await session.get_one(Upload, upload_id)).state


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "  \n "}, "subject"),
        ({"subject": "\u200b\u00a0"}, "subject"),
        ({"subject": "a" * 501}, "subject"),
        # NFC makes two characters of each: what fits as sent may not fit as kept.
        ({"subject": "\u0958" * 300}, "subject"),
        ({"subject": "nulo \x00 dentro"}, "subject"),
        ({"subject": "campana \x07"}, "subject"),
        ({"subject": None}, "subject"),
        ({"subject": 7}, "subject"),
        ({"body": " "}, "body"),
        ({"body": "a" * 10_001}, "body"),
        ({"body": "con \x1b escape"}, "body"),
        ({"folios": 0}, "folios"),
        ({"folios": 10_001}, "folios"),
        ({"folios": True}, "folios"),
        ({"folios": 1.5}, "folios"),
        ({"folios": 10**40}, "folios"),
        ({"priority": "ya"}, "priority"),
        ({"sworn_statement": False}, "sworn_statement"),
        ({"sworn_statement": "true"}, "sworn_statement"),
        ({"privacy_consent_version": "999"}, "privacy_consent_version"),
        ({"privacy_consent_version": None}, "privacy_consent_version"),
        ({"document_type": "poema"}, "document_type"),
        ({"procedure_id": "no-es-un-id"}, "procedure_id"),
        ({"procedure_id": "00000000-0000-7000-8000-000000000000"}, "procedure_id"),
        ({"related_registry_number": "EXP-1999-000001"}, "related_registry_number"),
        ({"addressed_to": "x" * 201}, "addressed_to"),
        ({"main_upload_id": "nada"}, "main_upload_id"),
        ({"main_upload_id": None}, "main_upload_id"),
        ({"main_upload_id": "00000000-0000-7000-8000-000000000000"}, "main_upload_id"),
        ({"annexes": [{"upload_id": "nada"}]}, "annexes.0.upload_id"),
        ({"annexes": [{"title": "sin archivo"}]}, "annexes.0.upload_id"),
        ({"annexes": "ninguno"}, "annexes"),
        ({"applicant": None}, "applicant"),
        ({"applicant": applicant(person_type="robot")}, "applicant.person_type"),
        ({"applicant": applicant(identity_type="libreta")}, "applicant.identity_type"),
        ({"applicant": applicant(identity_number="4567891")}, "applicant.identity_number"),
        ({"applicant": applicant(identity_type="ruc", identity_number="20131312954")}, "applicant.identity_number"),
        ({"applicant": applicant(identity_type="ce", identity_number="123")}, "applicant.identity_number"),
        ({"applicant": applicant(identity_type="passport", identity_number="A1")}, "applicant.identity_number"),
        ({"applicant": applicant(name=" ")}, "applicant.name"),
        ({"applicant": applicant(email="rosa")}, "applicant.email"),
        ({"applicant": applicant(email="rosa@")}, "applicant.email"),
        ({"applicant": applicant(email="rosa@localhost")}, "applicant.email"),
        ({"applicant": applicant(email="a@b.pe\r\nBcc: c@d.pe")}, "applicant.email"),
        ({"applicant": applicant(email=None)}, "applicant.email"),
        ({"applicant": applicant(ubigeo="15010")}, "applicant.ubigeo"),
        ({"applicant": applicant(ubigeo="15010A")}, "applicant.ubigeo"),
        ({"applicant": applicant(apodo="Rosi")}, "applicant.apodo"),
        (
            {"representative": {"identity_type": "dni", "identity_number": "1", "name": "X"}},
            "representative.identity_number",
        ),
        ({"payment": {"number": "1", "date": "2026-02-30", "amount": "1"}}, "payment.date"),
        ({"payment": {"number": "1", "date": "2026-02-28", "amount": "-1"}}, "payment.amount"),
        ({"payment": {"number": "1", "date": "2026-02-28", "amount": "1.234"}}, "payment.amount"),
        ({"payment": {"number": "1", "date": "2026-02-28", "amount": "NaN"}}, "payment.amount"),
        ({"color": "verde"}, "color"),
    ],
)
async def test_a_wrong_field_is_named_alone(
    client: httpx.AsyncClient, app: FastAPI, over: dict[str, Any], field: str
) -> None:
    main = await upload(client)

    answer = await send(client, body(main["upload_id"]) | over)

    assert list(fields(answer)) == [field]
    assert await state_of(app, main["upload_id"]) == "ready"


async def test_one_answer_names_every_bad_field_whatever_is_wrong_with_it(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    main = await upload(client)
    filing = body(
        main["upload_id"],
        subject=" ",
        document_type="poema",
        procedure_id="nada",
        applicant=applicant(email="rosa", identity_number="1"),
        annexes=[{"upload_id": "nada"}, {"upload_id": main["upload_id"]}],
        privacy_consent_version="9",
        sworn_statement=False,
    )

    assert set(fields(await send(client, filing))) == {
        "subject",
        "document_type",
        "procedure_id",
        "applicant.email",
        "applicant.identity_number",
        "annexes.0.upload_id",
        "annexes.1.upload_id",
        "privacy_consent_version",
        "sworn_statement",
    }
    assert await state_of(app, main["upload_id"]) == "ready"


async def test_a_refused_filing_changes_nothing_and_leaves_its_key_and_files_free(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    main = await upload(client)
    key = str(uuid4())
    async with app.state.database.reading() as session:
        before = await session.scalar(select(func.count()).select_from(Document))

    refused = await send(client, body(main["upload_id"], document_type="poema"), key=key)
    accepted = await send(client, body(main["upload_id"]), key=key)

    assert fields(refused) == {"document_type": "unknown"}
    assert accepted.status_code == 201
    assert "Idempotency-Replayed" not in accepted.headers
    async with app.state.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Document)) == (before or 0) + 1


async def test_an_upload_serves_once(client: httpx.AsyncClient) -> None:
    main = await upload(client)
    await present(client, main_upload_id=main["upload_id"])

    again = await send(client, body(main["upload_id"]))
    twice = (await upload(client))["upload_id"]
    in_one = await send(client, body(twice, annexes=[{"upload_id": twice}]))

    assert fields(again) == {"main_upload_id": "upload_used"}
    assert fields(in_one) == {"annexes.0.upload_id": "upload_used"}


@pytest.mark.parametrize(
    ("state", "refusal", "code"),
    [
        ("receiving", None, "upload_unfinished"),
        ("inspecting", None, "upload_unfinished"),
        ("refused", "file_encrypted", "file_encrypted"),
        ("deleted", None, "upload_unknown"),
    ],
)
async def test_an_upload_that_is_not_ready_is_refused(
    client: httpx.AsyncClient, app: FastAPI, state: str, refusal: str | None, code: str
) -> None:
    main, annex = await upload(client), await upload(client)
    async with app.state.database.transaction() as session:
        changed = update(Upload).where(Upload.id == annex["upload_id"])
        await session.execute(changed.values(state=state, refusal=refusal))

    answer = await send(client, body(main["upload_id"], annexes=[{"upload_id": annex["upload_id"]}]))

    assert fields(answer) == {"annexes.0.upload_id": code}
    assert await state_of(app, main["upload_id"]) == "ready"


async def test_an_upload_expires(client: httpx.AsyncClient) -> None:
    main = await upload(client)

    with clock.frozen(clock.now() + timedelta(hours=72, seconds=1)):
        answer = await send(client, body(main["upload_id"]))

    assert fields(answer) == {"main_upload_id": "upload_expired"}


async def test_files_are_counted_with_the_main_one(client: httpx.AsyncClient, app: FastAPI) -> None:
    most = app.state.settings.max_files
    ids = [(await upload(client))["upload_id"] for _ in range(most + 1)]
    annexes = [{"upload_id": each} for each in ids[1:]]

    too_many = await send(client, body(ids[0], annexes=annexes))
    just_so = await send(client, body(ids[0], annexes=annexes[:-1]))

    assert fields(too_many) == {"annexes": "too_many_files"}
    assert len(just_so.json()["attachments"]) == most


async def test_a_requirement_must_be_of_the_procedure(
    client: httpx.AsyncClient, app: FastAPI, make_procedure: MakeProcedure
) -> None:
    own = await make_procedure("Plano")
    other = await make_procedure("Título")
    retired = await make_procedure(active=False)
    async with app.state.database.reading() as session:
        named = await session.execute(select(Requirement.procedure_id, Requirement.id))
        ids = {row.procedure_id: str(row.id) for row in named}

    async def filing(procedure: Procedure | None, requirement_id: str) -> httpx.Response:
        main, annex = await upload(client), await upload(client)
        annexes = [{"upload_id": annex["upload_id"], "requirement_id": requirement_id}]
        return await send(
            client, body(main["upload_id"], procedure_id=str(procedure.id) if procedure else None, annexes=annexes)
        )

    assert (await filing(own, ids[own.id])).status_code == 201
    for procedure, requirement in ((own, ids[other.id]), (None, ids[own.id]), (own, "nada")):
        assert fields(await filing(procedure, requirement)) == {"annexes.0.requirement_id": "unknown"}
    assert fields(await send(client, body((await upload(client))["upload_id"], procedure_id=str(retired.id)))) == {
        "procedure_id": "unknown"
    }


@pytest.mark.parametrize("content", [b"", b"no", b"[]", b"7", b'"x"', b"null", b"{", b"[" * 50_000, b'{"a": \xff}'])
async def test_a_body_that_is_no_filing_is_refused_with_a_problem(client: httpx.AsyncClient, content: bytes) -> None:
    headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}

    answer = await client.post("/api/v1/documents", content=content, headers=headers)

    assert answer.status_code == 422, answer.text
    assert answer.json()["title"]


@pytest.mark.parametrize("odd", ["\ud800", "a" * 70, "\x00", {"a": 1}, ["x"], 7, True, "' OR 1=1 --", "%00"])
async def test_odd_values_in_what_is_looked_up_are_refused(client: httpx.AsyncClient, odd: Any) -> None:
    sent = body("x", subject=" ") | dict.fromkeys(
        ("procedure_id", "document_type", "privacy_consent_version", "related_registry_number", "main_upload_id"), odd
    )
    sent["annexes"] = [{"upload_id": odd, "requirement_id": odd}, odd]
    headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}

    answer = await client.post("/api/v1/documents", content=json.dumps(sent), headers=headers)

    assert {"document_type", "main_upload_id", "subject"} <= set(fields(answer))
