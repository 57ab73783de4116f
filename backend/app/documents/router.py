"""One filing: what it is, what happened to it, and the acts upon it."""

import hashlib
import logging
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Request, Response

from app.audit import queries as audit
from app.audit.looks import note_look
from app.audit.schemas import AuditRead
from app.database import Database, DatabaseDep, ReadDep, SessionDep
from app.documents import deadline, queries
from app.documents.access import ArrivedAt, IfMatch, TheDocument, hold, id_for, may_act, to_act
from app.documents.acts import bodies, claiming, correct, end, observe, receive, route
from app.documents.deadline import DeadlineRead
from app.documents.lifecycle import Act
from app.documents.models import Document
from app.documents.representation import history, representation
from app.documents.schemas import DocumentRead, MovementRead, PublicDocument
from app.notifications.mails import MailRead, mails_of
from app.problems import problems
from app.receipts import service as receipts
from app.receipts.facts import ReceiptKind
from app.users.dependencies import AnyCaller, CurrentUser, StaffUser
from app.users.principals import Principal

router = APIRouter(prefix="/documents/{document_id}", tags=["documents"])
logger = logging.getLogger(__name__)
Reading = problems(401, 403, 404)
Acting = problems(401, 403, 404, 409, 412, 422, 428)


@router.get("", responses=Reading)
async def read_document(
    document_id: str,
    caller: AnyCaller,
    session: ReadDep,
    database: DatabaseDep,
    response: Response,
    background: BackgroundTasks,
) -> DocumentRead | PublicDocument:
    """The filing, as much of it as the caller may see. The institution's looks are kept in its trail."""
    shown = await representation(session, id_for(caller, document_id), caller, response)
    if isinstance(caller, Principal) and caller.is_staff:
        background.add_task(note_look, database, "read", actor_id=caller.id, document_id=UUID(shown.id))
    return shown


@router.get("/movements", responses=Reading)
async def read_movements(document: TheDocument, caller: AnyCaller, session: ReadDep) -> list[MovementRead]:
    """What happened to it, oldest first."""
    return history(await queries.movements(session, document.id), caller)


@router.get("/deadline", responses=Reading)
async def read_deadline(document: TheDocument, session: ReadDep) -> DeadlineRead:
    """Until when it must be answered, and why each day counts or not."""
    return await deadline.explain(session, document)


@router.get("/audit", responses=Reading)
async def read_audit(document: TheDocument, _: StaffUser, session: ReadDep) -> list[AuditRead]:
    """Its rows of the audit trail: every act, and every look of the institution at its files."""
    return [AuditRead.model_validate(row) for row in await audit.of_document(session, document.id)]


@router.get("/mails", responses=Reading)
async def read_mails(document: TheDocument, _: StaffUser, session: ReadDep) -> list[MailRead]:
    """What was mailed about it and how far each letter got."""
    return await mails_of(session, document.id)


@router.get(
    "/receipt",
    response_class=Response,
    responses=Reading | {200: {"content": {"application/pdf": {}}, "description": "La constancia firmada."}},
)
async def read_receipt(
    document: TheDocument,
    request: Request,
    kind: Annotated[ReceiptKind, Query(description="Cuál de sus constancias.")] = ReceiptKind.PRESENTATION,
) -> Response:
    """A receipt as it was signed. Seals it first if the request that issued it died before."""
    state = request.app.state
    pdf = await receipts.receipt_pdf(state.database, state.storage, state.pool, document.id, kind)
    name = f"{document.number}-{kind}.pdf"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "ETag": f'"{hashlib.sha256(pdf).hexdigest()}"',
        "Cache-Control": "no-store",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


def acted(act: Act) -> object:
    """The document a caller may do `act` to, locked."""
    return Depends(to_act(act))


@router.post("/claim", responses=Acting)
async def claim_document(
    document: Annotated[Document, acted(Act.CLAIM)],
    by: CurrentUser,
    session: SessionDep,
    response: Response,
    _body: bodies.Nothing | None = None,
) -> DocumentRead | PublicDocument:
    """Takes it in hand for half an hour, for all to see."""
    await claiming.claim(session, document, by=by)
    return await representation(session, document.id, by, response)


@router.post("/release", responses=Acting)
async def release_document(
    document: Annotated[Document, acted(Act.RELEASE)],
    by: CurrentUser,
    session: SessionDep,
    response: Response,
    _body: bodies.Nothing | None = None,
) -> DocumentRead | PublicDocument:
    """Lets it go."""
    await claiming.release(session, document, by=by)
    return await representation(session, document.id, by, response)


@router.post("/receive", dependencies=[Depends(may_act(Act.RECEIVE))], responses=Acting)
async def receive_document(
    document_id: str,
    by: CurrentUser,
    request: Request,
    response: Response,
    if_match: IfMatch = None,
    body: bodies.Receive | None = None,
) -> DocumentRead | PublicDocument:
    """Registers it: expediente number and reception receipt, and its way to the areas if `legs` say so."""
    database: Database = request.app.state.database
    async with database.transaction() as session:
        document = await hold(session, document_id, by, Act.RECEIVE, if_match)
        receipt = await receive.receive(session, document, body or bodies.Receive(), by=by)
    await seal(request, receipt.id)
    async with database.reading() as session:
        return await representation(session, document.id, by, response)


async def seal(request: Request, receipt_id: UUID) -> None:
    """Seals what a committed act issued. The act stands if that fails: the worker seals what is left."""
    state = request.app.state
    try:
        await receipts.ensure_sealed(state.database, state.storage, state.pool, receipt_id)
    except Exception:
        logger.exception("receipt not sealed by its request", extra={"receipt": str(receipt_id)})


@router.post("/observe", responses=Acting)
async def observe_document(
    document: Annotated[Document, acted(Act.OBSERVE)],
    body: bodies.Observe,
    by: CurrentUser,
    session: SessionDep,
    response: Response,
) -> DocumentRead | PublicDocument:
    """Tells the citizen, once and whole, what to correct."""
    await observe.observe(session, document, body, by=by)
    return await representation(session, document.id, by, response)


@router.post("/correct", responses=Acting)
async def correct_document(
    # Asked first: waiting for the row must not make a correction late.
    at: ArrivedAt,
    document: Annotated[Document, acted(Act.CORRECT)],
    body: bodies.Correct,
    by: AnyCaller,
    session: SessionDep,
    response: Response,
) -> DocumentRead | PublicDocument:
    """Answers every item of the observation."""
    await correct.correct(session, document, body, by=by, at=at)
    return await representation(session, document.id, by, response)


@router.post("/route", responses=Acting)
async def route_document(
    document: Annotated[Document, acted(Act.ROUTE)],
    body: bodies.Route,
    by: CurrentUser,
    session: SessionDep,
    response: Response,
) -> DocumentRead | PublicDocument:
    """Sends a registered document to the areas."""
    await route.route(session, document, body, by=by)
    return await representation(session, document.id, by, response)


@router.post("/withdraw", responses=Acting)
async def withdraw_document(
    document: Annotated[Document, acted(Act.WITHDRAW)],
    by: AnyCaller,
    session: SessionDep,
    response: Response,
    body: bodies.Withdraw | None = None,
) -> DocumentRead | PublicDocument:
    """The citizen gives up the request."""
    await end.withdraw(session, document, body or bodies.Withdraw(), by=by)
    return await representation(session, document.id, by, response)


@router.post("/forward", responses=Acting)
async def forward_document(
    document: Annotated[Document, acted(Act.FORWARD)],
    body: bodies.Forward,
    by: CurrentUser,
    session: SessionDep,
    response: Response,
) -> DocumentRead | PublicDocument:
    """Sends it to the entity that is competent."""
    await end.forward(session, document, body, by=by)
    return await representation(session, document.id, by, response)


@router.post("/void", responses=Acting)
async def void_document(
    document: Annotated[Document, acted(Act.VOID)],
    body: bodies.Void,
    by: CurrentUser,
    session: SessionDep,
    response: Response,
) -> DocumentRead | PublicDocument:
    """Strikes out spam, a test or an exact duplicate."""
    await end.void(session, document, body, by=by)
    return await representation(session, document.id, by, response)
