"""GET /documents: filters, search, and the desk's counters."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.database import ListDep
from app.documents.listing import service
from app.documents.listing.schemas import Counters, ListQuery, PublicRow, StaffRow
from app.pagination import Page
from app.problems import problems
from app.users.dependencies import CurrentUser

router = APIRouter(prefix="/documents", tags=["documents"])


@router.get("", responses=problems(401, 403, 422))
async def list_documents(
    asked: Annotated[ListQuery, Query()], by: CurrentUser, session: ListDep
) -> Page[StaffRow] | Page[PublicRow]:
    """What the caller sees, filtered, searched and sorted."""
    return await service.list_documents(session, asked, by)


@router.get("/counters", responses=problems(401, 403))
async def count_documents(by: CurrentUser, session: ListDep) -> Counters:
    """How many filings wait in each of the desk's tabs."""
    return await service.count_tabs(session, by)
