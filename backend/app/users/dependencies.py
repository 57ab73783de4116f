"""Who is calling. Endpoints ask for one of these and never read the Authorization header themselves."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.problems import Forbidden, Unauthorized
from app.users.models import STAFF, Role
from app.users.principals import Caller, Principal, TrackingPass, principal_of
from app.users.tokens import TokenType, read

bearer = HTTPBearer(auto_error=False, description="Token de acceso, o de seguimiento de un solo documento.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


async def optional_caller(request: Request, credentials: Credentials) -> Caller | None:
    """The signed-in person or the holder of a tracking token; None without credentials; 401 with bad ones."""
    if credentials is None:
        if request.headers.get("Authorization"):
            raise Unauthorized
        return None
    try:
        return await principal_of_token(request.app, credentials.credentials)
    except Unauthorized:
        tracked = read(request.app.state.settings, credentials.credentials, TokenType.TRACKING)
        return TrackingPass(document_id=UUID(tracked["sub"]), key_mark=str(tracked.get("key", "")))


async def principal_of_token(app: FastAPI, token: str) -> Principal:
    """The person whose access token this is. Raises Unauthorized."""
    claims = read(app.state.settings, token, TokenType.ACCESS)
    try:
        session_id = UUID(claims["sid"])
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise Unauthorized from error
    return await principal_of(app.state.database, UUID(claims["sub"]), session_id)


async def any_caller(caller: Annotated[Caller | None, Depends(optional_caller)]) -> Caller:
    if caller is None:
        raise Unauthorized
    return caller


async def optional_user(caller: Annotated[Caller | None, Depends(optional_caller)]) -> Principal | None:
    if isinstance(caller, TrackingPass):
        raise Forbidden("Esta clave solo abre el seguimiento de un documento.")
    return caller


async def current_user(user: Annotated[Principal | None, Depends(optional_user)]) -> Principal:
    if user is None:
        raise Unauthorized
    return user


def require_role(*roles: Role) -> Callable[..., Any]:
    """A dependency that answers the caller when they have one of `roles`, else 401 or 403."""

    async def required(user: CurrentUser) -> Principal:
        if user.role not in roles:
            raise Forbidden
        return user

    return required


CurrentUser = Annotated[Principal, Depends(current_user)]
MaybeUser = Annotated[Principal | None, Depends(optional_user)]
AnyCaller = Annotated[Caller, Depends(any_caller)]
StaffUser = Annotated[Principal, Depends(require_role(*STAFF))]
ClerkUser = Annotated[Principal, Depends(require_role(Role.CLERK))]
AdminUser = Annotated[Principal, Depends(require_role(Role.ADMIN))]
