"""Bearer tokens, signed and read here only. Algorithm, audience, issuer, type and expiry are always checked."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from jose import JWTError, jwt

from app import clock
from app.problems import Unauthorized
from app.settings import Settings

ALGORITHM = "HS256"
ISSUER = "mesa-de-partes"
# Not `exp`: what jose requires it also checks, and against the machine's clock.
REQUIRED = {f"require_{claim}": True for claim in ("aud", "iss", "sub", "iat")}


class TokenType(StrEnum):
    ACCESS = "access"
    TRACKING = "tracking"


def sign(settings: Settings, kind: TokenType, subject: UUID, *, minutes: int, **claims: str) -> str:
    """A token of `kind` for `subject` that lives `minutes`."""
    issued = clock.now()
    payload: dict[str, Any] = {
        "sub": str(subject),
        "typ": kind.value,
        "aud": f"{ISSUER}/{kind.value}",
        "iss": ISSUER,
        "iat": int(issued.timestamp()),
        "exp": int((issued + timedelta(minutes=minutes)).timestamp()),
        **claims,
    }
    token: str = jwt.encode(payload, settings.jwt_secret_key.get_secret_value(), algorithm=ALGORITHM)
    return token


def read(settings: Settings, token: str, kind: TokenType) -> dict[str, Any]:
    """The claims of a valid token of `kind`. Raises Unauthorized on anything else."""
    try:
        claims = _signed(token, settings.jwt_secret_key.get_secret_value(), kind)
        # Expiry is held against our own clock, which tests may set.
        if claims["exp"] <= clock.now().timestamp():
            raise Unauthorized("Su sesión venció.")
    # A header that nests its JSON without end is a forgery too.
    except (JWTError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Unauthorized from error
    return dict(claims)


# Each call asks twice, who it is and how often they called; a signature stays right for as long as its key does.
@lru_cache(maxsize=4096)
def _signed(token: str, secret: str, kind: TokenType) -> Mapping[str, Any]:
    """The claims under a valid signature, whether or not they expired. Raises what is wrong with it."""
    claims: dict[str, Any] = jwt.decode(
        token,
        secret,
        algorithms=[ALGORITHM],
        audience=f"{ISSUER}/{kind.value}",
        issuer=ISSUER,
        options={**REQUIRED, "verify_exp": False},
    )
    if claims.get("typ") != kind.value or not isinstance(claims.get("exp"), int):
        raise Unauthorized
    UUID(claims["sub"])
    return claims
