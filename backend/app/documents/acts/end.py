"""Ways a filing leaves the desk before it is worked on: withdrawn, forwarded, voided."""

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.documents import queries
from app.documents.acts.bodies import Forward, Void, Withdraw
from app.documents.acts.step import hold_against_others, let_go, refuse_once_routed, step
from app.documents.lifecycle import Act, next_status
from app.documents.models import Document
from app.notifications.service import notify
from app.users.principals import Caller, Principal

OPEN_LEG = ("sent", "accepted")
VOID_REASONS = {"spam": "Correo no deseado", "test": "Prueba", "duplicate": "Duplicado exacto"}


async def withdraw(session: AsyncSession, document: Document, body: Withdraw, *, by: Caller) -> None:
    """The citizen gives up the request. Whoever has the file in hand is told, and nobody need work on it any more."""
    next_status(document.status, Act.WITHDRAW)
    open_legs = [leg for leg in document.legs if leg.state in OPEN_LEG]
    told = [each for each in (document.holder_id, document.assigned_to_id) if each]
    told += await queries.members(session, [leg.area_id for leg in open_legs])
    for leg in open_legs:
        leg.state = "closed"
    _end(document)
    person = by if isinstance(by, Principal) else None
    movement = await step(session, document, Act.WITHDRAW, by=person, at=clock.now(), text=body.reason or None)
    await notify(session, "withdrawn", document, movement_id=movement.id, owners=(), staff=told)


async def forward(session: AsyncSession, document: Document, body: Forward, *, by: Principal) -> None:
    """Sends the filing to the entity that is competent, and tells the citizen."""
    next_status(document.status, Act.FORWARD)
    refuse_once_routed(document)
    await hold_against_others(session, document, by, clock.now())
    _end(document)
    text = f"{body.entity}: {body.reason}"
    detail = {"entity": body.entity}
    movement = await step(session, document, Act.FORWARD, by=by, at=clock.now(), text=text, detail=detail)
    facts = {"entity": body.entity, "reason": body.reason}
    await notify(session, "forwarded", document, movement_id=movement.id, facts=facts)


async def void(session: AsyncSession, document: Document, body: Void, *, by: Principal) -> None:
    """Strikes out spam, a test or an exact duplicate. Its number stays used."""
    next_status(document.status, Act.VOID)
    refuse_once_routed(document)
    await hold_against_others(session, document, by, clock.now())
    _end(document)
    text = f"{VOID_REASONS[body.reason_code]}: {body.reason}"
    detail = {"reason_code": body.reason_code}
    movement = await step(session, document, Act.VOID, by=by, at=clock.now(), text=text, detail=detail)
    await notify(session, "voided", document, movement_id=movement.id, facts={"reason": text})


def _end(document: Document) -> None:
    """Nothing runs any more."""
    let_go(document)
    document.due_on = document.correct_by = None
