"""What can be asked for, for everybody; and the reasons to observe, for staff."""

from typing import Annotated

from fastapi import APIRouter, Query

from app import clock
from app.catalogue import queries
from app.catalogue.models import DocumentType, ObservationReason, Procedure
from app.catalogue.schemas import DocumentTypeRead, ObservationReasonRead, ProcedureRead
from app.catalogue.search import matches
from app.database import ListDep, ReadDep, parse_id
from app.institution import service as institution
from app.pagination import CursorParam, Limit, Page, page_of_all
from app.problems import NotFound, problems
from app.users.dependencies import StaffUser

router = APIRouter(tags=["catalogue"])


IN_PLACE = ("position", "code")


def in_place(row: DocumentType | ObservationReason) -> tuple[str, str]:
    return f"{row.position:06}", row.code


@router.get("/procedures", responses=problems(422))
async def list_procedures(
    session: ListDep,
    q: Annotated[str, Query(max_length=200, description="Palabras; sin distinguir tildes ni mayúsculas.")] = "",
    limit: Limit = 25,
    cursor: CursorParam = None,
) -> Page[ProcedureRead]:
    """The procedures that can be started today, by code."""
    found = [each for each in await queries.procedures(session) if matches(each, q)]
    page: Page[Procedure] = page_of_all(found, sort=("code",), key=lambda row: (row.code,), limit=limit, cursor=cursor)
    return Page[ProcedureRead].model_validate(page, from_attributes=True)


@router.get("/procedures/{procedure_id}", responses=problems(404))
async def get_procedure(procedure_id: str, session: ReadDep) -> ProcedureRead:
    """One procedure with its requirements."""
    known = parse_id(procedure_id)
    procedure = await queries.procedure(session, known) if known else None
    if procedure is None:
        raise NotFound("Ese procedimiento no existe o ya no está vigente.")
    return ProcedureRead.model_validate(procedure)


@router.get("/document-types", responses=problems(422))
async def list_document_types(
    session: ReadDep, limit: Limit = 25, cursor: CursorParam = None
) -> Page[DocumentTypeRead]:
    """Kinds of document that can be presented, the usual ones first."""
    rows = await queries.document_types(session)
    page = page_of_all(rows, sort=IN_PLACE, key=in_place, limit=limit, cursor=cursor)
    return Page[DocumentTypeRead].model_validate(page, from_attributes=True)


@router.get("/observation-reasons", responses=problems(401, 403, 422))
async def list_observation_reasons(
    _: StaffUser, session: ReadDep, limit: Limit = 25, cursor: CursorParam = None
) -> Page[ObservationReasonRead]:
    """Coded defects that the desk may observe, with the text the citizen will read."""
    rows = await queries.observation_reasons(session)
    page = page_of_all(rows, sort=IN_PLACE, key=in_place, limit=limit, cursor=cursor)
    citations, today = await institution.citations(session), clock.today()
    items = [
        ObservationReasonRead(
            id=row.id,
            code=row.code,
            name=row.name,
            text=row.text,
            legal_rule=citations.article(row.legal_rule, today) if row.legal_rule else None,
        )
        for row in page.items
    ]
    return Page(items=items, next_cursor=page.next_cursor, total=page.total)
