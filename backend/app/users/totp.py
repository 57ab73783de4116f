"""The second factor: six digits that change every half minute (RFC 6238). The secret is kept encrypted."""

import hmac

import pyotp
from cryptography.fernet import InvalidToken
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock, crypto
from app.audit import service as audit
from app.problems import FieldError, Unprocessable
from app.users.errors import TotpActive
from app.users.models import User
from app.users.schemas import SetUpTotp, TotpRead

PURPOSE = "totp"
ISSUER = "Mesa de Partes"
STEP_SECONDS = 30
# A telephone's clock may be half a minute off, either way.
DRIFT = (-1, 0, 1)


def _sealed(secret: str, last_step: int) -> str:
    return crypto.encrypt(PURPOSE, f"{secret}:{last_step}".encode()).decode()


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The step whose code this is, if it comes after the last one used: a code serves once."""
    now = int(clock.now().timestamp()) // STEP_SECONDS
    one = pyotp.TOTP(secret, interval=STEP_SECONDS)
    digits = "".join(code.split()).encode()
    for step in (now + drift for drift in DRIFT):
        if step > after and hmac.compare_digest(one.generate_otp(step).encode(), digits):
            return step
    return None


async def spend(session: AsyncSession, user: User, code: str) -> bool:
    """Whether `code` is right now and was not used before. Locks the account, so that it serves once."""
    await session.refresh(user, with_for_update=True)
    try:
        secret, last = crypto.decrypt(PURPOSE, (user.totp_secret or "").encode()).decode().split(":")
    except InvalidToken:
        return False
    step = _step_of(secret, code, after=int(last))
    if step is not None:
        user.totp_secret = _sealed(secret, step)
    return step is not None


async def set_up(session: AsyncSession, user: User, body: SetUpTotp) -> TotpRead:
    """Without a code, offers a secret; with the secret and its code, turns the factor on.

    Raises TotpActive when it is on, Unprocessable when the code is not the secret's.
    """
    if user.totp_secret:
        raise TotpActive
    if body.secret is None or body.code is None:
        secret = pyotp.random_base32()
        uri = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)
        return TotpRead(active=False, secret=secret, uri=uri)
    step = _step_of(body.secret, body.code, after=0)
    if step is None:
        raise Unprocessable(errors=[FieldError("code", "otp_wrong", "El código no es correcto o ya cambió.")])
    user.totp_secret = _sealed(body.secret, step)
    await audit.record(session, "totp_on", actor_id=user.id)
    return TotpRead(active=True)


async def turn_off(session: AsyncSession, user: User, *, by_command: bool = False) -> None:
    """By the person, or for them by who runs the machine (`mesa account two-step-off`): the trail says which."""
    if user.totp_secret:
        user.totp_secret = None
        if by_command:
            await audit.record(session, "totp_off", detail={"user": str(user.id), "by": "mesa"})
        else:
            await audit.record(session, "totp_off", actor_id=user.id)
