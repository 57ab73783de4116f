"""Finding a filing by number, by person, by the words of its form and of its files, with accents or typos."""

import io
from typing import Any
from uuid import uuid4

import httpx
import pytest
from docx import Document as Word
from fastapi import FastAPI
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select, update

from app import clock
from app.attachments.models import Attachment
from app.attachments.storage import Storage
from app.documents.indexing import index_text
from app.documents.models import Document, SearchWord
from app.documents.search import possible_numbers
from tests.documents.conftest import SignedIn
from tests.factories import API, applicant, present, upload


def odd_word() -> str:
    """A word nobody else uses, of letters only. No Spanish ending: it is its own stem."""
    return "z" + uuid4().hex[:11].translate(str.maketrans("0123456789", "ghijklmnop")) + "k"


@pytest.fixture
async def clerk(signed_in: SignedIn) -> dict[str, str]:
    return await signed_in("clerk")


@pytest.fixture
def find(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def found(q: str, headers: dict[str, str] | None = None, **query: Any) -> set[str]:
        answer = await client.get(f"{API}/documents", params={"q": q, **query}, headers=headers or clerk)
        assert answer.status_code == 200, answer.text
        return {row["id"] for row in answer.json()["items"]}

    return found


async def index(app: FastAPI) -> None:
    state = app.state
    while await index_text(state.database, state.storage, state.pool):
        pass


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("EXP-2026-000123", ["EXP-2026-000123"]),
        ("exp 2026 123", ["EXP-2026-000123"]),
        ("P-123", ["P-2025-000123"]),
        ("2026-123", ["P-2026-000123", "EXP-2026-000123"]),
        ("123", ["P-2025-000123", "EXP-2025-000123"]),
        ("P-2026-1000000", ["P-2026-1000000"]),
        ("licencia", []),
        ("20131312955", []),
    ],
)
def test_a_number_is_understood_as_people_shorten_it(text: str, numbers: list[str]) -> None:
    assert possible_numbers(text, year=2025) == numbers


async def test_by_number_whole_shortened_or_begun(client: httpx.AsyncClient, find: Any, app: FastAPI) -> None:
    one, other = await present(client), await present(client)
    registry = f"EXP-{uuid4().int % 9000 + 1000}-000777"
    async with app.state.database.transaction() as session:
        changed = update(Document).where(Document.id == one["id"])
        await session.execute(changed.values(registry_number=registry, received_at=clock.now(), status="received"))
    series, year, serial = one["number"].split("-")

    assert await find(one["number"]) == {one["id"]}
    assert await find(one["number"].lower()) == {one["id"]}
    assert await find(f"{series} {year} {int(serial)}") == {one["id"]}
    assert await find(registry) == {one["id"]}
    assert await find(registry[:10]) == {one["id"]}
    assert {one["id"], other["id"]} <= await find(f"P-{year}-", limit=100)
    assert await find("P-1999-000001") == set()


async def test_by_identity_number_whole_or_begun(client: httpx.AsyncClient, find: Any) -> None:
    passport = uuid4().hex[:12].upper()
    one = await present(client, applicant=applicant(identity_type="passport", identity_number=f"9{passport}"))

    assert await find(f"9{passport}") == {one["id"]}
    assert await find(f"9{passport}".lower()) == {one["id"]}
    assert await find(f"9{passport[:8]}") == {one["id"]}


async def test_by_words_all_of_which_must_match(client: httpx.AsyncClient, find: Any) -> None:
    word = odd_word()
    who = applicant(name=f"Ñuñez Iñapari {word}")
    one = await present(
        client, subject="Petición de AUTORIZACIÓN", applicant=who, addressed_to="Sub Gerencia de Pesquería"
    )
    other = await present(client, subject="Reclamo", body="Contra la autorización.", applicant=who)

    assert await find(word) == {one["id"], other["id"]}
    assert await find(f"{word} autorizacion") == {one["id"], other["id"]}
    assert await find(f"PETICION {word.upper()}") == {one["id"]}
    assert await find(f"nunez {word} autorizaciones peticiones") == {one["id"]}
    assert await find(f"pesqueria {word}") == {one["id"]}
    assert await find(f"{word} reclamo petición") == set()
    assert await find(f"{word} de la") == {one["id"], other["id"]}


async def test_a_number_among_words_counts_too(client: httpx.AsyncClient, find: Any) -> None:
    word = odd_word()
    one = await present(client, applicant=applicant(name=word))
    other = await present(client, applicant=applicant(name=word))

    assert await find(f"{word} {one['number']}") == {one["id"]}
    assert await find(f"{other['number']} {word}") == {other["id"]}
    assert await find(f"{one['number']} {other['number']}") == set()


async def test_typos_are_forgiven_when_nothing_matches_exactly(
    client: httpx.AsyncClient, app: FastAPI, find: Any
) -> None:
    word = odd_word()
    one = await present(client, subject="Certificado de numeración municipal", applicant=applicant(name=word))
    await index(app)

    assert await find(f"{word} muncipal") == {one["id"]}
    assert await find(f"{word} sertificado") == {one["id"]}
    assert await find(word[:-1] + "q") == {one["id"]}
    assert await find(f"{word} xqwvkj") == set()
    assert await find(odd_word()) == set()


async def test_a_right_word_is_not_taken_for_a_near_one(client: httpx.AsyncClient, app: FastAPI, find: Any) -> None:
    word = odd_word()
    one = await present(client, applicant=applicant(name=f"{word}a"))
    await present(client, applicant=applicant(name=f"{word}b"))
    await index(app)

    assert await find(f"{word}a") == {one["id"]}


def pdf_saying(text: str) -> bytes:
    kept = io.BytesIO()
    canvas = Canvas(kept)
    canvas.drawString(72, 700, text)
    canvas.save()
    return kept.getvalue()


def word_saying(text: str) -> bytes:
    kept = io.BytesIO()
    document = Word()
    document.add_paragraph(text)
    document.save(kept)
    return kept.getvalue()


async def test_the_text_of_files_is_found_once_indexed(client: httpx.AsyncClient, app: FastAPI, find: Any) -> None:
    in_pdf, in_word, in_form = odd_word(), odd_word(), odd_word()
    main = await upload(client, "escrito.pdf", pdf_saying(f"El predio se llama {in_pdf} segun escritura"))
    annex = await upload(client, "anexo.docx", word_saying(f"La vía se llama {in_word}"))
    one = await present(
        client,
        main_upload_id=main["upload_id"],
        annexes=[{"upload_id": annex["upload_id"]}],
        applicant=applicant(name=in_form),
    )
    assert await find(in_pdf) == set()

    await index(app)

    assert await find(in_pdf) == await find(in_word) == {one["id"]}
    assert await find(f"{in_form} {in_pdf} {in_word} escritura") == {one["id"]}
    async with app.state.database.reading() as session:
        known = set(await session.scalars(select(SearchWord.word)))
        waiting = await session.scalars(select(Attachment.id).where(Attachment.text_done.is_(False)))
        version = await session.scalar(select(Document.version).where(Document.id == one["id"]))
    assert {in_pdf, in_word} <= known
    assert list(waiting) == []
    assert version == 1


async def test_a_file_that_is_away_or_too_wordy_does_not_stop_the_others(
    client: httpx.AsyncClient, app: FastAPI, find: Any
) -> None:
    gone, wordy, fine = odd_word(), odd_word(), odd_word()
    storage: Storage = app.state.storage
    first = await upload(client, "perdido.pdf", pdf_saying("nada"))
    one = await present(client, main_upload_id=first["upload_id"], applicant=applicant(name=gone))
    storage.path(first["sha256"]).unlink()
    pairs = " ".join(f"{uuid4().hex[:9]}-{uuid4().hex[:9]}" for _ in range(9000))
    huge = await upload(client, "largo.docx", word_saying(pairs))
    others = [await upload(client, "largo.docx", word_saying(pairs[each:])) for each in range(1, 4)]
    two = await present(
        client,
        main_upload_id=huge["upload_id"],
        annexes=[{"upload_id": each["upload_id"]} for each in others],
        applicant=applicant(name=wordy),
    )
    last = await upload(client, "bien.pdf", pdf_saying(f"dice {fine}"))
    three = await present(client, main_upload_id=last["upload_id"])

    await index(app)

    assert await find(gone) == {one["id"]}
    assert await find(wordy) == {two["id"]}
    assert await find(fine) == {three["id"]}


@pytest.mark.parametrize(
    "q", ["'", "\\", "a & | !", "(:*)", "%", "_", "<->", "'; DROP TABLE documents", "🙂", "漢字", "de la"]
)
async def test_odd_words_are_words(find: Any, q: str) -> None:
    assert isinstance(await find(q), set)


async def test_nobody_finds_what_they_may_not_see(client: httpx.AsyncClient, find: Any, signed_in: SignedIn) -> None:
    word = odd_word()
    one = await present(client, applicant=applicant(name=word))

    for role in ("officer", "citizen"):
        headers = await signed_in(role)
        for q in (word, one["number"], "45678912"):
            assert await find(q, headers) == set()
