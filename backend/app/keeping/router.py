"""Copies, restore drills and checks of the storage, for whoever answers for them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from app.database import ReadDep, SessionDep
from app.keeping import overview, service
from app.keeping.models import KeepingKind
from app.keeping.schemas import KeepingRead, KeepingRunRead
from app.problems import NotFound, problems
from app.users.dependencies import AdminUser, require_role
from app.users.models import Role
from app.users.principals import Principal

router = APIRouter(prefix="/keeping", tags=["keeping"])

Reader = Annotated[Principal, Depends(require_role(Role.ADMIN, Role.AUDITOR))]


@router.get("", responses=problems(401, 403))
async def get_keeping(_: Reader, session: ReadDep, request: Request) -> KeepingRead:
    """The last copy, the last restore drill and the last check of the storage, how each ended, and what is due."""
    return await overview.read(session, request.app.state.settings)


@router.post("/{kind}", status_code=202, responses=problems(401, 403, 404, 409))
async def request_keeping(by: AdminUser, kind: str, request: Request, session: SessionDep) -> KeepingRunRead:
    """Asks for a drill or a storage check, which the worker begins within seconds. One of each at a time."""
    if kind not in list(KeepingKind):
        raise NotFound
    run = await service.request(session, KeepingKind(kind), request.app.state.settings, by=by)
    return overview.shown(run, by.name)
