"""The files of filings, out: to whom, whole or in part, and what the trail keeps of it."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from app.attachments.models import Attachment
from app.audit.looks import chain_looks
from app.audit.models import AuditRow
from tests.documents.conftest import SignedIn
from tests.documents.desk import Person, refused, tracking
from tests.factories import API, pdf, present, upload


@pytest.fixture
async def clerk(client: httpx.AsyncClient, signed_in: SignedIn) -> Person:
    return Person(client, await signed_in("clerk"))


async def filed(client: httpx.AsyncClient, content: bytes, name: str = "escrito.pdf") -> dict[str, Any]:
    return await present(client, main_upload_id=(await upload(client, name, content))["upload_id"])


async def get(person: Person, presented: dict[str, Any], query: str = "", **headers: str) -> httpx.Response:
    address = f"{API}/attachments/{presented['attachments'][0]['id']}/content{query}"
    return await person.client.get(address, headers=person.headers | headers)


async def test_a_file_comes_out_byte_for_byte_and_can_do_nothing(client: httpx.AsyncClient, clerk: Person) -> None:
    content = pdf(2)
    presented = await filed(client, content, "Petición año 2026.pdf")

    answer = await get(clerk, presented)

    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=utf-8''Petici%C3%B3n")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    assert "no-store" in answer.headers["cache-control"]


async def test_pdfs_may_be_shown_inline(client: httpx.AsyncClient, clerk: Person) -> None:
    presented = await filed(client, pdf())
    assert (await get(clerk, presented, "?disposition=inline")).headers["content-disposition"].startswith("inline")
    assert refused(await get(clerk, presented, "?disposition=elsewhere")) == (422, "validation_error")


async def test_office_files_are_only_saved(app: FastAPI, client: httpx.AsyncClient, clerk: Person) -> None:
    presented = await filed(client, pdf())
    async with app.state.database.transaction() as session:
        word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        this = Attachment.id == presented["attachments"][0]["id"]
        await session.execute(update(Attachment).where(this).values(media_type=word))

    answer = await get(clerk, presented, "?disposition=inline")

    assert answer.headers["content-disposition"].startswith("attachment")


async def test_a_part_of_a_file_can_be_asked_for(client: httpx.AsyncClient, clerk: Person) -> None:
    content = pdf()
    presented = await filed(client, content)

    part = await get(clerk, presented, Range="bytes=10-19")
    beyond = await get(clerk, presented, Range=f"bytes={len(content) + 1}-")

    assert (part.status_code, part.content) == (206, content[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(content)}"
    for answer in (beyond, await get(clerk, presented, Range="bytes=nada")):
        assert (answer.status_code, answer.json()["code"]) == (416, "range_not_satisfiable")
    assert beyond.headers["content-range"] == f"bytes */{len(content)}"


async def test_who_may_read_a_file(client: httpx.AsyncClient, clerk: Person, signed_in: SignedIn) -> None:
    presented, other = await filed(client, pdf()), await filed(client, pdf())
    holder = await tracking(client, presented)

    assert (await get(holder, presented)).status_code == 200
    assert refused(await get(holder, other)) == (404, "not_found")
    assert refused(await get(Person(client, {}), presented)) == (401, "unauthorized")
    for role, status in (("auditor", 200), ("officer", 404), ("citizen", 404), ("admin", 403)):
        answer = await get(Person(client, await signed_in(role)), presented)
        assert (role, answer.status_code) == (role, status)
    for unknown in ("00000000-0000-7000-8000-000000000000", "no-es-un-id"):
        answer = await client.get(f"{API}/attachments/{unknown}/content", headers=clerk.headers)
        assert refused(answer) == (404, "not_found")


@pytest.mark.parametrize(
    ("scan", "refusal"), [("pending", (409, "file_awaits_scan")), ("infected", (422, "file_infected"))]
)
async def test_what_the_scanner_did_not_clear_stays_inside(
    app: FastAPI, client: httpx.AsyncClient, clerk: Person, scan: str, refusal: tuple[int, str]
) -> None:
    presented = await filed(client, pdf())
    async with app.state.database.transaction() as session:
        this = Attachment.id == presented["attachments"][0]["id"]
        await session.execute(update(Attachment).where(this).values(scan=scan))

    assert refused(await get(clerk, presented)) == refusal


async def test_a_file_that_the_storage_lost_is_said_so(app: FastAPI, client: httpx.AsyncClient, clerk: Person) -> None:
    presented = await filed(client, pdf())
    app.state.storage.path(presented["attachments"][0]["sha256"]).unlink()
    assert refused(await get(clerk, presented)) == (503, "service_unavailable")


async def test_each_look_of_the_institution_is_in_the_trail_whatever_part_it_asks_for(
    app: FastAPI, client: httpx.AsyncClient, clerk: Person
) -> None:
    presented = await filed(client, pdf())
    await get(clerk, presented, Range="bytes=1-")
    await get(clerk, presented, Range="bytes=10-19")
    await get(await tracking(client, presented), presented)

    await chain_looks(app.state.database)

    async with app.state.database.reading() as session:
        read = AuditRow.document_id == presented["id"], AuditRow.action == "file_read"
        kept = list(await session.scalars(select(AuditRow.detail).where(*read)))
    assert kept == [{"attachment": presented["attachments"][0]["id"]}] * 2
