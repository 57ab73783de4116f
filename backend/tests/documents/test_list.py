"""The list: who sees what, filters, sorts, pages, counters, and that it stays cheap."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event, update

from app import clock
from app.attachments.models import Attachment
from app.database import new_id
from app.documents.models import Document, Leg
from app.users.tokens import TokenType, read
from tests.documents.conftest import MakeArea, MakeProcedure, SignedIn
from tests.factories import API, applicant, present, upload

DAY = datetime(2026, 3, 2, 15, tzinfo=UTC)


@dataclass
class Desk:
    """Six filings, one a day from Monday 2 March 2026, told apart by a name of this test's own."""

    name: str
    ids: list[str]
    clerk: dict[str, str]
    client: httpx.AsyncClient

    async def page(self, headers: dict[str, str] | None = None, **query: Any) -> dict[str, Any]:
        answer = await self.client.get(
            f"{API}/documents", params={"q": self.name, **query}, headers=headers or self.clerk
        )
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    async def places(self, **query: Any) -> list[int]:
        """Which of the six, in the order listed."""
        return [self.ids.index(row["id"]) for row in (await self.page(**query))["items"]]


@pytest.fixture
async def desk(client: httpx.AsyncClient, signed_in: SignedIn) -> Desk:
    name = f"Zz{uuid4().hex[:12]}".translate(str.maketrans("0123456789", "ghijklmnop"))
    ids = []
    for day in range(6):
        main = await upload(client)
        with clock.frozen(DAY + timedelta(days=day)):
            who = applicant(name=f"Ana {name}")
            ids.append((await present(client, main_upload_id=main["upload_id"], applicant=who))["id"])
    return Desk(name, ids, await signed_in("clerk"), client)


async def change(app: FastAPI, document_id: str, **values: Any) -> None:
    async with app.state.database.transaction() as session:
        await session.execute(update(Document).where(Document.id == document_id).values(**values))


async def test_a_row_shows_what_the_desk_decides_by(
    desk: Desk, app: FastAPI, client: httpx.AsyncClient, make_procedure: MakeProcedure
) -> None:
    procedure = await make_procedure(name="Licencia de obra")
    who = applicant(name=f"Beto {desk.name}")
    main, annex = await upload(client), await upload(client, "plano.pdf")
    filed = await present(
        client,
        applicant=who,
        procedure_id=str(procedure.id),
        main_upload_id=main["upload_id"],
        annexes=[{"upload_id": annex["upload_id"]}],
    )
    findings = [
        {"code": "pdf_forms", "severity": "info", "message": "Tiene formulario."},
        {"code": "blank_page", "severity": "warning", "message": "La página 1 está en blanco."},
    ]
    async with app.state.database.transaction() as session:
        last = update(Attachment).where(Attachment.id == filed["attachments"][1]["id"])
        await session.execute(last.values(findings=findings))

    row = (await desk.page(sort="-presented_at", limit=1))["items"][0]

    assert row["id"] == filed["id"]
    assert (row["number"], row["registry_number"], row["status"], row["version"]) == (
        filed["number"],
        None,
        "presented",
        1,
    )
    assert (row["procedure_id"], row["procedure_name"]) == (str(procedure.id), "Licencia de obra")
    assert (row["applicant_name"], row["folios"], row["pages"], row["attachments_count"]) == (who["name"], 1, 2, 2)
    assert row["findings"] == {"severity": "warning", "code": "blank_page", "count": 2}
    assert (row["holder"], row["assigned_to"], row["correct_by"], row["received_at"]) == (None, None, None, None)
    assert row["due_on"]


async def test_every_sort_goes_both_over_pages_and_at_once(desk: Desk, app: FastAPI) -> None:
    for place, due in ((0, date(2026, 5, 3)), (2, date(2026, 5, 1)), (3, date(2026, 5, 1)), (5, date(2026, 5, 2))):
        await change(app, desk.ids[place], due_on=due)
    expected = {
        "presented_at": [0, 1, 2, 3, 4, 5],
        "-presented_at": [5, 4, 3, 2, 1, 0],
        "number": [0, 1, 2, 3, 4, 5],
        # Without a due date, last.
        "due_on": [2, 3, 5, 0, 1, 4],
        "-due_on": [0, 5, 3, 2, 1, 4],
    }

    for sort, order in expected.items():
        assert await desk.places(sort=sort) == order, sort
        for limit in (1, 2, 4):
            seen: list[int] = []
            query: dict[str, Any] = {"sort": sort, "limit": limit}
            while True:
                page = await desk.page(**query)
                assert page["total"] == 6
                seen += [desk.ids.index(row["id"]) for row in page["items"]]
                if not page["next_cursor"]:
                    break
                query["cursor"] = page["next_cursor"]
            assert seen == order, (sort, limit)


async def test_filings_of_the_same_instant_are_paged_without_loss(desk: Desk, app: FastAPI) -> None:
    for each in desk.ids:
        await change(app, each, presented_at=DAY)

    first = await desk.page(limit=4)
    second = await desk.page(limit=4, cursor=first["next_cursor"])

    assert {row["id"] for row in first["items"] + second["items"]} == set(desk.ids)
    assert second["next_cursor"] is None


async def test_every_filter_narrows(
    desk: Desk, app: FastAPI, make_procedure: MakeProcedure, make_area: MakeArea, signed_in: SignedIn
) -> None:
    procedure, area = await make_procedure(), await make_area()
    someone = UUID(await _me(app, await signed_in("officer", area.id)))
    await change(app, desk.ids[1], procedure_id=procedure.id, document_type="oficio", assigned_to_id=someone)
    await change(
        app, desk.ids[2], status="received", received_at=DAY, registry_number=uuid4().hex[:20], due_on=date(2026, 4, 1)
    )
    await change(app, desk.ids[3], status="withdrawn", due_on=date(2026, 4, 2))
    await leg(app, desk.ids[4], area.id, "accepted", someone)
    await leg(app, desk.ids[5], area.id, "completed", someone)

    assert await desk.places(status="received") == [2]
    assert await desk.places(status=["received", "withdrawn"], sort="presented_at") == [2, 3]
    assert await desk.places(procedure_id=str(procedure.id)) == [1]
    assert await desk.places(document_type="oficio") == [1]
    assert await desk.places(assigned_to=str(someone)) == [1]
    assert await desk.places(area_id=str(area.id)) == [4]
    assert await desk.places(presented_from="2026-03-04", presented_to="2026-03-05", sort="presented_at") == [2, 3]
    assert await desk.places(due_before="2026-04-02") == [2]
    with clock.frozen(datetime(2026, 4, 1, 23, tzinfo=UTC)):
        assert await desk.places(overdue="true") == []
    with clock.frozen(datetime(2026, 4, 2, 12, tzinfo=UTC)):
        assert await desk.places(overdue="true") == [2]
        assert await desk.places(overdue="false", sort="presented_at") == [0, 1, 3, 4, 5]
    assert await desk.places(status="received", document_type="oficio") == []
    assert await desk.places(area_id=str(new_id())) == []


async def _me(app: FastAPI, headers: dict[str, str]) -> str:
    return str(read(app.state.settings, headers["Authorization"].removeprefix("Bearer "), TokenType.ACCESS)["sub"])


async def leg(app: FastAPI, document_id: str, area_id: UUID, state: str, sent_by: UUID) -> None:
    row = Leg(document_id=document_id, area_id=area_id, purpose="action", instruction="Atender", sent_at=DAY)
    row.state, row.sent_by = state, sent_by
    async with app.state.database.transaction() as session:
        session.add(row)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "muchos"}, "limit"),
        ({"sort": "subject"}, "sort"),
        ({"sort": ""}, "sort"),
        ({"status": "perdido"}, "status.0"),
        ({"area_id": "nada"}, "area_id"),
        ({"assigned_to": "7"}, "assigned_to"),
        ({"procedure_id": "x" * 32}, "procedure_id"),
        ({"presented_from": "ayer"}, "presented_from"),
        ({"presented_to": "2026-02-30"}, "presented_to"),
        ({"due_before": "x"}, "due_before"),
        ({"overdue": "quizás"}, "overdue"),
        ({"cursor": "nada"}, "cursor"),
        ({"cursor": "WyJudW1iZXIiLCJ4IiwieSJd"}, "cursor"),
        ({"q": "a" * 201}, "q"),
        ({"q": "nulo\x00"}, "q"),
        ({"document_type": "x\x00"}, "document_type"),
        ({"color": "verde"}, "color"),
    ],
)
async def test_a_bad_filter_is_named(desk: Desk, query: dict[str, Any], field: str) -> None:
    answer = await desk.client.get(f"{API}/documents", params=query, headers=desk.clerk)

    assert answer.status_code == 422, answer.text
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_a_cursor_serves_its_own_sort(desk: Desk) -> None:
    cursor = (await desk.page(limit=1))["next_cursor"]

    answer = await desk.client.get(f"{API}/documents", params={"cursor": cursor, "sort": "number"}, headers=desk.clerk)

    assert answer.status_code == 422


async def test_who_sees_what(
    desk: Desk, app: FastAPI, client: httpx.AsyncClient, make_area: MakeArea, signed_in: SignedIn
) -> None:
    area, other = await make_area(), await make_area()
    officer, citizen = await signed_in("officer", area.id), await signed_in("citizen")
    own = await present(client, headers=citizen, applicant=applicant(name=f"Ana {desk.name}"))
    await leg(app, desk.ids[0], area.id, "returned", UUID(await _me(app, officer)))

    async def seen(headers: dict[str, str]) -> set[str]:
        page = await desk.page(headers)
        assert page["total"] == len(page["items"])
        return {row["id"] for row in page["items"]}

    assert await seen(desk.clerk) == {*desk.ids, own["id"]}
    assert await seen(await signed_in("auditor")) == {*desk.ids, own["id"]}
    assert await seen(officer) == {desk.ids[0]}
    assert await seen(await signed_in("officer", other.id)) == set()
    assert await seen(await signed_in("officer")) == set()
    assert await seen(citizen) == {own["id"]}
    assert await seen(await signed_in("citizen")) == set()
    for headers, status in ((await signed_in("admin"), 403), ({}, 401)):
        for path in ("documents", "documents/counters"):
            assert (await client.get(f"{API}/{path}", headers=headers)).status_code == status


async def test_a_citizens_row_says_nothing_of_the_institutions_work(
    client: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    citizen = await signed_in("citizen")
    await present(client, headers=citizen)

    row = (await client.get(f"{API}/documents", headers=citizen)).json()["items"][0]

    assert not {"holder", "assigned_to", "findings"} & set(row)
    for name in ("area_id", "assigned_to"):
        answer = await client.get(f"{API}/documents", params={name: str(new_id())}, headers=citizen)
        assert [each["field"] for each in answer.json()["errors"]] == [name]


async def test_the_counters_follow_the_desk(app: FastAPI, client: httpx.AsyncClient, signed_in: SignedIn) -> None:
    citizen = await signed_in("citizen")
    ids = [(await present(client, headers=citizen))["id"] for _ in range(5)]
    await change(app, ids[0], status="observed", correct_by=DAY)
    await change(app, ids[1], status="corrected")
    await change(app, ids[2], status="received", received_at=DAY, registry_number=uuid4().hex[:20])

    counters = (await client.get(f"{API}/documents/counters", headers=citizen)).json()

    assert counters == {"new": 2, "observed": 1, "corrected": 1, "to_dispatch_today": 1, "all": 5}


@pytest.mark.parametrize(("query", "most"), [({}, 2), ({"q": "EXP-2026-000001"}, 6), ({"q": "cosa jamás escrita"}, 4)])
async def test_a_page_takes_few_statements_however_long(
    desk: Desk, app: FastAPI, query: dict[str, str], most: int
) -> None:
    await desk.page()
    counted: dict[int, int] = {}
    for limit in (1, 100):
        statements: list[str] = []

        def note(_: Any, __: Any, statement: str, *rest: Any, into: list[str] = statements) -> None:
            # Who asks is remembered for two seconds, which a busy machine may take between two pages.
            if "sessions" not in statement:
                into.append(statement)

        engine = app.state.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            await desk.page(**({"q": ""} | query), limit=limit)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        counted[limit] = len(statements)

    # A page that holds all there is needs no count.
    assert counted[100] <= counted[1] <= most
