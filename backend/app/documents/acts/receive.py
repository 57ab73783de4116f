"""Registering: the expediente's number, its term, its reception receipt."""

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.catalogue.models import Procedure
from app.database import parse_id
from app.documents.acts import route
from app.documents.acts.bodies import Receive
from app.documents.acts.step import hold_against_others, let_go, set_due_date, step
from app.documents.lifecycle import Act, next_status
from app.documents.models import Document
from app.documents.numbering import Series, next_number
from app.institution import service as institution
from app.notifications.service import notify
from app.problems import FieldError, Unprocessable
from app.receipts import service as receipts
from app.receipts.models import Receipt
from app.users.principals import Principal


async def receive(session: AsyncSession, document: Document, body: Receive, *, by: Principal) -> Receipt:
    """Registers `document`, and routes it if the body says where. The caller commits, then seals the receipt."""
    next_status(document.status, Act.RECEIVE)
    at = clock.now()
    await hold_against_others(session, document, by, at)
    await _check(session, document, body)
    if body.folios:
        document.folios = body.folios
    number = await next_number(session, Series.REGISTRY, on=clock.lima_date(at))
    # Together: a query in between would flush one without the other, which the table refuses.
    document.received_at, document.registry_number = at, number
    let_go(document)
    await set_due_date(session, document)
    receipt = await receipts.issue(
        session, document, "reception", by=by, on=await institution.in_force(session, clock.lima_date(at))
    )
    movement = await step(session, document, Act.RECEIVE, by=by, at=at, text=body.comment or None)
    await notify(session, "received", document, movement_id=movement.id, receipt=receipt)
    if body.legs:
        await route.send(session, document, body.legs, by=by, at=at)
    return receipt


async def _check(session: AsyncSession, document: Document, body: Receive) -> None:
    """Raises Unprocessable naming the procedure or the areas that do not exist."""
    errors = await route.faults(session, body.legs or ())
    if body.procedure_id:
        found = parse_id(body.procedure_id)
        procedure = await session.get(Procedure, found) if found else None
        if procedure is None or not procedure.active:
            errors.append(FieldError("procedure_id", "procedure_unknown", "Ese procedimiento no existe."))
        else:
            document.is_under(procedure)
    if errors:
        raise Unprocessable(errors=errors)
