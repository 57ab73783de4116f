"""A number and its key open one document, and nothing else."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app import clock, crypto
from app.documents.models import Document, DocumentOwner
from app.notifications.models import Mail
from app.notifications.service import SECRET
from tests.documents.conftest import SignedIn
from tests.factories import API, present


async def track(client: httpx.AsyncClient, number: str, access_key: str) -> httpx.Response:
    return await client.post(f"{API}/tracking", json={"number": number, "access_key": access_key})


def bearer(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['tracking_token']}"}


async def test_a_number_and_its_key_open_the_document(client: httpx.AsyncClient) -> None:
    presented = await present(client)
    number, key = presented["number"], presented["access_key"]

    for typed_number, typed_key in (
        (number, key),
        (f" {number.lower()} ", key.lower()),
        (number, key.replace("-", "")),
        (number, key.replace("-", " ")),
        (number, key.replace("0", "o").replace("1", "I")),
    ):
        answer = await track(client, typed_number, typed_key)
        assert answer.status_code == 200, (typed_number, typed_key)

    opened = answer.json()
    assert opened["expires_in"] > 0
    assert opened["document"]["id"] == presented["id"]
    assert opened["document"]["applicant"]["identity_number"] == "••••••12"
    assert "holder" not in opened["document"]


async def test_every_wrong_pair_is_answered_alike(client: httpx.AsyncClient) -> None:
    one, other = await present(client), await present(client)

    answers = [
        await track(client, number, key)
        for number, key in (
            (one["number"], other["access_key"]),
            (one["number"], one["access_key"][:-1]),
            (one["number"], "x"),
            ("P-2026-999999", one["access_key"]),
            ("nada", "nada"),
            ("' OR 1=1 --", "🙂"),
        )
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert (
        len({str(sorted(answer.json().items() - {("instance", answer.json()["instance"])})) for answer in answers}) == 1
    )


async def test_the_token_opens_that_document_alone(client: httpx.AsyncClient) -> None:
    one, other = await present(client), await present(client)
    headers = bearer(await track(client, one["number"], one["access_key"]))

    async def status(path: str) -> int:
        return (await client.get(f"{API}{path}", headers=headers)).status_code

    assert await status(f"/documents/{one['id']}") == 200
    assert await status(f"/documents/{one['id']}/movements") == 200
    assert await status(f"/documents/{one['id']}/deadline") == 200
    assert await status(f"/documents/{other['id']}") == 404
    for path in ("/documents", "/documents/counters", "/users/me", f"/documents/{one['id']}/audit", "/notifications"):
        assert await status(path) in (401, 403, 404), path
    assert (await client.post(f"{API}/documents", json={}, headers=headers)).status_code == 403


async def test_a_token_ends(client: httpx.AsyncClient) -> None:
    one = await present(client)
    opened = await track(client, one["number"], one["access_key"])

    with clock.frozen(clock.now() + timedelta(seconds=opened.json()["expires_in"] + 1)):
        answer = await client.get(f"{API}/documents/{one['id']}", headers=bearer(opened))

    assert answer.status_code == 401


async def mailed(app: FastAPI, document_id: str) -> list[tuple[str, str | None]]:
    async with app.state.database.reading() as session:
        rows = await session.scalars(select(Mail).where(Mail.document_id == document_id).order_by(Mail.created_at))
        return [(row.kind, crypto.decrypt(SECRET, row.secret).decode() if row.secret else None) for row in rows]


async def test_a_lost_key_is_replaced_by_mail_and_the_old_one_dies(client: httpx.AsyncClient, app: FastAPI) -> None:
    one = await present(client)
    token = bearer(await track(client, one["number"], one["access_key"]))
    address = {"number": one["number"], "email": "Rosa.Quispe@Example.com"}

    answer = await client.post(f"{API}/tracking/recover", json=address)

    assert answer.status_code == 202
    kind, key = (await mailed(app, one["id"]))[-1]
    assert kind == "access_key_replaced"
    assert key
    assert (await track(client, one["number"], one["access_key"])).status_code == 404
    assert (await client.get(f"{API}/documents/{one['id']}", headers=token)).status_code in (401, 404)
    assert (await track(client, one["number"], key)).status_code == 200


@pytest.mark.parametrize("wrong", ["number", "email"])
async def test_recovering_never_tells_whether_the_pair_is_right(
    client: httpx.AsyncClient, app: FastAPI, wrong: str
) -> None:
    one = await present(client)
    right = {"number": one["number"], "email": "rosa.quispe@example.com"}
    other = (
        right | {"number": "P-1999-000001"} if wrong == "number" else right | {"email": f"{uuid4().hex}@example.com"}
    )

    mistaken = await client.post(f"{API}/tracking/recover", json=other)

    assert [kind for kind, _ in await mailed(app, one["id"])] == ["presented"]
    assert (await track(client, one["number"], one["access_key"])).status_code == 200
    correct = await client.post(f"{API}/tracking/recover", json=right)
    assert (mistaken.status_code, mistaken.json()) == (correct.status_code, correct.json())


async def test_a_filing_is_taken_over_with_its_key_alone(
    client: httpx.AsyncClient, app: FastAPI, signed_in: SignedIn
) -> None:
    one, other = await present(client), await present(client)
    someone = await signed_in("citizen")
    address, own = f"{API}/users/me/documents", {"number": one["number"], "access_key": one["access_key"]}

    assert (await client.post(address, json=own)).status_code == 401
    assert (await client.post(address, json=own, headers=await signed_in("clerk"))).status_code == 403
    wrong = await client.post(address, json=own | {"access_key": other["access_key"]}, headers=someone)
    assert wrong.status_code == 404
    assert (await client.get(f"{API}/documents/{one['id']}", headers=someone)).status_code == 404
    for _ in range(2):
        taken = await client.post(address, json=own, headers=someone)
        assert (taken.status_code, taken.json()["id"]) == (200, one["id"])
    assert (await client.get(f"{API}/documents/{one['id']}", headers=someone)).status_code == 200
    assert (await client.get(f"{API}/documents/{other['id']}", headers=someone)).status_code == 404
    async with app.state.database.reading() as session:
        owners = await session.scalars(select(DocumentOwner.user_id).where(DocumentOwner.document_id == one["id"]))
        document = await session.get_one(Document, one["id"])
    assert len(list(owners)) == 1
    assert document.version == 1
