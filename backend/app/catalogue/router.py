"""What can be asked for, for everybody; and the reasons to observe, for staff. All of it kept by the admin."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.catalogue import procedures, queries, short_lists
from app.catalogue.dependencies import NO_PROCEDURE, TheProcedure, TheReason, TheType, WithInactive
from app.catalogue.models import DocumentType, ObservationReason, Procedure
from app.catalogue.schemas import (
    DocumentTypeChanges,
    DocumentTypeRead,
    NewDocumentType,
    NewObservationReason,
    NewProcedure,
    ObservationReasonChanges,
    ObservationReasonRead,
    ProcedureChanges,
    ProcedureRead,
)
from app.catalogue.search import matches
from app.database import ListDep, ReadDep, SessionDep, parse_id
from app.institution import service as institution
from app.institution.citations import Citations
from app.pagination import CursorParam, Limit, Page, page_of_all
from app.problems import NotFound, problems
from app.users.dependencies import AdminUser, StaffUser

router = APIRouter(tags=["catalogue"])


IN_PLACE = ("position", "code")


def in_place(row: DocumentType | ObservationReason) -> tuple[str, str]:
    return f"{row.position:06}", row.code


@router.get("/procedures", responses=problems(401, 403, 422))
async def list_procedures(
    inactive: WithInactive,
    session: ListDep,
    q: Annotated[str, Query(max_length=200, description="Palabras; sin distinguir tildes ni mayúsculas.")] = "",
    limit: Limit = 25,
    cursor: CursorParam = None,
) -> Page[ProcedureRead]:
    """The procedures that can be started today, by code; for staff who ask, those out of use too."""
    found = [each for each in await queries.procedures(session, inactive=inactive) if matches(each, q)]
    page: Page[Procedure] = page_of_all(found, sort=("code",), key=lambda row: (row.code,), limit=limit, cursor=cursor)
    return Page[ProcedureRead].model_validate(page, from_attributes=True)


async def _procedure(session: AsyncSession, procedure_id: UUID | None, *, inactive: bool) -> ProcedureRead:
    procedure = await queries.procedure(session, procedure_id, inactive=inactive) if procedure_id else None
    if procedure is None:
        raise NotFound(NO_PROCEDURE)
    return ProcedureRead.model_validate(procedure)


@router.get("/procedures/{procedure_id}", responses=problems(401, 403, 404))
async def get_procedure(inactive: WithInactive, procedure_id: str, session: ReadDep) -> ProcedureRead:
    """One procedure with its requirements."""
    return await _procedure(session, parse_id(procedure_id), inactive=inactive)


@router.post("/procedures", status_code=201, responses=problems(401, 403, 422))
async def create_procedure(by: AdminUser, body: NewProcedure, request: Request, session: SessionDep) -> ProcedureRead:
    """A procedure that can be started at once."""
    made = await procedures.create(session, request.app.state.settings, body, by=by)
    return await _procedure(session, made, inactive=True)


@router.patch("/procedures/{procedure_id}", responses=problems(401, 403, 404, 422))
async def change_procedure(
    procedure: TheProcedure, by: AdminUser, body: ProcedureChanges, request: Request, session: SessionDep
) -> ProcedureRead:
    """Changes what is sent, or takes it out of use. What was presented keeps its term and its requirements."""
    await procedures.change(session, request.app.state.settings, procedure, body, by=by)
    return await _procedure(session, procedure.id, inactive=True)


@router.get("/document-types", responses=problems(401, 403, 422))
async def list_document_types(
    inactive: WithInactive, session: ReadDep, limit: Limit = 25, cursor: CursorParam = None
) -> Page[DocumentTypeRead]:
    """Kinds of document that can be presented, the usual ones first; for staff who ask, those out of use too."""
    rows = await queries.document_types(session, inactive=inactive)
    page = page_of_all(rows, sort=IN_PLACE, key=in_place, limit=limit, cursor=cursor)
    return Page[DocumentTypeRead].model_validate(page, from_attributes=True)


@router.post("/document-types", status_code=201, responses=problems(401, 403, 422))
async def create_document_type(by: AdminUser, body: NewDocumentType, session: SessionDep) -> DocumentTypeRead:
    """A kind of document that can be presented at once."""
    return DocumentTypeRead.model_validate(await short_lists.add_type(session, body, by=by))


@router.patch("/document-types/{code}", responses=problems(401, 403, 404, 409, 422))
async def change_document_type(
    row: TheType, by: AdminUser, body: DocumentTypeChanges, session: SessionDep
) -> DocumentTypeRead:
    """Renames a kind of document, moves it in the list, or takes it out of use."""
    await short_lists.change_type(session, row, body, by=by)
    return DocumentTypeRead.model_validate(row)


def _reason(row: ObservationReason, citations: Citations) -> ObservationReasonRead:
    return ObservationReasonRead(
        id=row.id,
        code=row.code,
        name=row.name,
        text=row.text,
        legal_rule=citations.article(row.legal_rule, clock.today()) if row.legal_rule else None,
        legal_rule_code=row.legal_rule,
        position=row.position,
        active=row.active,
    )


@router.get("/observation-reasons", responses=problems(401, 403, 422))
async def list_observation_reasons(
    _: StaffUser,
    session: ReadDep,
    inactive: Annotated[bool, Query(description="También los que ya no están en uso.")] = False,
    limit: Limit = 25,
    cursor: CursorParam = None,
) -> Page[ObservationReasonRead]:
    """Coded defects that the desk may observe, with the text the citizen will read."""
    rows = await queries.observation_reasons(session, inactive=inactive)
    page = page_of_all(rows, sort=IN_PLACE, key=in_place, limit=limit, cursor=cursor)
    citations = await institution.citations(session)
    items = [_reason(row, citations) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor, total=page.total)


@router.post("/observation-reasons", status_code=201, responses=problems(401, 403, 422))
async def create_observation_reason(
    by: AdminUser, body: NewObservationReason, session: SessionDep
) -> ObservationReasonRead:
    """A defect that the desk may observe at once."""
    row = await short_lists.add_reason(session, body, by=by)
    return _reason(row, await institution.citations(session))


@router.patch("/observation-reasons/{reason_id}", responses=problems(401, 403, 404, 422))
async def change_observation_reason(
    row: TheReason, by: AdminUser, body: ObservationReasonChanges, session: SessionDep
) -> ObservationReasonRead:
    """Changes a reason, or takes it out of use. Observations already sent keep their text."""
    await short_lists.change_reason(session, row, body, by=by)
    return _reason(row, await institution.citations(session))
