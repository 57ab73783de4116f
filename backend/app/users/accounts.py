"""A person's own account: registering, proving an address, recovering and changing the password."""

from datetime import timedelta
from uuid import UUID

from pydantic_core import PydanticCustomError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit import service as audit
from app.database import new_id
from app.institution.models import ConsentText
from app.notifications.service import mail_to
from app.problems import FieldError, Unprocessable
from app.users import passwords, sessions
from app.users.errors import WrongCredentials
from app.users.models import MailedLink, Role, User
from app.users.schemas import ChangePassword, Register
from app.users.sessions import hash_token, new_token

VERIFY = "verify_email"
RESET = "reset_password"
LINK_LIVES = {VERIFY: timedelta(hours=24), RESET: timedelta(hours=1)}
INVITATION_LIVES = timedelta(days=3)


async def by_email(session: AsyncSession, email: str, *, lock: bool = False) -> User | None:
    wanted = select(User).where(func.lower(User.email) == email.lower())
    return await session.scalar(wanted.with_for_update() if lock else wanted)


async def authenticate(session: AsyncSession, email: str, password: str) -> User:
    """The account these words open. Raises WrongCredentials, alike and after the same work for every wrong pair."""
    user = await by_email(session, email)
    right = await passwords.verify_password(password, user.password_hash if user else None)
    if user is None or not right or not user.active or user.email_verified_at is None:
        raise WrongCredentials
    return user


def check_password(password: str, field: str, *about: str) -> None:
    """Raises Unprocessable on `field`."""
    try:
        passwords.acceptable(password, *about)
    except PydanticCustomError as refused:
        raise Unprocessable(errors=[FieldError(field, refused.type, refused.message())]) from None


async def register(session: AsyncSession, body: Register) -> None:
    """Makes a citizen's account and mails the link that proves the address; to a known address, a word about it."""
    check_password(body.password, "password", body.email, body.name)
    if await session.get(ConsentText, body.privacy_consent_version) is None:
        message = "Esa versión del consentimiento no existe."
        raise Unprocessable(errors=[FieldError("privacy_consent_version", "consent_unknown", message)])
    hashed = await passwords.hash_password(body.password)
    user = await by_email(session, body.email, lock=True)
    if user is not None and user.email_verified_at is not None:
        await mail_to(session, "already_registered", user.email, facts={"name": user.name})
        return
    if user is None:
        user = User(id=new_id(), email=body.email, role=Role.CITIZEN, name=body.name, created_at=clock.now())
        session.add(user)
    # Nobody has proved this address yet: whoever does so last, with their own words, has the account.
    user.name, user.password_hash, user.phone = body.name, hashed, body.phone
    user.identity_type, user.identity_number = body.identity_type, body.identity_number
    user.privacy_consent_version = body.privacy_consent_version
    await session.flush()
    await audit.record(session, "register", actor_id=user.id)
    await send_link(session, user, VERIFY, kind=VERIFY)


async def send_link(
    session: AsyncSession, user: User, purpose: str, *, kind: str, lives: timedelta | None = None
) -> None:
    """Mails a single-use link; only its hash is kept."""
    token = new_token()
    session.add(
        MailedLink(
            token_hash=hash_token(token),
            user_id=user.id,
            purpose=purpose,
            expires_at=clock.now() + (lives or LINK_LIVES[purpose]),
        )
    )
    await mail_to(session, kind, user.email, facts={"name": user.name}, secret=token)


async def spend_link(session: AsyncSession, token: str, purpose: str) -> User:
    """The account of a live link, which is used up. Raises Unprocessable on `token`."""
    link = await session.get(MailedLink, hash_token(token), with_for_update=True)
    if link is None or link.purpose != purpose or link.used_at is not None or link.expires_at <= clock.now():
        message = "El enlace venció o ya se usó. Pida otro."
        raise Unprocessable(errors=[FieldError("token", "link_invalid", message)])
    link.used_at = clock.now()
    return await session.get_one(User, link.user_id, with_for_update=True)


async def verify_email(session: AsyncSession, token: str) -> None:
    user = await spend_link(session, token, VERIFY)
    user.email_verified_at = user.email_verified_at or clock.now()
    await audit.record(session, "email_verified", actor_id=user.id)


async def forgot_password(session: AsyncSession, email: str) -> None:
    """Mails a link to an active account's address; silent otherwise."""
    user = await by_email(session, email)
    if user is not None and user.active:
        await send_link(session, user, RESET, kind=RESET)


async def reset_password(session: AsyncSession, token: str, password: str) -> None:
    """Sets a new password by a mailed link, which also proves the address. Ends every session."""
    user = await spend_link(session, token, RESET)
    check_password(password, "password", user.email, user.name)
    user.password_hash = await passwords.hash_password(password)
    user.email_verified_at = user.email_verified_at or clock.now()
    await sessions.end_all(session, user.id)
    await audit.record(session, "password_reset", actor_id=user.id)


async def change_password(session: AsyncSession, user: User, body: ChangePassword, *, current: UUID) -> None:
    """Raises Unprocessable on the field that is wrong. Ends every other session."""
    if not await passwords.verify_password(body.current_password, user.password_hash):
        message = "No es su contraseña actual."
        raise Unprocessable(errors=[FieldError("current_password", "password_wrong", message)])
    check_password(body.new_password, "new_password", user.email, user.name)
    user.password_hash = await passwords.hash_password(body.new_password)
    await sessions.end_all(session, user.id, but=current)
    await audit.record(session, "password_changed", actor_id=user.id)
