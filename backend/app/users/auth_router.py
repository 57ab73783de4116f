"""Signing in and out, and the ways back to an account."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request, Response

from app.database import Database, DatabaseDep, SessionDep
from app.problems import problems
from app.rate_limits import count_log_in
from app.schemas import Line
from app.settings import Settings
from app.users import accounts, sessions
from app.users.errors import ForeignOrigin, SessionEnded, WrongCredentials
from app.users.models import User
from app.users.representation import represent
from app.users.schemas import Accepted, ForgotPassword, Password, Register, ResetPassword, SignedIn, VerifyEmail
from app.users.sessions import Opened
from app.users.tokens import TokenType, sign

router = APIRouter(prefix="/auth", tags=["auth"])

COOKIE = "mp_refresh"
COOKIE_PATH = "/api/v1/auth"
ALIKE_SECONDS = 0.25
REGISTERED = "Si el correo puede usarse, le enviamos un enlace para confirmarlo."
MAILED = "Si hay una cuenta con ese correo, le enviamos un enlace."


def own_origin(request: Request) -> None:
    """Cookies travel by themselves: a page of another site must not spend them. Programs send no Origin."""
    origin = request.headers.get("Origin")
    settings: Settings = request.app.state.settings
    if origin is None or origin in (settings.public_url, *settings.cors_origins):
        return
    if origin == "null" or urlsplit(origin).netloc != request.headers.get("Host"):
        raise ForeignOrigin


@asynccontextmanager
async def alike() -> AsyncIterator[None]:
    """Takes as long for a known address as for an unknown one: what is left of a quarter of a second is waited out."""
    ends = time.monotonic() + ALIKE_SECONDS
    try:
        yield
    finally:
        await asyncio.sleep(max(0.0, ends - time.monotonic()))


def _is_secure(request: Request) -> bool:
    settings: Settings = request.app.state.settings
    return settings.public_url.startswith("https://") or request.url.scheme == "https"


def _set_cookie(request: Request, response: Response, token: str) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(sessions.REFRESH_LIFE.total_seconds()),
        path=COOKIE_PATH,
        httponly=True,
        secure=_is_secure(request),
        samesite="strict",
    )


def _drop_cookie(request: Request, response: Response) -> None:
    secure = _is_secure(request)
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, secure=secure, samesite="strict")


async def _signed_in(request: Request, database: Database, opened: Opened, response: Response) -> SignedIn:
    settings: Settings = request.app.state.settings
    _set_cookie(request, response, opened.refresh)
    response.headers["Cache-Control"] = "no-store"
    minutes = settings.jwt_expiration_minutes
    token = sign(settings, TokenType.ACCESS, opened.user_id, minutes=minutes, sid=str(opened.session_id))
    async with database.reading() as session:
        user = await session.get_one(User, opened.user_id)
        read = await represent(session, user, own=True)
    return SignedIn(access_token=token, expires_in=minutes * 60, user=read)


@router.post("/login", dependencies=[Depends(own_origin)], responses=problems(401, 403, 422))
async def login(
    request: Request,
    response: Response,
    database: DatabaseDep,
    username: Annotated[str, Form(), Line(254, least=1)],
    password: Annotated[Password, Form()],
    otp: Annotated[Annotated[str, Line(10)] | None, Form()] = None,
) -> SignedIn:
    """Signs in with an address and a password. Unknown and wrong look alike."""
    await count_log_in(request, username)
    async with database.transaction() as session:
        user = await accounts.authenticate(session, username, password, otp)
        opened = await sessions.open_session(session, user, request.headers.get("User-Agent", "")) if user else None
    # Refused only now: the trail keeps that somebody tried.
    if opened is None:
        raise WrongCredentials
    return await _signed_in(request, database, opened, response)


@router.post("/refresh", dependencies=[Depends(own_origin)], responses=problems(401, 403))
async def refresh(request: Request, response: Response, database: DatabaseDep) -> SignedIn:
    """A new access token, and the next refresh token in the cookie."""
    token = request.cookies.get(COOKIE)
    if not token:
        raise SessionEnded
    async with database.transaction() as session:
        found = await sessions.rotate(session, token)
    # Refused only now: what a replay ended must stay ended.
    return await _signed_in(request, database, sessions.refuse(found), response)


@router.post("/logout", status_code=204, dependencies=[Depends(own_origin)], responses=problems(403))
async def logout(request: Request, session: SessionDep) -> Response:
    """Ends this browser's session, on every process within seconds."""
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    if token := request.cookies.get(COOKIE):
        await sessions.end_of_token(session, token)
    _drop_cookie(request, response)
    return response


@router.post("/register", status_code=202, responses=problems(422))
async def register(body: Register, database: DatabaseDep) -> Accepted:
    """Makes a citizen's account. The answer never tells whether the address was known."""
    async with alike(), database.transaction() as session:
        await accounts.register(session, body)
    return Accepted(detail=REGISTERED)


@router.post("/verify-email", responses=problems(422))
async def verify_email(body: VerifyEmail, session: SessionDep) -> Accepted:
    """Confirms an address by its mailed link."""
    await accounts.verify_email(session, body.token)
    return Accepted(detail="Su correo quedó confirmado. Ya puede ingresar.")


@router.post("/forgot-password", status_code=202, responses=problems(422))
async def forgot_password(body: ForgotPassword, database: DatabaseDep) -> Accepted:
    """Mails a link to choose a new password. The answer never tells whether there is such an account."""
    async with alike(), database.transaction() as session:
        await accounts.forgot_password(session, body.email)
    return Accepted(detail=MAILED)


@router.post("/reset-password", responses=problems(422))
async def reset_password(body: ResetPassword, session: SessionDep) -> Accepted:
    """Sets a new password by a mailed link, and ends every session."""
    await accounts.reset_password(session, body.token, body.password)
    return Accepted(detail="Su contraseña cambió. Ingrese con la nueva.")
