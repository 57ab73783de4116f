"""The calendar: what a term would be, and the days on which the institution does not work."""

from fastapi import APIRouter

from app.clock import closures, queries
from app.clock.preview import preview
from app.clock.schemas import ClosureBody, ClosureRead, ImpactRead, PreviewBody, PreviewRead
from app.database import ReadDep, SessionDep, parse_id
from app.pagination import CursorParam, Limit, Page, page_of_all
from app.problems import problems
from app.users.dependencies import AdminUser, StaffUser

router = APIRouter(prefix="/calendar", tags=["calendar"])


@router.post("/preview", responses=problems(422))
async def preview_calendar(body: PreviewBody, session: ReadDep) -> PreviewRead:
    """When something sent at `sent_at` is presented and due, day by day."""
    return await preview(session, body)


@router.get("/closures", responses=problems(401, 403, 422))
async def list_closures(
    _: StaffUser, session: ReadDep, limit: Limit = 25, cursor: CursorParam = None
) -> Page[ClosureRead]:
    """The days on which this institution does not work, besides weekends and national holidays."""
    rows = [ClosureRead.of(each) for each in await queries.closures(session)]
    return page_of_all(rows, sort=("date",), key=lambda each: (each.date.isoformat(),), limit=limit, cursor=cursor)


@router.post("/closures/impact", responses=problems(401, 403, 422))
async def closure_impact(_: AdminUser, body: ClosureBody, session: ReadDep) -> ImpactRead:
    """Which open files a closure would move, before and after. Changes nothing."""
    return await closures.impact(session, body)


@router.post("/closures", status_code=201, responses=problems(401, 403, 422))
async def add_closure(by: AdminUser, body: ClosureBody, session: SessionDep) -> ClosureRead:
    """Records a closure. Open files are counted again within seconds, and their people told."""
    return ClosureRead.of(await closures.add(session, body, by=by))


@router.delete("/closures/{closure_id}", status_code=204, responses=problems(401, 403, 404, 409))
async def remove_closure(by: AdminUser, closure_id: str, session: SessionDep) -> None:
    """Takes back a closure whose day has not come. Open files are counted again, and their people told."""
    await closures.remove(session, parse_id(closure_id), by=by)
