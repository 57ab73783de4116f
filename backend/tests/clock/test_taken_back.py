"""A closure declared by mistake is taken back before its day: files are counted again, and their people told."""

from datetime import datetime, time, timedelta
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.audit.models import AuditRow
from app.clock import LIMA, frozen, queries
from app.clock.business_days import Calendar
from app.clock.models import Closure
from app.clock.terms import correct_by
from app.documents.acts.recompute import apply_closures
from app.documents.lifecycle import Status
from app.documents.models import Movement
from app.notifications.models import Mail
from tests.clock.filings import MONDAY, NEXT_MONDAY, PATH, closure, dates, filing
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("year_of_its_own")

BEFORE = datetime.combine(NEXT_MONDAY - timedelta(days=1), time(23, 59), LIMA)


async def declared(client: httpx.AsyncClient) -> str:
    answer = await client.post(PATH, json=closure(NEXT_MONDAY), headers=await sign_in(client, "admin"))
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def take_back(client: httpx.AsyncClient, closure_id: object, *, role: str = "admin") -> httpx.Response:
    with frozen(BEFORE):
        return await client.delete(f"{PATH}/{closure_id}", headers=await sign_in(client, role))


async def test_open_files_get_their_dates_back_and_their_people_are_told(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    notified_at = datetime(2044, 5, 6, 11, 0, tzinfo=LIMA)
    limit = correct_by(notified_at, Calendar())
    open_file = await filing(app, applicant_email="persona@example.pe")
    observed = await filing(app, status=Status.OBSERVED, notified_at=notified_at, correct_by=limit, due_on=None)
    closure_id = await declared(client)
    await apply_closures(app.state.database)
    assert await dates(app, observed) == (None, limit + timedelta(days=1), 2)

    assert (await take_back(client, closure_id)).status_code == 204
    assert await apply_closures(app.state.database) >= 2
    assert await apply_closures(app.state.database) == 0

    assert (await dates(app, open_file))[0] == open_file.due_on
    assert await dates(app, observed) == (None, limit, 3)
    async with app.state.database.reading() as session:
        mails = await session.scalars(select(Mail).where(Mail.document_id == open_file.id).order_by(Mail.created_at))
        told = [(each.kind, each.facts["due_after"]) for each in mails]
        moves = (await session.scalars(select(Movement.text).where(Movement.document_id == open_file.id))).all()
        removed = select(AuditRow).where(AuditRow.action == "closure_removed").order_by(AuditRow.seq.desc())
        row = (await session.scalars(removed.limit(1))).one()
    assert told == [("deadline_changed", "2044-05-17"), ("deadline_changed", "2044-05-16")]
    assert "09/05/2044: el día vuelve a ser laborable" in moves
    assert row.detail == {"closure_id": closure_id, "before": closure(NEXT_MONDAY), "after": None}


async def test_it_is_gone_from_list_and_calendar_and_the_day_may_be_declared_again(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    closure_id = await declared(client)
    await take_back(client, closure_id)

    listed = (await client.get(f"{PATH}?limit=100", headers=await sign_in(client, "clerk"))).json()["items"]
    assert closure_id not in {each["id"] for each in listed}
    assert await declared(client) != closure_id
    assert (await take_back(client, closure_id)).status_code == 404


async def test_taken_back_before_anybody_was_told_it_tells_nobody(client: httpx.AsyncClient, app: FastAPI) -> None:
    open_file = await filing(app)
    await take_back(client, await declared(client))

    await apply_closures(app.state.database)

    assert await dates(app, open_file) == (open_file.due_on, None, 1)


async def test_one_taken_back_while_it_was_being_applied_is_applied_again(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    closure_id = await declared(client)
    async with app.state.database.transaction() as session:
        read = [each for each in await queries.closures_to_apply(session) if str(each.id) == closure_id]
    await take_back(client, closure_id)
    async with app.state.database.transaction() as session:
        await queries.mark_applied(session, read, at=BEFORE)

    async with app.state.database.reading() as session:
        assert (await session.get_one(Closure, closure_id)).applied_at is None


async def test_a_day_that_has_come_stays_closed(client: httpx.AsyncClient) -> None:
    closure_id = await declared(client)
    admin = await sign_in(client, "admin")

    for day in (NEXT_MONDAY, NEXT_MONDAY + timedelta(days=30)):
        with frozen(datetime.combine(day, time(0), LIMA)):
            refused = await client.delete(f"{PATH}/{closure_id}", headers=await sign_in(client, "admin"))
        assert (refused.status_code, refused.json()["code"]) == (409, "closure_past")
    listed = (await client.get(f"{PATH}?limit=100", headers=admin)).json()["items"]
    assert closure_id in {each["id"] for each in listed}


async def test_only_the_admin_takes_one_back(client: httpx.AsyncClient) -> None:
    closure_id = await declared(client)

    for role in ("citizen", "clerk", "officer", "auditor"):
        assert (await take_back(client, closure_id, role=role)).status_code == 403, role
    assert (await client.delete(f"{PATH}/{closure_id}")).status_code == 401
    for unknown in (uuid4(), "abc", MONDAY):
        assert (await take_back(client, unknown)).status_code == 404
