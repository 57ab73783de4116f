"""`GET /institution`: what anybody may know before sending anything."""

from collections.abc import AsyncIterator
from datetime import date, datetime, time

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from app.clock import LIMA, frozen
from app.clock.models import Closure
from app.institution.models import CutoffRule
from app.settings import Settings

PATH = "/api/v1/institution"


@pytest.fixture
async def office_hours_in_2031(app: FastAPI) -> AsyncIterator[None]:
    """From 2031 to 2032 the desk counts office hours, which end earlier than the settings say."""
    async with app.state.database.transaction() as session:
        session.add(CutoffRule(valid_from=date(2031, 1, 1), rule="office_hours", closes_at=time(15, 0)))
        session.add(CutoffRule(valid_from=date(2032, 1, 1), rule="full_day"))
        session.add(Closure(day=date(2031, 3, 4), kind="outage", reason="Sin energía"))
    yield
    async with app.state.database.transaction() as session:
        await session.execute(delete(CutoffRule).where(CutoffRule.valid_from >= date(2031, 1, 1)))
        await session.execute(delete(Closure).where(Closure.day == date(2031, 3, 4)))


async def test_it_tells_limits_texts_and_rules(client: httpx.AsyncClient, settings: Settings) -> None:
    answer = await client.get(PATH)

    found = answer.json()
    assert answer.status_code == 200
    assert (found["max_upload_size"], found["max_files"]) == (settings.max_upload_size, settings.max_files)
    assert found["allowed_extensions"] == ["pdf", "jpg", "jpeg", "png", "docx", "xlsx"]
    assert (found["rule"], found["correct_days"]) == ("full_day", 2)
    assert (found["opens_at"], found["closes_at"]) == ("08:30", "16:30")
    assert [each["version"] for each in found["consent_texts"]] == ["1"]
    assert "Ley N.° 29733" in found["consent_texts"][0]["body"]
    assert found["verify_key"]["algorithm"] == "Ed25519"
    assert len(found["verify_key"]["keys"][found["verify_key"]["key_id"]]) == 44
    assert {"name", "ruc", "address", "phone", "desk_name", "logo_svg"} <= found.keys()


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 24, 23, 59, 59), ("2026-11-24", True, "2026-11-24", None)),
        (datetime(2026, 11, 28, 12, 0), ("2026-11-28", False, "2026-11-30", "Sábado")),
        (
            datetime(2026, 12, 8, 9, 0),
            ("2026-12-08", False, "2026-12-10", "Feriado nacional: Inmaculada Concepción"),
        ),
        (datetime(2031, 3, 3, 15, 0), ("2031-03-03", True, "2031-03-03", None)),
        (
            datetime(2031, 3, 3, 15, 0, 1),
            ("2031-03-03", True, "2031-03-05", "Terminó el horario de hoy, que cierra a las 15:00"),
        ),
        (
            datetime(2031, 3, 4, 9, 0),
            ("2031-03-04", False, "2031-03-05", "Interrupción del servicio: Sin energía"),
        ),
        (datetime(2032, 3, 2, 20, 0), ("2032-03-02", True, "2032-03-02", None)),
    ],
)
@pytest.mark.usefixtures("office_hours_in_2031")
async def test_it_tells_the_date_that_something_sent_now_would_have(
    client: httpx.AsyncClient, at: datetime, expected: tuple[str, bool, str, str | None]
) -> None:
    with frozen(at.replace(tzinfo=LIMA)):
        today = (await client.get(PATH)).json()["today"]

    assert (today["date"], today["business_day"], today["presentation_date"], today["reason"]) == expected
