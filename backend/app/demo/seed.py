"""Plays the stories: the same acts people do, at the hours they would have done them. No status is ever written."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app import clock
from app.attachments import service as attachments
from app.attachments.models import Upload
from app.attachments.service import Intake
from app.catalogue.models import Procedure, Requirement
from app.clock import LIMA
from app.clock import service as clock_service
from app.clock.business_days import Calendar
from app.demo.papers import Paper, as_pdf
from app.demo.stories import STORIES, Story
from app.demo.writs import form, party_of, slug, writ
from app.documents import queries
from app.documents.acts import correct, end, lapse, observe, receive, route
from app.documents.acts.bodies import (
    Correct,
    Correction,
    Defect,
    Forward,
    LegBody,
    Observe,
    Receive,
    Route,
    Void,
    Withdraw,
)
from app.documents.models import Document
from app.documents.presenting import service as presenting
from app.documents.presenting import writing
from app.documents.presenting.schemas import Annex, Applicant, Present, Representative
from app.institution.models import Area
from app.notifications.models import Mail
from app.receipts import service as receipts
from app.users.principals import Principal, TrackingPass

ORDINARY = timedelta(hours=2)
THICK = 9
Player = Callable[[], Awaitable[None]]


@dataclass
class Stage:
    """What the players need: the process, the calendar, who they are, and the filings so far."""

    intake: Intake
    calendar: Calendar
    now: datetime
    clerk: Principal
    citizen: Principal
    areas: dict[str, UUID]
    procedures: dict[str, Procedure]
    filed: dict[int, UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """One act of one story, at its hour."""

    at: datetime
    story: int
    play: Player


async def play(stage: Stage) -> int:
    """Plays every story up to now, in the order of the clock, so that numbers follow it; answers how many filings."""
    scenes = [scene for number, story in enumerate(STORIES) for scene in _scenes(stage, number, story)]
    for scene in sorted(scenes, key=lambda each: (each.at, each.story)):
        if scene.at <= stage.now:
            with clock.frozen(scene.at):
                await scene.play()
    async with stage.intake.database.transaction() as session:
        # Nobody of the demonstration is ever written to.
        await session.execute(delete(Mail))
    return len(stage.filed)


def _scenes(stage: Stage, number: int, story: Story) -> list[Scene]:
    presented = _at(_business_days_ago(stage, story.days_ago), story.hour)
    if story.days_ago == 0:
        # Today's filings have already arrived, whatever the hour.
        presented = min(presented, stage.now - timedelta(minutes=3 * (len(STORIES) - number)))
    opened = _desk_hour(stage, presented)
    players: list[tuple[datetime, Callable[[], Awaitable[None]]]] = [
        (presented, lambda: _present(stage, number, story))
    ]
    if story.defects:
        players.append((opened, lambda: _observe(stage, number, story)))
    if story.path in ("corrected", "corrected_received"):
        answered = min(opened + timedelta(hours=20), stage.now - timedelta(minutes=1))
        players.append((answered, lambda: _correct(stage, number, story)))
        opened = _desk_hour(stage, answered)
    closing = {
        "received": lambda: _receive(stage, number),
        "corrected_received": lambda: _receive(stage, number),
        "routed": lambda: _receive_and_route(stage, number, story),
        "withdrawn": lambda: _withdraw(stage, number, story),
        "forwarded": lambda: _forward(stage, number),
        "voided": lambda: _void(stage, number),
    }
    if story.path in closing:
        players.append((opened, closing[story.path]))
    if story.path == "lapsed":
        after = stage.calendar.business_day_after(clock.lima_date(opened), 2) + timedelta(days=1)
        players.append((_at(after, "00:01"), lambda: _lapse(stage)))
    return [Scene(at, number, player) for at, player in players]


def _at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), LIMA)


def _business_days_ago(stage: Stage, days: int) -> date:
    day = clock.lima_date(stage.now)
    while days > 0:
        day -= timedelta(days=1)
        days -= stage.calendar.why_closed(day) is None
    return day


def _desk_hour(stage: Stage, after: datetime) -> datetime:
    """Two hours later, if the desk is open then; else the next morning it is."""
    later = (after + ORDINARY).astimezone(LIMA)
    if stage.calendar.why_closed(later.date()) is None and time(8) <= later.time() <= time(16):
        return later
    day = later.date() if later.time() < time(8) else later.date() + timedelta(days=1)
    while stage.calendar.why_closed(day) is not None:
        day += timedelta(days=1)
    return _at(day, "08:20") + timedelta(minutes=after.minute)


async def _present(stage: Stage, number: int, story: Story) -> None:
    by = stage.citizen if story.account else None
    main = await _upload(stage, writ(story), f"{slug(story.subject)}.pdf", by)
    annexes = [await _upload(stage, form(story, title), f"{slug(title)}.pdf", by) for title in story.annexes]
    body = _body(stage, story, main, annexes)
    async with stage.intake.database.transaction() as session:
        filed = await presenting.prepare(session, body, at=clock.now(), by=by)
        await writing.write(session, filed, None)
    await _seal(stage, filed.receipt.id)
    stage.filed[number] = filed.document.id


async def _upload(stage: Stage, paper: Paper, filename: str, by: Principal | None) -> Upload:
    with stage.intake.storage.writer(stage.intake.settings.max_upload_size) as writer:
        await writer.write(as_pdf(paper))
        arrived = await writer.finish()
        return await attachments.receive(stage.intake, arrived, filename, owner_id=by.id if by else None)


def _body(stage: Stage, story: Story, main: Upload, annexes: list[Upload]) -> Present:
    party = party_of(story)
    procedure = stage.procedures.get(story.procedure or "")
    asked = procedure.requirements if procedure else []
    return Present(
        procedure_id=str(procedure.id) if procedure else None,
        document_type=story.kind,
        subject=story.subject,
        body=story.request,
        folios=_folios(story, [main, *annexes]),
        applicant=Applicant(
            person_type=party.person_type,
            identity_type=party.identity_type,
            identity_number=party.identity_number,
            name=party.name,
            email=party.email,
            address="Jr. Los Sauces 123, Los Algarrobos",
            ubigeo="200101",
        ),
        representative=_representative(story),
        main_upload_id=str(main.id),
        annexes=[
            Annex(upload_id=str(upload.id), title=title, requirement_id=_requirement(asked, title))
            for title, upload in zip(story.annexes, annexes, strict=True)
        ],
        electronic_notice=True,
        sworn_statement=True,
        privacy_consent_version="1",
    )


def _requirement(asked: list[Requirement], title: str) -> str | None:
    """The requirement an annex fulfils: the one that begins with the same words."""
    return next((str(each.id) for each in asked if each.name.split()[:2] == title.split()[:2]), None)


def _folios(story: Story, files: list[Upload]) -> int:
    """What the citizen declares: most count right; a thick file of paper was scanned only in part."""
    return story.folios if story.folios >= THICK else sum(each.pages or 1 for each in files)


def _representative(story: Story) -> Representative | None:
    if (represented := party_of(story).representative) is None:
        return None
    name, dni, capacity = represented
    return Representative(identity_type="dni", identity_number=dni, name=name, capacity=capacity)


async def _seal(stage: Stage, receipt_id: UUID) -> None:
    intake = stage.intake
    await receipts.ensure_sealed(intake.database, intake.storage, intake.pool, receipt_id)


async def _document(session: AsyncSession, stage: Stage, number: int, by: Principal | TrackingPass) -> Document:
    document = await queries.visible(session, stage.filed[number], by, lock=True)
    assert document is not None, "the clerk sees every filing"
    return document


async def _receive(stage: Stage, number: int) -> None:
    async with stage.intake.database.transaction() as session:
        document = await _document(session, stage, number, stage.clerk)
        receipt = await receive.receive(session, document, Receive(), by=stage.clerk)
    await _seal(stage, receipt.id)


async def _receive_and_route(stage: Stage, number: int, story: Story) -> None:
    await _receive(stage, number)
    area = stage.areas[story.area or "OAJ"]
    leg = LegBody(area_id=str(area), purpose="action", instruction="Para su atención dentro del plazo.")
    async with stage.intake.database.transaction() as session:
        document = await _document(session, stage, number, stage.clerk)
        await route.route(session, document, Route(legs=[leg]), by=stage.clerk)


async def _observe(stage: Stage, number: int, story: Story) -> None:
    items = [Defect(reason_code=code, text=text) for code, text in story.defects]
    async with stage.intake.database.transaction() as session:
        document = await _document(session, stage, number, stage.clerk)
        await observe.observe(session, document, Observe(items=items), by=stage.clerk)


async def _correct(stage: Stage, number: int, story: Story) -> None:
    upload = await _upload(stage, writ(story), f"{slug(story.subject)} (subsanado).pdf", None)
    async with stage.intake.database.transaction() as session:
        document = await _document(session, stage, number, stage.clerk)
        assert document.observation is not None, "the scene before observed it"
        answers = [
            Correction(
                item_id=str(item.id),
                text="Adjunto lo corregido.",
                upload_id=str(upload.id) if item.position == 0 else None,
            )
            for item in document.observation.items
        ]
        by = stage.citizen if story.account else TrackingPass(document.id, "")
        await correct.correct(session, document, Correct(items=answers), by=by, at=clock.now())


async def _lapse(stage: Stage) -> None:
    await lapse.lapse_due(stage.intake.database)


async def _withdraw(stage: Stage, number: int, story: Story) -> None:
    async with stage.intake.database.transaction() as session:
        document = await _document(session, stage, number, stage.clerk)
        by = stage.citizen if story.account else TrackingPass(document.id, "")
        await end.withdraw(session, document, Withdraw(reason="Ya no lo necesito."), by=by)


async def _forward(stage: Stage, number: int) -> None:
    body = Forward(entity="Reniec, oficina de Piura", reason="Es de su competencia.")
    async with stage.intake.database.transaction() as session:
        document = await _document(session, stage, number, stage.clerk)
        await end.forward(session, document, body, by=stage.clerk)


async def _void(stage: Stage, number: int) -> None:
    body = Void(reason_code="test", reason="El propio texto dice que es una prueba.")
    async with stage.intake.database.transaction() as session:
        document = await _document(session, stage, number, stage.clerk)
        await end.void(session, document, body, by=stage.clerk)


async def set_stage(intake: Intake, *, clerk: Principal, citizen: Principal) -> Stage:
    with_requirements = select(Procedure).options(selectinload(Procedure.requirements))
    async with intake.database.reading() as session:
        areas = {row.code: row.id for row in await session.scalars(select(Area))}
        procedures = {row.code: row for row in await session.scalars(with_requirements)}
        calendar = await clock_service.calendar_to_show(session)
    return Stage(intake, calendar, clock.now(), clerk, citizen, areas, procedures)
