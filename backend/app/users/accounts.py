"""A person's own account: registering, proving an address, recovering and changing the password."""

from datetime import timedelta
from uuid import UUID

from pydantic_core import PydanticCustomError
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit import service as audit
from app.database import new_id
from app.documents.presenting import identity
from app.institution.models import ConsentText
from app.notifications.service import mail_to
from app.problems import FieldError, Unprocessable
from app.users import passwords, sessions, totp
from app.users.errors import OtpRequired
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


async def only_one(session: AsyncSession, email: str) -> None:
    """Makes whoever else is about to create an account of this address wait for the end of this transaction."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(email.lower(), 0))))


async def authenticate(session: AsyncSession, email: str, password: str, otp: str | None) -> User | None:
    """The account these words open; None, alike and after the same work, for every wrong pair.

    A failure is a row in the trail, without the address that was typed: the caller commits it before refusing.
    Raises OtpRequired when only the second factor is missing.
    """
    user = await by_email(session, email)
    right = await passwords.verify_password(password, user.password_hash if user else None)
    if user is None or not right or not user.active or user.email_verified_at is None:
        await _record_failure(session, user)
        return None
    if user.totp_secret:
        if not otp:
            raise OtpRequired
        if not await totp.spend(session, user, otp):
            await _record_failure(session, user)
            return None
    return user


async def _record_failure(session: AsyncSession, user: User | None) -> None:
    await audit.record(session, "log_in_failed", detail={"user": str(user.id) if user else None})


def password_fault(password: str, field: str, *about: str) -> list[FieldError]:
    try:
        passwords.acceptable(password, *about)
    except PydanticCustomError as refused:
        return [FieldError(field, refused.type, refused.message())]
    return []


def check_password(password: str, field: str, *about: str) -> None:
    """Raises Unprocessable on `field`."""
    if found := password_fault(password, field, *about):
        raise Unprocessable(errors=found)


async def _check(session: AsyncSession, body: Register) -> None:
    """Raises Unprocessable that names every field that cannot be accepted."""
    found = password_fault(body.password, "password", body.email, body.name)
    if wrong := identity.fault(body.identity_type, body.identity_number):
        found.append(FieldError("identity_number", "identity_number_invalid", wrong))
    if await session.get(ConsentText, body.privacy_consent_version) is None:
        message = "Esa versión del consentimiento no existe."
        found.append(FieldError("privacy_consent_version", "consent_unknown", message))
    if found:
        raise Unprocessable(errors=found)


async def register(session: AsyncSession, body: Register) -> None:
    """Makes a citizen's account and mails the link that proves the address; to a known address, a word about it."""
    await _check(session, body)
    hashed = await passwords.hash_password(body.password)
    await only_one(session, body.email)
    user = await by_email(session, body.email, lock=True)
    # An invited colleague or a deactivated account is known too, and nobody registers over it.
    if user is not None and (user.email_verified_at or user.role != Role.CITIZEN or not user.active):
        await mail_to(session, "already_registered", user.email, facts={"name": user.name})
        return
    if user is None:
        user = User(id=new_id(), email=body.email, role=Role.CITIZEN, name=body.name, created_at=clock.now())
        session.add(user)
    # Nobody has proved this address yet: who asked last has it, and the links of those before are dead.
    user.name, user.password_hash, user.phone = body.name, hashed, body.phone
    user.identity_type, user.identity_number = body.identity_type, body.identity_number
    user.privacy_consent_version = body.privacy_consent_version
    await session.flush()
    await audit.record(session, "register", actor_id=user.id)
    await send_link(session, user, VERIFY, kind=VERIFY)


async def send_link(
    session: AsyncSession, user: User, purpose: str, *, kind: str, lives: timedelta | None = None
) -> None:
    """Mails a single-use link; only its hash is kept. Earlier ones of its purpose are dead."""
    earlier = (MailedLink.user_id == user.id, MailedLink.purpose == purpose, MailedLink.used_at.is_(None))
    await session.execute(update(MailedLink).where(*earlier).values(used_at=clock.now()))
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
        await audit.record(session, "password_forgotten", actor_id=user.id)
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
