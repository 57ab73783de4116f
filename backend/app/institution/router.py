"""The institution for everybody; its areas for staff, changed by its admin."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import ReadDep, SessionDep, parse_id
from app.institution import areas, queries
from app.institution.face import face
from app.institution.models import Area
from app.institution.schemas import AreaChanges, AreaRead, InstitutionRead, MemberRead, NewArea
from app.pagination import CursorParam, Limit, Page, page_of_all
from app.problems import NotFound, problems
from app.settings import Settings
from app.users.dependencies import AdminUser, CurrentUser, StaffUser

router = APIRouter(tags=["institution"])


async def _area(session: AsyncSession, area_id: str, *, lock: bool) -> Area:
    known = parse_id(area_id)
    area = await queries.area(session, known, lock=lock) if known else None
    if area is None:
        raise NotFound("Esa área no existe.")
    return area


async def the_area(_: CurrentUser, area_id: str, session: ReadDep) -> Area:
    return await _area(session, area_id, lock=False)


async def the_locked_area(_: CurrentUser, area_id: str, session: SessionDep) -> Area:
    return await _area(session, area_id, lock=True)


@router.get("/institution")
async def get_institution(request: Request, session: ReadDep) -> InstitutionRead:
    """Who this desk belongs to, when it works, which date something sent now would have, and what it accepts."""
    settings: Settings = request.app.state.settings
    return await face(session, settings)


@router.get("/areas", responses=problems(401, 403, 422))
async def list_areas(
    _: StaffUser,
    session: ReadDep,
    inactive: Annotated[bool, Query(description="También las desactivadas.")] = False,
    limit: Limit = 25,
    cursor: CursorParam = None,
) -> Page[AreaRead]:
    """The areas files can be sent to, by code."""
    rows = await queries.areas(session, inactive=inactive)
    page = page_of_all(rows, sort=("code",), key=lambda row: (row.code,), limit=limit, cursor=cursor)
    return Page[AreaRead].model_validate(page, from_attributes=True)


@router.post("/areas", status_code=201, responses=problems(401, 403, 422))
async def create_area(by: AdminUser, body: NewArea, session: SessionDep) -> AreaRead:
    """A new area, without people yet."""
    return AreaRead.model_validate(await areas.create(session, body, by=by))


@router.patch("/areas/{area_id}", responses=problems(401, 403, 404, 409, 422))
async def change_area(
    area: Annotated[Area, Depends(the_locked_area)], by: AdminUser, body: AreaChanges, session: SessionDep
) -> AreaRead:
    """Renames an area, names its head, or takes it out of use."""
    return AreaRead.model_validate(await areas.change(session, area, body, by=by))


@router.get("/areas/{area_id}/members", responses=problems(401, 403, 404, 422))
async def list_members(
    area: Annotated[Area, Depends(the_area)],
    _: StaffUser,
    session: ReadDep,
    limit: Limit = 25,
    cursor: CursorParam = None,
) -> Page[MemberRead]:
    """The people who work in an area today, its head first."""
    people = [MemberRead.model_validate(row._asdict()) for row in await queries.members(session, area.id)]
    return page_of_all(
        people,
        sort=("head", "name", "id"),
        key=lambda each: ("0" if each.head else "1", each.name.casefold(), str(each.id)),
        limit=limit,
        cursor=cursor,
    )
