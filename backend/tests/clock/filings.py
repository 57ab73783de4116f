"""Filings with a term in a year of their own, and closures in it."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
from fastapi import FastAPI
from sqlalchemy import select

from app.catalogue.models import Procedure
from app.clock import LIMA
from app.clock.business_days import Calendar
from app.documents.lifecycle import Status
from app.documents.models import Document, Observation
from app.settings import Settings
from tests.people import sign_in

PATH = "/api/v1/calendar/closures"
# Nobody else's filings are due in this year.
MONDAY = date(2044, 5, 2)
NEXT_MONDAY = MONDAY + timedelta(days=7)


def closure(day: date, **over: Any) -> dict[str, Any]:
    return {"date": day.isoformat(), "kind": "decreed", "reason": "Puente"} | over


async def filing(app: FastAPI, *, notified_at: datetime | None = None, **over: Any) -> Document:
    """A filing of a ten-day procedure, presented on MONDAY and due ten business days later."""
    procedure = Procedure(code=uuid4().hex[:12], name="Prueba", description="", term_days=10, silence="negative")
    fields: dict[str, Any] = {
        "number": f"T-{uuid4().hex[:12]}",
        "status": Status.PRESENTED,
        "subject": "Asunto",
        "body": "Texto",
        "document_type": "solicitud",
        "folios": 1,
        "person_type": "natural",
        "identity_type": "dni",
        "identity_number": "00000000",
        "applicant_name": "Persona",
        "electronic_notice": True,
        "privacy_consent_version": "1",
        "presented_at": datetime(2044, 5, 2, 10, 0, tzinfo=LIMA),
        "presentation_date": MONDAY,
        "rule": "full_day",
        "due_on": Calendar().business_day_after(MONDAY, 10),
    }
    document = Document(**fields | over)
    async with app.state.database.transaction() as session:
        session.add(procedure)
        await session.flush()
        document.is_under(procedure)
        session.add(document)
        if notified_at:
            await session.flush()
            session.add(Observation(document_id=document.id, notified_at=notified_at))
    return document


async def impact(client: httpx.AsyncClient, day: date) -> dict[str, dict[str, Any]]:
    answer = await client.post(f"{PATH}/impact", json=closure(day), headers=await sign_in(client, "admin"))
    assert answer.status_code == 200, answer.text
    return {each["id"]: each for each in answer.json()["documents"]}


WAITING_FOR_THE_CALENDAR = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = $1"
WAITING_FOR_A_ROW = "SELECT count(*) FROM pg_locks WHERE locktype = $1 AND NOT granted"


async def until_somebody_waits(settings: Settings, how: str, what: object) -> None:
    connection = await asyncpg.connect(settings.database_url)
    try:
        async with asyncio.timeout(10):
            while not await connection.fetchval(how, what):
                pass
    finally:
        await connection.close()


async def dates(app: FastAPI, document: Document) -> tuple[date | None, datetime | None, int]:
    async with app.state.database.reading() as session:
        row = await session.execute(
            select(Document.due_on, Document.correct_by, Document.version).where(Document.id == document.id)
        )
        found: tuple[date | None, datetime | None, int] = tuple(row.one())
    return found
