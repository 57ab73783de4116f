"""Passwords: Argon2id at OWASP's minimum, never on the event loop, a few at a time; and none that is soon guessed."""

import asyncio
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from passlib.hash import argon2
from pydantic_core import PydanticCustomError
from zxcvbn import zxcvbn

SHORTEST = 10
LONGEST = 200
# Chosen now: passlib's own choice at the first use is not safe in two threads at once.
argon2.set_backend("argon2_cffi")
# OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. Two at a time keep the memory bounded.
_hasher = argon2.using(type="ID", memory_cost=19 * 1024, time_cost=2, parallelism=1)
_threads = ThreadPoolExecutor(2, thread_name_prefix="argon2")

# zxcvbn's scale of 0 to 4: below 2 a password falls within a million guesses.
LEAST_SCORE = 2
# The time zxcvbn takes grows with the length, and what it judges common is at the front.
JUDGED_CHARACTERS = 72
# zxcvbn knows what English speakers choose; these are the stems of our own.
SPANISH = (
    "contrasena",
    "contrasenia",
    "clave",
    "miclave",
    "micontrasena",
    "tucontrasena",
    "secreto",
    "secreta",
    "administrador",
    "usuario",
    "bienvenido",
    "bienvenida",
    "hola",
    "holamundo",
    "teamo",
    "tequiero",
    "amor",
    "princesa",
    "familia",
    "futbol",
    "alianzalima",
    "universitario",
    "peru",
    "lima",
    "callao",
    "arequipa",
    "cusco",
    "trujillo",
    "mesadepartes",
    "mesa",
    "partes",
    "municipalidad",
    "gobierno",
    "tramite",
    "expediente",
    "cambiame",
    "prueba",
)


async def hash_password(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def verify_password(password: str, hashed: str | None) -> bool:
    """Whether it is the password. Takes as long when there is no account at all."""
    right = await asyncio.get_running_loop().run_in_executor(_threads, _verify, password, hashed)
    return right and hashed is not None


def _verify(password: str, hashed: str | None) -> bool:
    try:
        return bool(_hasher.verify(password, hashed or _nobody()))
    except (ValueError, TypeError):
        return False


@cache
def _nobody() -> str:
    return str(_hasher.hash("the password of no account"))


def acceptable(password: str, *about: str) -> str:
    """The password, if it may be used. `about` are words of its owner: name and address. Raises PydanticCustomError."""
    if len(password) < SHORTEST:
        raise PydanticCustomError("password_short", "Use al menos 10 caracteres.")
    if len(password) > LONGEST:
        raise PydanticCustomError("password_long", "Use como máximo 200 caracteres.")
    plain = _plain(password)
    if zxcvbn(plain[:JUDGED_CHARACTERS], user_inputs=SPANISH)["score"] < LEAST_SCORE:
        raise PydanticCustomError("password_common", "Esa contraseña es de las más usadas. Elija otra.")
    words = [word for text in about for word in re.split(r"[^a-z0-9]+", _plain(text)) if len(word) >= 4]
    left = plain
    for word in words:
        left = left.replace(word, "")
    if left != plain and len(left) < 6:
        raise PydanticCustomError("password_personal", "No use su nombre ni su correo como contraseña.")
    return password


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))
