"""The deadline of a filing that nobody sent yet: for the curious, and for whoever checks our counting."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.clock import lima_date, service
from app.clock.business_days import Calendar
from app.clock.cutoff import presentation_of
from app.clock.schemas import PreviewBody, PreviewRead
from app.clock.terms import deadline_of


async def preview(session: AsyncSession, body: PreviewBody) -> PreviewRead:
    """Counts on the body's closures and the national holidays only."""
    calendar = Calendar.of(closure.closed_day() for closure in body.closures)
    presented = presentation_of(body.sent_at, body.cutoff(), calendar)
    deadline = deadline_of(
        presented.presentation_date,
        lima_date(body.received_at) if body.received_at else None,
        body.term_days,
        [pause.pause() for pause in body.pauses],
        body.term_starts_from,
        calendar,
    )
    assert deadline.starts_on is not None  # a term from reception brings its instant
    return PreviewRead(
        presentation_date=presented.presentation_date,
        rule=presented.rule,
        starts_on=deadline.starts_on,
        due_on=deadline.due_on,
        paused=deadline.paused,
        ledger=await service.explained(session, deadline.ledger),
    )
