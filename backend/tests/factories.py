"""What a person presents, with valid values by default, through the same calls a browser makes."""

import io
import itertools
import uuid
from typing import Any

import httpx
import pikepdf

API = "/api/v1"
_serial = itertools.count(1)


def pdf(pages: int = 1) -> bytes:
    """A valid PDF of so many pages, different each time, each with something on it."""
    document = pikepdf.new()
    mark = f"{next(_serial)}-{uuid.uuid4()}"
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=(595, 842))
        text = f"BT /F1 14 Tf 72 760 Td (Escrito {mark}, pagina {number}) Tj ET"
        page.obj.Contents = document.make_stream(text.encode())
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


async def upload(
    client: httpx.AsyncClient,
    name: str = "escrito.pdf",
    content: bytes | None = None,
    *,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Uploads a file and gives what the server says of it, `upload_id` first of all."""
    files = {"file": (name, pdf() if content is None else content)}
    answer = await client.post(f"{API}/attachments", files=files, headers=headers)
    assert answer.status_code == 201, answer.text
    uploaded: dict[str, Any] = answer.json()
    return uploaded


def applicant(**over: Any) -> dict[str, Any]:
    return {
        "person_type": "natural",
        "identity_type": "dni",
        "identity_number": "45678912",
        "name": "Rosa Quispe Mamani",
        "email": "rosa.quispe@example.com",
        "phone": "987654321",
        "address": "Jr. Los Sauces 123",
        "ubigeo": "150101",
    } | over


def body(main_upload_id: str, **over: Any) -> dict[str, Any]:
    """A filing that is accepted, with `over` in place of what it names."""
    return {
        "procedure_id": None,
        "document_type": "solicitud",
        "subject": "Solicito copia certificada de mi expediente",
        "body": "Solicito copia certificada, por convenir a mi derecho.",
        "folios": 1,
        "applicant": applicant(),
        "main_upload_id": main_upload_id,
        "annexes": [],
        "electronic_notice": True,
        "sworn_statement": True,
        "privacy_consent_version": "1",
    } | over


async def send(
    client: httpx.AsyncClient, filing: dict[str, Any], *, key: str | None = None, headers: dict[str, str] | None = None
) -> httpx.Response:
    """Posts a filing under a key of its own, or under `key`."""
    return await client.post(
        f"{API}/documents", json=filing, headers={"Idempotency-Key": key or str(uuid.uuid4()), **(headers or {})}
    )


async def present(client: httpx.AsyncClient, *, headers: dict[str, str] | None = None, **over: Any) -> dict[str, Any]:
    """Presents a document with one file, and gives the answer: id, number, access_key, version, attachments…"""
    if "main_upload_id" not in over:
        over["main_upload_id"] = (await upload(client, headers=headers))["upload_id"]
    answer = await send(client, body(**over), headers=headers)
    assert answer.status_code == 201, answer.text
    presented: dict[str, Any] = answer.json()
    return presented
