"""Observing: the desk's single, closed list of defects."""

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.clock import service as clock_service
from app.clock.terms import correct_by
from app.database import new_id, parse_id
from app.documents import queries
from app.documents.acts.bodies import Defect, Observe
from app.documents.acts.step import hold_against_others, let_go, set_due_date, step
from app.documents.lifecycle import Act, next_status
from app.documents.models import Document, Observation, ObservationItem
from app.notifications.service import notify
from app.problems import FieldError, Unprocessable
from app.users.principals import Principal


async def observe(session: AsyncSession, document: Document, body: Observe, *, by: Principal) -> None:
    """Tells the citizen everything to correct, once. The term stands still until they do."""
    next_status(document.status, Act.OBSERVE)
    at = clock.now()
    await hold_against_others(session, document, by, at)
    items = await _items(session, document, body)
    document.observation = Observation(id=new_id(), document_id=document.id, notified_at=at, items=items)
    document.correct_by = correct_by(at, await clock_service.calendar(session))
    let_go(document)
    movement = await step(session, document, Act.OBSERVE, by=by, at=at, text="\n".join(item.text for item in items))
    await set_due_date(session, document)
    facts = {"items": [item.text for item in items], "correct_by": document.correct_by.isoformat()}
    await notify(session, "observed", document, movement_id=movement.id, facts=facts)


async def _items(session: AsyncSession, document: Document, body: Observe) -> list[ObservationItem]:
    reasons = await queries.active_reasons(session, [item.reason_code for item in body.items])
    requirements = await queries.requirement_ids(session, document.procedure_id)
    files = {each.id for each in document.attachments}
    errors: list[FieldError] = []
    for index, item in enumerate(body.items):
        where = f"items.{index}"
        if item.reason_code not in reasons:
            errors.append(FieldError(f"{where}.reason_code", "reason_unknown", "Ese motivo no existe."))
        if item.attachment_id and parse_id(item.attachment_id) not in files:
            message = "Ese archivo no es de este documento."
            errors.append(FieldError(f"{where}.attachment_id", "attachment_unknown", message))
        if item.requirement_id and parse_id(item.requirement_id) not in requirements:
            message = "Ese requisito no es de este procedimiento."
            errors.append(FieldError(f"{where}.requirement_id", "requirement_unknown", message))
    if errors:
        raise Unprocessable(errors=errors)
    return [_row(position, item) for position, item in enumerate(body.items)]


def _row(position: int, item: Defect) -> ObservationItem:
    return ObservationItem(
        id=new_id(),
        position=position,
        reason_code=item.reason_code,
        text=item.text,
        attachment_id=parse_id(item.attachment_id or ""),
        requirement_id=parse_id(item.requirement_id or ""),
    )
