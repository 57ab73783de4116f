"""A person presents a document and gets a number, a key and a receipt."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event, select, text

from app import clock
from app.catalogue.models import Procedure
from app.documents.models import Document, IdempotencyKey, Movement
from app.notifications.models import Mail
from tests.factories import API, applicant, body, present, send, upload


async def test_a_filing_is_answered_with_all_that_its_owner_needs(client: httpx.AsyncClient) -> None:
    main = await upload(client, "solicitud.pdf")
    annex = await upload(client, "Plano de ubicación.pdf")
    with clock.frozen(datetime(2026, 7, 24, 4, 59, 59, tzinfo=UTC)):
        answer = await send(
            client,
            body(main["upload_id"], annexes=[{"upload_id": annex["upload_id"], "title": "Plano"}], priority="urgent"),
        )

    assert answer.status_code == 201, answer.text
    presented = answer.json()
    assert re.fullmatch(r"P-2026-\d{6,}", presented["number"])
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}", presented["access_key"])
    assert presented["status"] == "presented"
    # 23:59:59 of the 23rd in Lima is a holiday: the legal date is the day after.
    assert (presented["presented_at"], presented["presentation_date"]) == ("2026-07-24T04:59:59Z", "2026-07-24")
    assert presented["rule"] == "full_day"
    assert presented["correct_by"] is None
    assert presented["version"] == 1
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert [(each["kind"], each["title"], each["sha256"], each["pages"]) for each in presented["attachments"]] == [
        ("main", "Documento principal", main["sha256"], 1),
        ("annex", "Plano", annex["sha256"], 1),
    ]
    receipt = presented["receipt"]
    assert re.fullmatch(r"[0-9a-f]{64}", receipt["sha256"])
    assert receipt["url"].startswith("http://localhost:8000/")
    assert receipt["verification_code"] in receipt["url"]
    assert receipt["qr_text"].startswith(receipt["url"] + "#")


async def test_a_filing_leaves_its_history_its_mail_and_no_key_in_clear(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    presented = await present(client)

    async with app.state.database.reading() as session:
        document = await session.get_one(Document, presented["id"])
        movements = list(await session.scalars(select(Movement).where(Movement.document_id == document.id)))
        mails = list(await session.scalars(select(Mail).where(Mail.document_id == document.id)))
        kept = (await session.scalars(select(IdempotencyKey).where(IdempotencyKey.document_id == document.id))).one()
        audited = await session.execute(
            text("SELECT action, detail FROM audit_rows WHERE document_id = :id"), {"id": document.id}
        )
        rows = [tuple(row) for row in audited]
    assert [(each.act, each.from_status, each.to_status) for each in movements] == [("present", None, "presented")]
    assert [row[0] for row in rows] == ["present"]
    assert [(each.kind, each.recipient) for each in mails] == [("presented", "rosa.quispe@example.com")]
    plain = presented["access_key"]
    seen = [document.access_key_hash, str(kept.answer), str(mails[0].facts), str(rows)]
    assert not any(plain in (each or "") or plain.replace("-", "") in (each or "") for each in seen)


async def test_the_term_of_a_procedure_starts_with_the_presentation(
    client: httpx.AsyncClient, make_procedure: Callable[..., Any], app: FastAPI
) -> None:
    from_presentation: Procedure = await make_procedure(term_days=30)
    from_reception: Procedure = await make_procedure(term_days=30, term_starts_from="reception")
    with clock.frozen(datetime(2026, 7, 23, 15, tzinfo=UTC)):
        at_once = await present(client, procedure_id=str(from_presentation.id))
        later = await present(client, procedure_id=str(from_reception.id))

    async with app.state.database.reading() as session:
        due = {str(row.id): str(row.due_on) for row in await session.execute(select(Document.id, Document.due_on))}
    assert due[at_once["id"]] == "2026-09-09"
    assert due[later["id"]] == "None"


async def test_presenting_takes_few_statements(client: httpx.AsyncClient, app: FastAPI) -> None:
    main = await upload(client)
    annexes = [{"upload_id": (await upload(client))["upload_id"]} for _ in range(5)]
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *rest: Any) -> None:
        statements.append(" ".join(statement.split())[:90])

    engine = app.state.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = await send(client, body(main["upload_id"], annexes=annexes))
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert answer.status_code == 201
    assert len(statements) <= 22, "\n".join(statements)


@pytest.mark.parametrize(
    "over",
    [
        {"subject": "Pido audiencia 🙏 para 申請 عريضة"},
        {"subject": "Un asunto\ncon dos líneas"},
        {"body": "Primero.\r\n\r\nSegundo."},
        {"applicant": applicant(person_type="legal", identity_type="ruc", identity_number="20131312955")},
        {"applicant": applicant(identity_type="ce", identity_number="n00123456")},
        {"applicant": {k: v for k, v in applicant().items() if k not in ("phone", "address", "ubigeo")}},
        {
            "representative": {
                "identity_type": "passport",
                "identity_number": "ab12345",
                "name": "Luis Ríos",
                "capacity": "Apoderado",
            }
        },
        {"payment": {"number": "001-2345", "date": "2026-07-01", "amount": "35.50"}},
        {"payment": {"number": "001-2345", "date": "2026-07-01", "amount": 35.5}},
        {"folios": 10_000, "subject": "A" * 500, "body": "b" * 10_000},
    ],
)
async def test_what_is_unusual_but_right_is_received(client: httpx.AsyncClient, over: dict[str, Any]) -> None:
    assert (await present(client, **over))["status"] == "presented"


async def test_a_related_file_is_found_by_either_form_of_its_number(client: httpx.AsyncClient) -> None:
    first = await present(client)

    second = await present(client, related_registry_number=first["number"].lower())

    assert second["status"] == "presented"


async def test_there_is_no_body_too_large_to_answer(client: httpx.AsyncClient) -> None:
    answer = await send(client, body("x", body="a" * 1_000_001))

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_openapi_says_what_presenting_takes_and_gives(client: httpx.AsyncClient) -> None:
    operation = (await client.get(f"{API}/openapi.json")).json()["paths"][f"{API}/documents"]["post"]

    assert operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/Present")
    assert operation["responses"]["201"]["content"]["application/json"]["schema"]["$ref"].endswith("/Presented")
