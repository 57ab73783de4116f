"""Tracking without an account: a number and its key open one document."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.database import ReadDep, SessionDep
from app.documents import access_keys
from app.documents.representation import public_representation
from app.documents.schemas import PublicDocument
from app.documents.tracking import service
from app.documents.tracking.schemas import Recover, RecoveryAccepted, Track, Tracking
from app.problems import problems
from app.users.dependencies import require_role
from app.users.models import Role
from app.users.principals import Principal, TrackingPass
from app.users.tokens import TokenType, sign

router = APIRouter(tags=["tracking"])
Citizen = Annotated[Principal, Depends(require_role(Role.CITIZEN))]


@router.post("/tracking", responses=problems(404, 422, 429))
async def track(body: Track, session: ReadDep, request: Request) -> Tracking:
    """Opens a document by either number and its access key."""
    document = await service.opened_by(session, body.number, body.access_key)
    mark = access_keys.mark(document.access_key_hash or "")
    token = sign(request.app.state.settings, TokenType.TRACKING, document.id, minutes=service.MINUTES, key=mark)
    shown = await public_representation(session, document.id, TrackingPass(document.id, mark))
    return Tracking(tracking_token=token, expires_in=service.MINUTES * 60, document=shown)


@router.post("/tracking/recover", status_code=202, responses=problems(422, 429))
async def recover_access_key(body: Recover, session: SessionDep) -> RecoveryAccepted:
    """Mails a new access key when the address is the filing's own. The answer never tells."""
    await service.replace_key(session, body.number, body.email)
    return RecoveryAccepted(detail="Si el número y el correo son correctos, le enviamos una nueva clave.")


@router.post("/users/me/documents", responses=problems(401, 403, 404, 422, 429))
async def take_over_document(body: Track, by: Citizen, session: SessionDep, response: Response) -> PublicDocument:
    """Adds a document presented without an account to the caller's own."""
    document = await service.take_over(session, body.number, body.access_key, by=by)
    response.headers["ETag"] = f'"{document.version}"'
    return await public_representation(session, document.id, by)
