"""Correcting: the citizen's answer to every item, in time."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.attachments import service as attachments
from app.attachments.queries import Taken
from app.attachments.service import Wanted
from app.clock import queries as closures
from app.clock import service as clock_service
from app.clock.cutoff import presentation_of
from app.clock.terms import correct_by, is_late
from app.documents import queries
from app.documents.acts.bodies import Correct
from app.documents.acts.step import set_due_date, step
from app.documents.errors import CorrectionLapsed
from app.documents.lifecycle import Act, Status, next_status
from app.documents.models import Document, Observation, ObservationItem
from app.institution import service as institution
from app.notifications.service import notify
from app.problems import FieldError, Unprocessable
from app.users.principals import Caller, Principal

TITLE = "Subsanación"


async def correct(session: AsyncSession, document: Document, body: Correct, *, by: Caller, at: datetime) -> None:
    """Answers the observation whole with what arrived at `at`.

    Raises CorrectionLapsed after `correct_by`, whether or not it has lapsed yet.
    """
    if document.status == Status.NOT_PRESENTED:
        raise CorrectionLapsed
    next_status(document.status, Act.CORRECT)
    observation = document.observation
    if observation is None or document.correct_by is None:
        raise CorrectionLapsed
    if is_late(at, document.correct_by) and is_late(at, await _latest(session, document.correct_by, observation)):
        raise CorrectionLapsed
    person = by if isinstance(by, Principal) else None
    await _answer(session, document, observation, body, person, at)
    observation.corrected_at = at
    await _keep_or_move_date(session, document, at)
    # Before the chain's lock: who records a closure takes the calendar first too.
    await set_due_date(session, document)
    document.correct_by = None
    movement = await step(session, document, Act.CORRECT, by=person, at=at)
    clerk = await queries.clerk_who_observed(session, document.id)
    await notify(session, "corrected", document, movement_id=movement.id, staff=[clerk] if clerk else [])


async def _latest(session: AsyncSession, told: datetime, observation: Observation) -> datetime:
    """Until when, counting a closure that is recorded but did not reach this filing yet."""
    if not await closures.closures_to_apply(session):
        return told
    return max(told, correct_by(observation.notified_at, await clock_service.calendar(session)))


async def _answer(
    session: AsyncSession,
    document: Document,
    observation: Observation,
    body: Correct,
    person: Principal | None,
    at: datetime,
) -> None:
    by_id = {str(item.id): item for item in observation.items}
    errors = _faults(by_id, body)
    fields = {f"items.{index}.upload_id": item for index, item in enumerate(body.items) if item.upload_id}
    wanted = [Wanted(field, item.upload_id or "") for field, item in fields.items()]
    uploads: list[Taken] = []
    try:
        uploads = await attachments.claim(session, wanted, user_id=person.id if person else None)
    except Unprocessable as refused:
        errors += refused.errors
    if errors:
        raise Unprocessable(errors=errors)
    for sent in body.items:
        by_id[sent.item_id].answer_text = sent.text
    for item, upload in zip(fields.values(), uploads, strict=True):
        _attach(document, by_id[item.item_id], upload, at)


def _faults(by_id: dict[str, ObservationItem], body: Correct) -> list[FieldError]:
    """Every item of the list is answered once, and no other."""
    errors: list[FieldError] = []
    answered: set[str] = set()
    for index, item in enumerate(body.items):
        field = f"items.{index}.item_id"
        if item.item_id not in by_id:
            errors.append(FieldError(field, "item_unknown", "Esa observación no es de este documento."))
        elif item.item_id in answered:
            errors.append(FieldError(field, "item_repeated", "Esa observación ya tiene respuesta en este envío."))
        answered.add(item.item_id)
    if missing := set(by_id) - answered:
        message = f"Falta responder {len(missing)} de {len(by_id)} observaciones."
        errors.append(FieldError("items", "items_missing", message))
    return errors


def _attach(document: Document, item: ObservationItem, upload: Taken, at: datetime) -> None:
    title = f"{TITLE}: {' '.join(item.text.split())}"
    row = attachments.attach(upload, kind="correction", title=title, position=len(document.attachments), at=at)
    row.requirement_id = item.requirement_id
    document.attachments.append(row)
    item.answer_attachment_id = row.id


async def _keep_or_move_date(session: AsyncSession, document: Document, at: datetime) -> None:
    """A good correction keeps the date of presentation, unless the institution has set otherwise."""
    if (await institution.settings(session)).correct_keeps_date:
        return
    cutoff = await institution.cutoff_on(session, clock.lima_date(at))
    presentation = presentation_of(at, cutoff, await clock_service.calendar(session))
    document.presentation_date, document.rule = presentation.presentation_date, presentation.rule
