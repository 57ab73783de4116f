"""The clock in a filing's life: what was sent, when it counts, until when, and what a closure does to it."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, update

from app.catalogue.models import Procedure
from app.clock import LIMA, frozen
from app.clock.models import Closure
from app.documents.acts.recompute import apply_closures
from tests.factories import present
from tests.people import sign_in

API = "/api/v1"
# Tuesday, after the desk's hours; Thursday and Friday of that week are Easter's.
SENT = datetime(2046, 3, 20, 18, 30, tzinfo=LIMA)


@pytest.fixture
async def procedure(app: FastAPI) -> AsyncIterator[Procedure]:
    """Ten business days from the presentation."""
    made = Procedure(code=uuid4().hex[:12], name="Prueba", description="", term_days=10, silence="negative")
    async with app.state.database.transaction() as session:
        session.add(made)
    yield made
    async with app.state.database.transaction() as session:
        await session.execute(delete(Closure).where(Closure.day >= date(2046, 1, 1)))


async def act(client: httpx.AsyncClient, document: dict[str, Any], verb: str, at: datetime, **body: Any) -> Any:
    """A clerk's act at `at`, on the latest version."""
    with frozen(at):
        clerk = await sign_in(client, "clerk")
        seen = await client.get(f"{API}/documents/{document['id']}", headers=clerk)
        answer = await client.post(
            f"{API}/documents/{document['id']}/{verb}", json=body, headers=clerk | {"If-Match": seen.headers["ETag"]}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


async def deadline(client: httpx.AsyncClient, document: dict[str, Any]) -> dict[str, Any]:
    with frozen(SENT):
        answer = await client.get(f"{API}/documents/{document['id']}/deadline", headers=await sign_in(client, "clerk"))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_deadline_of_a_filing_is_the_one_of_the_preview(
    client: httpx.AsyncClient, procedure: Procedure
) -> None:
    with frozen(SENT):
        document = await present(client, procedure_id=str(procedure.id))
    preview = await client.post(f"{API}/calendar/preview", json={"sent_at": SENT.isoformat(), "term_days": 10})

    expected, found = preview.json(), await deadline(client, document)

    assert document["presentation_date"] == "2046-03-20"
    assert (found["due_on"], found["starts_on"]) == ("2046-04-05", "2046-03-20")
    assert found["ledger"] == expected["ledger"]
    assert (found["term_days"], found["paused"], found["pauses"]) == (10, False, [])


async def test_an_observation_pauses_the_term(client: httpx.AsyncClient, procedure: Procedure) -> None:
    with frozen(SENT):
        document = await present(client, procedure_id=str(procedure.id))
    item = {"reason_code": "unsigned", "text": "Falta la firma."}
    observed = await act(client, document, "observe", SENT + timedelta(days=1), items=[item])

    found = await deadline(client, document)

    assert (observed["due_on"], observed["correct_by"]) == (None, "2046-03-28T04:59:59Z")
    assert (found["due_on"], found["paused"]) == (None, True)
    assert found["pauses"] == [{"from": "2046-03-21", "to": None}]
    assert [each["date"] for each in found["ledger"]] == ["2046-03-21"]


async def test_a_closure_moves_the_due_date_and_the_history_says_so(
    client: httpx.AsyncClient, app: FastAPI, procedure: Procedure
) -> None:
    with frozen(SENT):
        document = await present(client, procedure_id=str(procedure.id))
        admin = await sign_in(client, "admin")
        closure = {"date": "2046-04-02", "kind": "regional", "reason": "Aniversario"}
        shown = (await client.post(f"{API}/calendar/closures/impact", json=closure, headers=admin)).json()
        await client.post(f"{API}/calendar/closures", json=closure, headers=admin)
        await apply_closures(app.state.database)

    found = await deadline(client, document)

    moved = next(each for each in shown["documents"] if each["id"] == document["id"])
    assert (moved["due_before"], moved["due_after"]) == ("2046-04-05", "2046-04-06")
    assert found["due_on"] == found["ledger"][-1]["date"] == "2046-04-06"
    assert "Día no laborable regional: Aniversario" in {each["reason"] for each in found["ledger"]}
    with frozen(SENT):
        clerk = await sign_in(client, "clerk")
        history = (await client.get(f"{API}/documents/{document['id']}/movements", headers=clerk)).json()
    items = history["items"] if isinstance(history, dict) else history
    assert [each["act"] for each in items] == ["present", "deadline_changed"]


async def test_a_term_changed_later_is_for_later_filings(
    client: httpx.AsyncClient, app: FastAPI, procedure: Procedure
) -> None:
    with frozen(SENT):
        document = await present(client, procedure_id=str(procedure.id))
    async with app.state.database.transaction() as session:
        changed = {"term_days": 30, "term_starts_from": "reception"}
        await session.execute(update(Procedure).where(Procedure.id == procedure.id).values(changed))
    with frozen(SENT):
        closure = {"date": "2046-04-03", "kind": "regional", "reason": "Aniversario"}
        await client.post(f"{API}/calendar/closures", json=closure, headers=await sign_in(client, "admin"))
        await apply_closures(app.state.database)

    found = await deadline(client, document)
    received = await act(client, document, "receive", SENT + timedelta(days=1))

    assert (found["term_days"], found["due_on"], received["due_on"]) == (10, "2046-04-06", "2046-04-06")


@pytest.mark.parametrize(("after", "status"), [(timedelta(seconds=1), 200), (timedelta(days=1, seconds=1), 409)])
async def test_a_closure_gives_its_day_to_a_correction_before_it_reached_the_file(
    client: httpx.AsyncClient, procedure: Procedure, after: timedelta, status: int
) -> None:
    with frozen(SENT):
        document = await present(client, procedure_id=str(procedure.id))
    item = {"reason_code": "unsigned", "text": "Falta la firma."}
    observed = await act(client, document, "observe", SENT + timedelta(days=1), items=[item])
    told = datetime.fromisoformat(observed["correct_by"])
    closure = {"date": "2046-03-27", "kind": "outage", "reason": "Sin servicio"}
    with frozen(told):
        await client.post(f"{API}/calendar/closures", json=closure, headers=await sign_in(client, "admin"))

    with frozen(told + after):
        opened = await client.post(
            f"{API}/tracking", json={"number": document["number"], "access_key": document["access_key"]}
        )
        corrected = await client.post(
            f"{API}/documents/{document['id']}/correct",
            json={"items": [{"item_id": observed["observation"]["items"][0]["id"], "text": "Lo envío firmado."}]},
            headers={
                "Authorization": f"Bearer {opened.json()['tracking_token']}",
                "If-Match": f'"{observed["version"]}"',
            },
        )

    assert corrected.status_code == status, corrected.text
    if status == 200:
        # Wednesday 28 answered what was asked on Wednesday 21: 26 to 28 stand still besides the Easter days.
        assert corrected.json()["due_on"] == "2046-04-10"
    else:
        assert corrected.json()["code"] == "correction_lapsed"
