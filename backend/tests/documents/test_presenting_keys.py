"""An idempotency key files once, whatever the network does."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from app import clock
from app.documents.models import Document, IdempotencyKey
from app.documents.presenting import idempotency
from app.documents.presenting.idempotency import Attempt
from app.documents.presenting.schemas import Present
from app.receipts.models import Receipt
from tests.documents.conftest import SignedIn
from tests.factories import API, applicant, body, send, upload


async def count(app: FastAPI) -> int:
    async with app.state.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(Document)) or 0


async def test_the_same_key_and_body_give_the_first_answer_again(client: httpx.AsyncClient, app: FastAPI) -> None:
    filing, key = body((await upload(client))["upload_id"]), str(uuid4())
    with clock.frozen(datetime(2026, 9, 1, 4, 59, 59, tzinfo=UTC)):
        first = await send(client, filing, key=key)
    before = await count(app)

    # The next day, in Lima too.
    with clock.frozen(datetime(2026, 9, 1, 5, 0, 1, tzinfo=UTC)):
        again = await send(client, filing, key=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.json()["presented_at"] == "2026-09-01T04:59:59Z"
    assert again.json()["access_key"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert await count(app) == before


async def test_the_same_body_is_one_that_parses_to_the_same_values(client: httpx.AsyncClient) -> None:
    filing, key = body((await upload(client))["upload_id"]), str(uuid4())
    first = await send(client, filing, key=key)
    otherwise = dict(reversed(filing.items())) | {
        "subject": f"  {filing['subject']} ",
        "representative": None,
        "applicant": applicant(phone=" 987654321"),
    }
    del otherwise["procedure_id"]

    again = await send(client, otherwise, key=key)

    assert again.json() == first.json()


@pytest.mark.parametrize("over", [{"folios": 2}, {"subject": "Otro asunto"}, {"annexes": [{"upload_id": "x"}]}])
async def test_the_same_key_with_another_body_is_refused(client: httpx.AsyncClient, over: dict[str, object]) -> None:
    filing, key = body((await upload(client))["upload_id"]), str(uuid4())
    await send(client, filing, key=key)

    other = await send(client, filing | over, key=key)

    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        (None, 400, "idempotency_key_required"),
        ("", 400, "idempotency_key_required"),
        ("x" * 256, 422, "validation_error"),
        ("clave\tcon tabulador", 422, "validation_error"),
        ("x" * 255, 201, None),
        ("una clave con espacios ~!", 201, None),
    ],
)
async def test_a_key_is_printable_ascii(
    client: httpx.AsyncClient, key: str | None, status: int, code: str | None
) -> None:
    main = await upload(client)
    headers = {} if key is None else {"Idempotency-Key": key + (uuid4().hex if key and len(key) < 200 else "")}

    answer = await client.post(f"{API}/documents", json=body(main["upload_id"]), headers=headers)

    assert answer.status_code == status, answer.text
    assert code is None or answer.json()["code"] == code


async def test_a_key_belongs_to_its_caller(client: httpx.AsyncClient, signed_in: SignedIn) -> None:
    key, someone, other = str(uuid4()), await signed_in("citizen"), await signed_in("citizen")

    answers = [
        await send(client, body((await upload(client))["upload_id"]), key=key, headers=headers)
        for headers in (None, someone, other)
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["number"] for answer in answers}) == 3


async def test_a_key_in_flight_is_a_conflict_that_passes(client: httpx.AsyncClient, app: FastAPI) -> None:
    filing, key = body((await upload(client))["upload_id"]), str(uuid4())
    attempt = Attempt.of(None, "/documents", key, Present.model_validate(filing))
    async with app.state.database.transaction() as session:
        await idempotency.hold(session, attempt)

        meanwhile = await send(client, filing, key=key)

    assert (meanwhile.status_code, meanwhile.json()["code"]) == (409, "idempotency_key_in_flight")
    assert (await send(client, filing, key=key)).status_code == 201


async def test_a_replay_seals_the_receipt_that_a_dead_request_left(client: httpx.AsyncClient, app: FastAPI) -> None:
    filing, key = body((await upload(client))["upload_id"]), str(uuid4())
    first = await send(client, filing, key=key)
    async with app.state.database.transaction() as session:
        of_it = Receipt.document_id == first.json()["id"]
        await session.execute(update(Receipt).where(of_it).values(sealed_at=None, sha256=None))

    again = await send(client, filing, key=key)

    assert again.status_code == 201
    async with app.state.database.reading() as session:
        receipt = (await session.scalars(select(Receipt).where(of_it))).one()
    assert receipt.sha256 == again.json()["receipt"]["sha256"]
    assert {**again.json(), "receipt": None} == {**first.json(), "receipt": None}


async def test_a_filing_whose_receipt_cannot_be_sealed_says_so_and_stands(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    filing, key = body((await upload(client))["upload_id"]), str(uuid4())
    incoming = app.state.storage.incoming
    hidden = incoming.rename(incoming.with_name("away"))
    try:
        failed = await send(client, filing, key=key)
    finally:
        hidden.rename(incoming)

    again = await send(client, filing, key=key)

    assert (failed.status_code, failed.json()["code"]) == (503, "receipt_not_sealed_yet")
    assert "Retry-After" in failed.headers
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert again.json()["receipt"]["sha256"]


async def test_a_key_is_kept_for_a_day_at_least(client: httpx.AsyncClient, app: FastAPI) -> None:
    filing, key = body((await upload(client))["upload_id"]), str(uuid4())
    at = clock.now()
    with clock.frozen(at):
        first = await send(client, filing, key=key)

    with clock.frozen(at + timedelta(hours=24, minutes=1)):
        async with app.state.database.transaction() as session:
            await idempotency.sweep(session)
        again = await send(client, filing, key=key)
    with clock.frozen(at + idempotency.KEPT_FOR + timedelta(seconds=1)):
        async with app.state.database.transaction() as session:
            assert await idempotency.sweep(session) >= 1

    assert again.json() == first.json()
    async with app.state.database.reading() as session:
        assert await session.scalar(select(IdempotencyKey.id).where(IdempotencyKey.key == key)) is None


@pytest.mark.parametrize("role", ["clerk", "officer", "auditor", "admin"])
async def test_staff_do_not_present_by_the_web(client: httpx.AsyncClient, signed_in: SignedIn, role: str) -> None:
    answer = await send(client, body("x"), headers=await signed_in(role))

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_bad_credential_is_refused_before_anything_else(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"{API}/documents", json={}, headers={"Authorization": "Bearer nada"})

    assert answer.status_code == 401


async def test_a_signed_in_citizen_owns_the_filing_and_needs_no_key(
    client: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    someone, other = await signed_in("citizen"), await signed_in("citizen")
    main = await upload(client, headers=someone)
    filing = body(main["upload_id"])

    stolen = await send(client, filing, headers=other)
    anonymous = await send(client, filing)
    own = await send(client, filing, headers=someone)

    assert [each["field"] for each in stolen.json()["errors"]] == ["main_upload_id"]
    assert [each["field"] for each in anonymous.json()["errors"]] == ["main_upload_id"]
    assert own.json()["access_key"] is None
    address = f"{API}/documents/{own.json()['id']}"
    assert (await client.get(address, headers=someone)).status_code == 200
    assert (await client.get(address, headers=other)).status_code == 404
    assert (await client.get(address)).status_code == 401
