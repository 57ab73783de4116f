"""Receipts through the API: issued with their act, sealed once, the same bytes for ever."""

import asyncio
import hashlib
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pikepdf
from fastapi import FastAPI
from sqlalchemy import select, update

from app import clock
from app.receipts import service
from app.receipts.models import Receipt
from app.receipts.qr import decode
from tests.documents.conftest import MakeProcedure, SignedIn
from tests.documents.desk import UNSIGNED, Person, correction, present_by, refused, tracking
from tests.factories import applicant, present, upload
from tests.receipts.test_sealing import text_of

TUESDAY = datetime(2026, 11, 24, 15, 47, 9, tzinfo=UTC)


async def row_of(app: FastAPI, document_id: str, kind: str = "presentation") -> Receipt:
    async with app.state.database.reading() as session:
        wanted = select(Receipt).where(Receipt.document_id == document_id, Receipt.kind == kind)
        return (await session.scalars(wanted)).one()


async def unseal(app: FastAPI, document_id: str) -> Receipt:
    """As if the request that presented it had died before sealing."""
    async with app.state.database.transaction() as session:
        of_it = Receipt.document_id == document_id
        await session.execute(update(Receipt).where(of_it).values(sealed_at=None, sha256=None, size=None))
    return await row_of(app, document_id)


async def test_whoever_presents_gets_the_receipt_its_answer_named(client: httpx.AsyncClient) -> None:
    presented = await present(client)
    citizen = await tracking(client, presented)

    first, again = [await citizen.get(presented["id"], "/receipt") for _ in range(2)]

    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert hashlib.sha256(first.content).hexdigest() == presented["receipt"]["sha256"]
    assert again.content == first.content


async def test_the_receipt_says_what_was_presented(client: httpx.AsyncClient, make_procedure: MakeProcedure) -> None:
    procedure = await make_procedure(term_days=15, silence="negative")
    annex = await upload(client, "Vigencia de poder.pdf")
    with clock.frozen(TUESDAY):
        presented = await present(
            client,
            procedure_id=str(procedure.id),
            subject="Licencia 🙂 漢字",
            annexes=[{"upload_id": annex["upload_id"], "title": "Vigencia"}],
            folios=3,
        )
        citizen = await tracking(client, presented)
        said = text_of((await citizen.get(presented["id"], "/receipt")).content)

    for words in (
        presented["number"],
        "martes 24 de noviembre de 2026, 10:47:09 (hora de Lima, UTC−05:00)",
        "Rosa Quispe Mamani, DNI ••••••12",
        "Licencia ▯ ▯▯",
        "Vigencia de poder.pdf",
        annex["sha256"],
        "3 folios declarados; 2 páginas contadas.",
        f"Licencia de funcionamiento ({procedure.code}).",
        "Plazo: 15 días hábiles, hasta el jueves 17 de diciembre de 2026.",
        "Silencio administrativo negativo.",
        service.verification_address(),
    ):
        assert words in said, words
    assert "45678912" not in said


async def test_its_qr_verifies_without_a_server(client: httpx.AsyncClient, app: FastAPI) -> None:
    with clock.frozen(TUESDAY):
        presented = await present(client)

    receipt = await row_of(app, presented["id"])
    facts = decode(str(receipt.qr_text), service.qr_keys(app.state.settings).public)

    assert str(receipt.qr_text).startswith(presented["receipt"]["url"] + "#")
    assert (facts.code, facts.number) == (presented["receipt"]["verification_code"], presented["number"])
    assert (facts.instant, facts.legal_date) == ("2026-11-24T15:47:09Z", "2026-11-24")
    assert facts.main_sha256 == presented["attachments"][0]["sha256"]
    assert "Quispe" not in str(facts)


async def test_registering_gives_a_receipt_of_its_own(client: httpx.AsyncClient, signed_in: SignedIn) -> None:
    citizen, clerk = Person(client, await signed_in("citizen")), Person(client, await signed_in("clerk"))
    presented = await present_by(citizen)
    received = await clerk.do("receive", presented)

    answer = await citizen.get(presented["id"], "/receipt?kind=reception")

    said = text_of(answer.content)
    for words in (received["registry_number"], presented["number"], "SIN OBSERVACIONES", "Persona de Prueba, Mesa de"):
        assert words in said, words
    kinds = {each["kind"]: each["sha256"] for each in received["receipts"]}
    assert kinds["reception"] == hashlib.sha256(answer.content).hexdigest()
    assert kinds["presentation"] == presented["receipt"]["sha256"]


async def test_what_was_corrected_stands_in_the_reception_receipt(
    client: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    citizen, clerk = Person(client, await signed_in("citizen")), Person(client, await signed_in("clerk"))
    observed = await clerk.do("observe", await present_by(citizen), {"items": [UNSIGNED]})
    signed = await upload(client, "firmado.pdf", headers=citizen.headers)
    seen = await citizen.read(observed["id"])
    corrected = await citizen.do("correct", seen, correction(observed, upload_id=signed["upload_id"]))
    await clerk.do("receive", corrected)

    said = text_of((await citizen.get(observed["id"], "/receipt?kind=reception")).content)

    assert "1. El escrito no está firmado. (subsanada)" in said
    assert signed["sha256"] in said


async def test_there_is_no_receipt_of_an_act_that_did_not_happen(client: httpx.AsyncClient) -> None:
    presented = await present(client)
    citizen = await tracking(client, presented)

    assert refused(await citizen.get(presented["id"], "/receipt?kind=reception")) == (404, "receipt_not_found")
    assert refused(await citizen.get(presented["id"], "/receipt?kind=otra")) == (422, "validation_error")


async def test_of_two_sealers_the_first_counts(client: httpx.AsyncClient, app: FastAPI) -> None:
    receipt = await unseal(app, (await present(client))["id"])
    state = app.state

    both = await asyncio.gather(
        *(service.ensure_sealed(state.database, state.storage, state.pool, receipt.id) for _ in range(2))
    )

    assert both[0].sha256 == both[1].sha256
    kept = await state.storage.read(both[0].sha256)
    assert (hashlib.sha256(kept).hexdigest(), len(kept)) == (both[0].sha256, both[0].size)


async def test_the_worker_seals_what_a_dead_request_left(client: httpx.AsyncClient, app: FastAPI) -> None:
    state, presented = app.state, await present(client)
    receipt = await unseal(app, presented["id"])

    with clock.frozen(receipt.issued_at + timedelta(seconds=5)):
        await service.seal_pending(state.database, state.storage, state.pool)
    soon = await row_of(app, presented["id"])
    with clock.frozen(receipt.issued_at + timedelta(seconds=30)):
        await service.seal_pending(state.database, state.storage, state.pool)
    later = await row_of(app, presented["id"])

    assert (soon.sealed_at, later.sealed_at is not None) == (None, True)


async def test_a_receipt_that_cannot_be_sealed_keeps_no_other_waiting(client: httpx.AsyncClient, app: FastAPI) -> None:
    state = app.state
    with clock.frozen(clock.now() - timedelta(hours=1)):
        broken, whole = await present(client), await present(client)
    for document in (broken, whole):
        await unseal(app, document["id"])
    facts = dict((await row_of(app, broken["id"])).facts)
    async with state.database.transaction() as session:
        of_it = update(Receipt).where(Receipt.document_id == broken["id"])
        await session.execute(of_it.values(facts={"institution": facts["institution"]}))

    await service.seal_pending(state.database, state.storage, state.pool)

    assert (await row_of(app, broken["id"])).sealed_at is None
    assert (await row_of(app, whole["id"])).sealed_at is not None
    async with state.database.transaction() as session:
        await session.execute(of_it.values(facts=facts))


async def test_a_receipt_stands_when_the_institution_changes_its_name(client: httpx.AsyncClient, app: FastAPI) -> None:
    presented = await present(client)
    receipt = await unseal(app, presented["id"])
    facts: dict[str, Any] = receipt.facts
    assert facts["institution"]["name"]

    citizen = await tracking(client, presented)
    pdf = (await citizen.get(presented["id"], "/receipt")).content

    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
        assert metadata["dc:creator"] == [facts["institution"]["name"]]


async def test_codes_are_random_and_long(client: httpx.AsyncClient) -> None:
    codes = {service.new_code() for _ in range(200)}

    assert len(codes) == 200
    assert {len(code) for code in codes} == {16}
    assert set("".join(codes)) <= set(service.CROCKFORD)


async def test_a_name_in_another_script_is_received(client: httpx.AsyncClient) -> None:
    presented = await present(client, applicant=applicant(name="王小明 🙂"))

    assert presented["receipt"]["sha256"]
