"""An upload serves one filing, once, and whoever may use it."""

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from app import clock
from app.attachments import service
from app.attachments.service import Wanted
from app.problems import Unprocessable
from tests.attachments.test_tus import arrived, begun
from tests.factories import body, pdf, present, send, upload
from tests.people import headers_of, make_user


def codes(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(each["field"], each["code"]) for each in answer.json()["errors"]]


def annex(upload_id: str) -> dict[str, str]:
    return {"upload_id": upload_id, "title": "Anexo"}


async def test_every_bad_upload_is_named(client: httpx.AsyncClient) -> None:
    used = (await present(client))["attachments"][0]
    unfinished = (await begun(client, 900)).rsplit("/", 1)[1]
    refused = (await arrived(client, b"MZ" + pdf())).rsplit("/", 1)[1]
    spent = (await upload(client))["upload_id"]
    await present(client, main_upload_id=spent)
    good = (await upload(client))["upload_id"]
    annexes = [annex(each) for each in (spent, refused, used["id"], "x", good)]

    answer = await send(client, body(unfinished, annexes=annexes))

    assert codes(answer) == [
        ("main_upload_id", "upload_unfinished"),
        ("annexes.0.upload_id", "upload_used"),
        ("annexes.1.upload_id", "file_type_mismatch"),
        ("annexes.2.upload_id", "upload_unknown"),
        ("annexes.3.upload_id", "upload_unknown"),
    ]
    # The good one was not spent by the refusal.
    await present(client, main_upload_id=good)


async def test_an_upload_serves_one_place(client: httpx.AsyncClient) -> None:
    once = (await upload(client))["upload_id"]

    assert codes(await send(client, body(once, annexes=[annex(once)]))) == [("annexes.0.upload_id", "upload_used")]


async def test_an_expired_upload_serves_nobody(app: FastAPI, client: httpx.AsyncClient) -> None:
    expired = (await upload(client))["upload_id"]

    with clock.frozen(clock.now() + timedelta(hours=73)), pytest.raises(Unprocessable) as refused:
        async with app.state.database.transaction() as session:
            await service.claim(session, [Wanted("main_upload_id", expired)], user_id=None)

    assert [each.code for each in refused.value.errors] == ["upload_expired"]


async def test_an_upload_made_signed_in_serves_its_maker_only(app: FastAPI, client: httpx.AsyncClient) -> None:
    owner = await headers_of(client, await make_user(app, "citizen"))
    other = await headers_of(client, await make_user(app, "citizen"))
    made = (await upload(client, headers=owner))["upload_id"]

    for headers in ({}, other):
        assert codes(await send(client, body(made), headers=headers)) == [("main_upload_id", "upload_unknown")]
    await present(client, main_upload_id=made, headers=owner)


async def test_an_upload_made_without_account_serves_after_signing_in(app: FastAPI, client: httpx.AsyncClient) -> None:
    owner = await headers_of(client, await make_user(app, "citizen"))

    await present(client, main_upload_id=(await upload(client))["upload_id"], headers=owner)
