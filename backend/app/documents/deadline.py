"""The deadline of one filing, explained day by day."""

from datetime import date

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from app.clock import service as clock_service
from app.clock.schemas import LedgerDayRead
from app.documents import deadlines
from app.documents.models import Document


class PauseRead(BaseModel):
    """The term stands still on each day with `from` < day <= `to`; `to` is null while it lasts."""

    start: date = Field(alias="from")
    end: date | None = Field(alias="to")


class DeadlineRead(BaseModel):
    """Without a term `due_on` is null and the ledger empty. `starts_on` is the start date itself, not counted."""

    presentation_date: date
    starts_on: date | None
    due_on: date | None
    term_days: int | None
    paused: bool
    pauses: list[PauseRead]
    ledger: list[LedgerDayRead]


async def explain(session: AsyncSession, document: Document) -> DeadlineRead:
    filing = await deadlines.filing(session, document.id)
    calendar = await clock_service.calendar_to_show(session)
    deadline = filing.deadline(calendar)
    running = document.status in deadlines.OPEN
    return DeadlineRead(
        presentation_date=document.presentation_date,
        starts_on=deadline.starts_on,
        due_on=document.due_on,
        term_days=filing.term_days,
        paused=deadline.paused and running,
        pauses=[PauseRead.model_validate({"from": pause.start, "to": pause.end}) for pause in filing.pauses],
        ledger=await clock_service.explained(session, deadline.ledger) if running else [],
    )
