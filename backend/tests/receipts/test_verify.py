"""Anybody can verify: by code, or by handing in the PDF."""

import random
import re

import httpx
import pytest
from fastapi import FastAPI

from app.problems import Problem
from tests.documents.desk import refused, tracking
from tests.factories import API, pdf, present


async def receipt_of(client: httpx.AsyncClient, presented: dict[str, object]) -> bytes:
    citizen = await tracking(client, presented)
    return (await citizen.get(str(presented["id"]), "/receipt")).content


async def hand_in(client: httpx.AsyncClient, content: bytes, name: str = "constancia.pdf") -> dict[str, object]:
    answer = await client.post(f"{API}/verify", files={"file": (name, content)})
    assert answer.status_code == 200, answer.text
    said: dict[str, object] = answer.json()
    return said


@pytest.mark.parametrize("typed", ["{code}", "{lower}", "{dashed}", " {dashed} ", "{spaced}"])
async def test_a_code_is_typed_in_any_way(client: httpx.AsyncClient, typed: str) -> None:
    presented = await present(client)
    code = presented["receipt"]["verification_code"]
    groups = [code[start : start + 4] for start in range(0, 16, 4)]
    forms = {"code": code, "lower": code.lower(), "dashed": "-".join(groups), "spaced": " ".join(groups)}

    answer = await client.get(f"{API}/verify/{typed.format(**forms)}")

    assert answer.status_code == 200, answer.text
    assert answer.json()["number"] == presented["number"]


async def test_a_code_tells_the_receipt_and_nothing_personal(client: httpx.AsyncClient) -> None:
    presented = await present(client)

    answer = await client.get(f"{API}/verify/{presented['receipt']['verification_code']}")

    main = presented["attachments"][0]
    said = answer.json()
    assert (said["valid"], said["kind"], said["registry_number"]) == (True, "presentation", None)
    assert said["issued_at"] == presented["presented_at"]
    assert said["document_sha256"] == presented["receipt"]["sha256"]
    assert said["files"] == [{"name": main["filename"], "size": main["size"], "sha256": main["sha256"]}]
    assert said["institution"]
    assert said["signer"]
    for personal in ("Quispe", "45678912", "rosa.quispe"):
        assert personal not in answer.text


@pytest.mark.parametrize(
    "code", ["0" * 16, "x", "ñandú", "%00", "4MZK-77QD-R2WF-K9Q%00", "' OR 1=1", "U" * 16, "9" * 9000]
)
async def test_an_unknown_code_is_not_found(client: httpx.AsyncClient, code: str) -> None:
    answer = await client.get(f"{API}/verify/{code}")

    assert refused(answer) == (404, "receipt_not_found")
    Problem.model_validate(answer.json())


async def test_the_receipt_itself_is_authentic(client: httpx.AsyncClient) -> None:
    presented = await present(client)

    said = await hand_in(client, await receipt_of(client, presented))

    assert said["valid"] is True
    assert said["number"] == presented["number"]
    assert said["signature"] == {"signer": said["signer"], "intact": True}


async def test_any_changed_byte_is_told(client: httpx.AsyncClient) -> None:
    presented = await present(client)
    content = await receipt_of(client, presented)
    chosen = random.Random(3)
    places = [0, 7, len(content) // 2, len(content) - 1, *(chosen.randrange(len(content)) for _ in range(20))]

    for place in places:
        changed = content[:place] + bytes([content[place] ^ 0x20]) + content[place + 1 :]
        said = await hand_in(client, changed)
        assert said["valid"] is False, place
        assert f"alterado: lleva el código de la constancia {presented['number']}" in str(said["reason"]), place


async def test_a_change_in_the_code_itself_is_told(client: httpx.AsyncClient) -> None:
    presented = await present(client)
    content = await receipt_of(client, presented)
    code = presented["receipt"]["verification_code"].encode()
    places = [found.start() for found in re.finditer(re.escape(code), content)]
    assert len(places) > 1

    for place in places:
        said = await hand_in(client, content[:place] + b"!" + content[place + 1 :])
        assert said["valid"] is False
        assert presented["number"] in str(said["reason"])


async def test_a_longer_or_shorter_receipt_is_told(client: httpx.AsyncClient) -> None:
    content = await receipt_of(client, await present(client))

    for changed in (content + b"\n", content[:-1], content[: len(content) // 2]):
        assert (await hand_in(client, changed))["valid"] is False


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no es un PDF"),
        (b"hola", "no es un PDF"),
        (b"%PDF-1.7\n", "no emiti"),
        (b"\x00" * 1000, "no es un PDF"),
    ],
)
async def test_what_is_no_pdf_is_told(client: httpx.AsyncClient, content: bytes, reason: str) -> None:
    said = await hand_in(client, content)

    assert said["valid"] is False
    assert reason in str(said["reason"])


async def test_a_strangers_pdf_is_not_ours(client: httpx.AsyncClient) -> None:
    said = await hand_in(client, pdf())

    assert (said["valid"], said["reason"]) == (False, "Esta institución no emitió este archivo.")
    assert said["number"] is None


@pytest.mark.parametrize("name", ["con\ttab.pdf", "....", "sin extension", "x" * 300 + ".exe"])
async def test_its_name_does_not_matter(client: httpx.AsyncClient, name: str) -> None:
    assert (await hand_in(client, pdf(), name))["valid"] is False


async def test_a_file_too_large_is_refused_and_nothing_is_kept(client: httpx.AsyncClient, app: FastAPI) -> None:
    incoming = app.state.storage.incoming
    before = sorted(incoming.iterdir())
    large = b"%PDF-1.7\n" + b"0" * app.state.settings.max_upload_size

    answer = await client.post(f"{API}/verify", files={"file": ("grande.pdf", large)})
    await hand_in(client, pdf())

    assert refused(answer) == (413, "file_too_large")
    assert sorted(incoming.iterdir()) == before


async def test_a_body_without_a_file_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.post(f"{API}/verify")).status_code == 422
    assert (await client.post(f"{API}/verify", json={"file": "x"})).status_code == 422
    cut = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await client.post(f"{API}/verify", content=cut, headers=headers)).status_code == 400
