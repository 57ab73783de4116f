"""What everybody may know of the institution before sending anything."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.clock import lima_date, now, service
from app.clock.business_days import Calendar
from app.clock.cutoff import Cutoff, presentation_of
from app.clock.terms import CORRECT_DAYS
from app.institution import queries
from app.institution.schemas import ConsentRead, InstitutionRead, Today, VerifyKey
from app.institution.times import usual_times
from app.receipts.service import public_key_info
from app.settings import Settings

COLUMNS = (
    *("name", "short_name", "ruc", "place", "address", "phone", "email", "desk_name"),
    *("opens_at", "closes_at", "correct_keeps_date"),
)


async def face(session: AsyncSession, settings: Settings) -> InstitutionRead:
    """Name, hours, rule of dates, limits and texts, as they stand now."""
    row, logo = await queries.with_logo(session)
    cutoff = await service.cutoff(session, now())
    calendar = await service.calendar_to_show(session)
    texts = await queries.consent_texts(session, lima_date(now()))
    return InstitutionRead(
        **{name: getattr(row, name) for name in COLUMNS},
        logo_svg=logo,
        rule=cutoff.kind,
        today=today(cutoff, calendar),
        correct_days=CORRECT_DAYS,
        max_upload_size=settings.max_upload_size,
        max_files=settings.max_files,
        allowed_extensions=settings.allowed_extensions,
        verify_key=VerifyKey.model_validate(public_key_info()),
        consent_texts=[ConsentRead.model_validate(text) for text in texts],
        usual_times=list(await usual_times(session, calendar)),
    )


def today(cutoff: Cutoff, calendar: Calendar) -> Today:
    """The legal date of something sent now, and why it is not today when it is not."""
    instant = now()
    day = lima_date(instant)
    closed = calendar.why_closed(day)
    presented = presentation_of(instant, cutoff, calendar).presentation_date
    reason = closed.reason if closed else None
    if reason is None and presented != day:
        reason = f"Terminó el horario de hoy, que cierra a las {cutoff.closes_at:%H:%M}"
    return Today(date=day, business_day=closed is None, presentation_date=presented, reason=reason)
