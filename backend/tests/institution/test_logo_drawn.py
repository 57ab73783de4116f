"""An accepted logo is drawn in the receipts issued from then on; those issued before keep what they had."""

import httpx
import pypdfium2
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.receipts.models import Receipt
from app.receipts.sealing import ReceiptNotCompiled, compile_pdf, try_logo
from tests.factories import present
from tests.people import sign_in

API = "/api/v1"
NS = 'xmlns="http://www.w3.org/2000/svg"'
# A green that nothing else in a receipt has.
GREEN = (0, 170, 0)
LOGO = f'<svg {NS} viewBox="0 0 40 20"><path d="M0 0H40V20H0Z" fill="rgb(0,170,0)"/></svg>'

pytestmark = pytest.mark.usefixtures("settings_given_back")


def green_box(pdf: bytes) -> tuple[int, int]:
    """Width and height in millimetres of what is green on the first page; 0 when nothing is."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")
    found = [(x, y) for y in range(page.height) for x in range(page.width) if page.getpixel((x, y)) == GREEN]
    if not found:
        return 0, 0
    across, down = {x for x, _ in found}, {y for _, y in found}
    per_millimetre = page.width / 210
    return round(len(across) / per_millimetre), round(len(down) / per_millimetre)


async def receipt_of(client: httpx.AsyncClient, filed: dict[str, object]) -> bytes:
    answer = await client.get(
        f"{API}/documents/{filed['id']}/receipt?kind=presentation", headers=await sign_in(client, "clerk")
    )
    assert answer.status_code == 200, answer.text
    return answer.content


async def put(client: httpx.AsyncClient, svg: str | None) -> httpx.Response:
    return await client.patch(f"{API}/settings", json={"logo_svg": svg}, headers=await sign_in(client, "admin"))


async def test_the_logo_is_drawn_in_the_next_receipt_and_not_in_the_one_before(client: httpx.AsyncClient) -> None:
    before = await present(client)

    assert (await put(client, LOGO)).status_code == 200
    after = await present(client)
    assert (await put(client, None)).status_code == 200
    without = await present(client)

    assert green_box(await receipt_of(client, after)) == (24, 12)
    assert green_box(await receipt_of(client, before)) == (0, 0)
    assert green_box(await receipt_of(client, without)) == (0, 0)


async def test_a_receipt_that_lost_its_logo_is_a_receipt_all_the_same(client: httpx.AsyncClient, app: FastAPI) -> None:
    filed = await present(client)
    async with app.state.database.reading() as session:
        receipt = (await session.scalars(select(Receipt).where(Receipt.document_id == filed["id"]))).one()
    content = receipt.facts | {"qr_text": receipt.qr_text}

    for damaged in ("no es un dibujo", f"<svg {NS}", ""):
        assert compile_pdf(content | {"logo_svg": damaged}).startswith(b"%PDF")


async def test_what_no_receipt_can_draw_in_time_is_refused(client: httpx.AsyncClient) -> None:
    """Each group draws the one before ten times: a kilobyte that would be a million squares."""
    groups = '<g id="g0"><path d="M0 0h1v1z"/></g>'
    for n in range(1, 7):
        groups += f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>"
    nested = f'<svg {NS} viewBox="0 0 9 9"><defs>{groups}</defs><use href="#g6"/></svg>'

    refused = await put(client, nested)

    assert refused.status_code == 422
    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [("logo_svg", "logo_not_drawn")]


@pytest.mark.parametrize("bad", ["", "hola", f"<svg {NS}><g>"])
def test_a_logo_is_tried_before_it_is_accepted(bad: str) -> None:
    with pytest.raises(ReceiptNotCompiled):
        try_logo(bad)
