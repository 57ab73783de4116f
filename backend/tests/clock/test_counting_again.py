"""After a closure every open filing is counted again: once, told, and never against an act."""

import asyncio
from datetime import date, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.audit.models import AuditRow
from app.clock import LIMA, frozen
from app.clock.business_days import Calendar
from app.clock.models import Closure
from app.clock.terms import correct_by
from app.documents.acts.lapse import lapse_due
from app.documents.acts.recompute import apply_closures
from app.documents.lifecycle import Status
from app.documents.models import Document, Movement
from app.notifications.models import Mail
from app.settings import Settings
from tests.clock.filings import (
    NEXT_MONDAY,
    PATH,
    WAITING_FOR_A_ROW,
    closure,
    dates,
    filing,
    impact,
    until_somebody_waits,
)
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("year_of_its_own")


async def test_open_files_are_counted_again_once_and_their_people_told(client: httpx.AsyncClient, app: FastAPI) -> None:
    notified_at = datetime(2044, 5, 6, 11, 0, tzinfo=LIMA)
    limit = correct_by(notified_at, Calendar())
    open_file = await filing(app, applicant_email="persona@example.pe")
    observed = await filing(app, status=Status.OBSERVED, notified_at=notified_at, correct_by=limit, due_on=None)
    answered = await filing(app, status=Status.ANSWERED)
    await client.post(PATH, json=closure(NEXT_MONDAY), headers=await sign_in(client, "admin"))

    assert await apply_closures(app.state.database) >= 2
    assert await apply_closures(app.state.database) == 0

    assert await dates(app, open_file) == (date(2044, 5, 17), None, 2)
    assert await dates(app, observed) == (None, limit + timedelta(days=1), 2)
    assert await dates(app, answered) == (date(2044, 5, 16), None, 1)
    async with app.state.database.reading() as session:
        told = (await session.scalars(select(Mail).where(Mail.document_id == open_file.id))).all()
        moves = (await session.scalars(select(Movement).where(Movement.document_id == open_file.id))).all()
        chained = (await session.scalars(select(AuditRow).where(AuditRow.document_id == open_file.id))).all()
        applied = await session.scalar(select(Closure.applied_at).where(Closure.day == NEXT_MONDAY))
    assert [(each.kind, each.facts["due_before"], each.facts["due_after"]) for each in told] == [
        ("deadline_changed", "2044-05-16", "2044-05-17")
    ]
    assert [(each.act, each.text) for each in moves] == [("deadline_changed", "09/05/2044: Puente")]
    assert [each.action for each in chained] == ["deadline_changed"]
    assert applied is not None


async def test_counting_again_ends_where_the_impact_said(client: httpx.AsyncClient, app: FastAPI) -> None:
    files = [await filing(app) for _ in range(3)]
    shown = await impact(client, NEXT_MONDAY)
    await client.post(PATH, json=closure(NEXT_MONDAY), headers=await sign_in(client, "admin"))

    await apply_closures(app.state.database)

    for each in files:
        due_on, _, _ = await dates(app, each)
        assert due_on == date.fromisoformat(shown[str(each.id)]["due_after"])


async def test_an_act_in_between_is_not_overwritten(
    client: httpx.AsyncClient, app: FastAPI, settings: Settings
) -> None:
    open_file = await filing(app)
    await client.post(PATH, json=closure(NEXT_MONDAY), headers=await sign_in(client, "admin"))
    async with app.state.database.transaction() as act:
        document = await act.get_one(Document, open_file.id, with_for_update=True)
        counting = asyncio.create_task(apply_closures(app.state.database))
        await until_somebody_waits(settings, WAITING_FOR_A_ROW, "transactionid")
        document.status, document.due_on = Status.WITHDRAWN, None
    await counting

    assert await dates(app, open_file) == (None, None, 1)


async def test_nothing_lapses_while_a_closure_may_give_more_time(client: httpx.AsyncClient, app: FastAPI) -> None:
    notified_at = datetime(2044, 5, 6, 11, 0, tzinfo=LIMA)
    limit = correct_by(notified_at, Calendar())
    observed = await filing(app, status=Status.OBSERVED, notified_at=notified_at, correct_by=limit, due_on=None)
    await client.post(PATH, json=closure(NEXT_MONDAY), headers=await sign_in(client, "admin"))

    with frozen(limit + timedelta(seconds=1)):
        assert await lapse_due(app.state.database) == 0
        await apply_closures(app.state.database)
        assert await lapse_due(app.state.database) == 0
    with frozen(limit + timedelta(days=1)):
        assert await lapse_due(app.state.database) == 0
    with frozen(limit + timedelta(days=1, seconds=1)):
        assert await lapse_due(app.state.database) >= 1

    async with app.state.database.reading() as session:
        status = await session.scalar(select(Document.status).where(Document.id == observed.id))
    assert status == Status.NOT_PRESENTED
