"""The calendar: what a term would be, and the days on which the institution does not work."""

from fastapi import APIRouter

from app.clock.preview import preview
from app.clock.schemas import PreviewBody, PreviewRead
from app.database import ReadDep
from app.problems import problems

router = APIRouter(prefix="/calendar", tags=["calendar"])


@router.post("/preview", responses=problems(422))
async def preview_calendar(body: PreviewBody, session: ReadDep) -> PreviewRead:
    """When something sent at `sent_at` is presented and due, day by day."""
    return await preview(session, body)
