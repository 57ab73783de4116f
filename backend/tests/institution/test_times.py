"""How long things take is told from real filings, in business days, once there are enough of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from app.catalogue.models import Procedure
from app.clock import LIMA, frozen
from app.clock.business_days import Calendar
from app.documents.models import Document, Movement
from app.institution import times

MONDAY = date(2043, 3, 2)
LATER = datetime(2043, 4, 1, 12, 0, tzinfo=LIMA)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    times.forget()


def after(business_days: int) -> datetime:
    day = Calendar().business_day_after(MONDAY, business_days) if business_days else MONDAY
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=LIMA)


async def filings(app: FastAPI, received: list[int], answered: Sequence[int] = (), **over: Any) -> Procedure:
    """Filings of a procedure of their own, each received and answered so many business days after MONDAY."""
    name = f"Procedimiento {uuid4().hex[:8]}"
    procedure = Procedure(code=uuid4().hex[:12], name=name, description="", term_days=10, silence="negative")
    async with app.state.database.transaction() as session:
        session.add(procedure)
        await session.flush()
        for at, days in enumerate(received):
            fields = {
                "number": f"T-{uuid4().hex[:12]}",
                "registry_number": f"E-{uuid4().hex[:12]}",
                "status": "answered",
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
                "presented_at": datetime(2043, 3, 2, 8, 0, tzinfo=LIMA),
                "presentation_date": MONDAY,
                "received_at": after(days),
                "rule": "full_day",
                "procedure_id": procedure.id,
            }
            document = Document(**fields | over)
            session.add(document)
            await session.flush()
            if at < len(answered):
                moment = after(answered[at])
                for extra in (timedelta(0), timedelta(days=30)):
                    session.add(
                        Movement(document_id=document.id, act="answer", at=moment + extra, to_status="answered")
                    )
    return procedure


async def told(client: httpx.AsyncClient, procedure: Procedure) -> dict[str, Any] | None:
    with frozen(LATER):
        listed = (await client.get("/api/v1/institution")).json()["usual_times"]
    return next((each for each in listed if each["procedure_id"] == str(procedure.id)), None)


async def test_half_of_them_took_so_many_business_days(client: httpx.AsyncClient, app: FastAPI) -> None:
    procedure = await filings(app, received=[0, 1, 1, 2, 9], answered=[3, 4, 6, 8, 20])

    assert await told(client, procedure) == {
        "procedure_id": str(procedure.id),
        "name": procedure.name,
        "term_days": 10,
        "documents": 5,
        "median_days_to_receive": 1,
        "median_days_to_answer": 6,
    }


async def test_too_few_answers_tell_nothing(client: httpx.AsyncClient, app: FastAPI) -> None:
    few_answers = await filings(app, received=[1] * 5, answered=[3] * 4)
    few_filings = await filings(app, received=[1] * 4)

    found = await told(client, few_answers)
    assert found is not None
    assert found["median_days_to_answer"] is None
    assert await told(client, few_filings) is None


async def test_old_filings_play_no_part(client: httpx.AsyncClient, app: FastAPI) -> None:
    old = await filings(app, received=[1] * 5, presented_at=datetime(2042, 12, 1, 8, 0, tzinfo=LIMA))

    assert await told(client, old) is None


async def test_names_and_terms_are_those_of_today(client: httpx.AsyncClient, app: FastAPI) -> None:
    procedure = await filings(app, received=[1] * 5)
    assert await told(client, procedure) is not None

    async with app.state.database.transaction() as session:
        (await session.get_one(Procedure, procedure.id)).name = "Otro nombre"
    found = await told(client, procedure)
    assert found is not None
    assert found["name"] == "Otro nombre"

    async with app.state.database.transaction() as session:
        (await session.get_one(Procedure, procedure.id)).active = False
    assert await told(client, procedure) is None
