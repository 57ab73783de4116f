"""Passwords: Argon2id at OWASP's minimum, never on the event loop, a few at a time; and none that everybody tries."""

import asyncio
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from passlib.hash import argon2
from pydantic_core import PydanticCustomError

SHORTEST = 10
LONGEST = 200
# OWASP's minimum for Argon2id: 19 MiB, two passes, one lane. Two at a time keep the memory bounded.
_hasher = argon2.using(type="ID", memory_cost=19 * 1024, time_cost=2, parallelism=1)
_threads = ThreadPoolExecutor(2, thread_name_prefix="argon2")

# What people type when asked for ten characters: a word everybody uses, padded with digits, signs or itself.
COMMON_STEMS = frozenset(
    {
        "contrasena",
        "contrasenia",
        "password",
        "passwort",
        "passw0rd",
        "qwerty",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "admin",
        "administrador",
        "administrator",
        "bienvenido",
        "bienvenida",
        "welcome",
        "usuario",
        "iloveyou",
        "teamo",
        "tequiero",
        "princesa",
        "peru",
        "lima",
        "mesadepartes",
        "municipalidad",
        "letmein",
        "secret",
        "secreto",
        "dragon",
        "monkey",
        "football",
        "futbol",
        "alianzalima",
        "universitario",
        "sunshine",
        "master",
        "hola",
        "holamundo",
        "abcdef",
        "abcdefg",
        "abcdefgh",
        "abc",
        "clave",
        "miclave",
        "tucontrasena",
        "micontrasena",
        "changeme",
        "cambiame",
    }
)
SEQUENCES = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
LEET = str.maketrans("013457@$!", "oieastasi")


async def hash_password(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def verify_password(password: str, hashed: str | None) -> bool:
    """Whether it is the password. Takes as long when there is no account at all."""
    known = hashed or _nobody()
    right = await asyncio.get_running_loop().run_in_executor(_threads, _verify, password, known)
    return right and hashed is not None


def _verify(password: str, hashed: str) -> bool:
    try:
        return bool(_hasher.verify(password, hashed))
    except (ValueError, TypeError):
        return False


@cache
def _nobody() -> str:
    return str(_hasher.hash("the password of no account"))


def acceptable(password: str, *about: str) -> str:
    """The password, if it may be used. `about` are words of its owner: name and address. Raises PydanticCustomError."""
    if len(password) < SHORTEST:
        raise PydanticCustomError("password_short", "Use al menos 10 caracteres.")
    if len(password) > LONGEST or "\x00" in password:
        raise PydanticCustomError("password_long", "Use como máximo 200 caracteres.")
    if _is_common(password):
        raise PydanticCustomError("password_common", "Esa contraseña es de las más usadas. Elija otra.")
    plain = _plain(password)
    words = [word for text in about for word in re.split(r"[^a-z0-9]+", _plain(text)) if len(word) >= 4]
    left = plain
    for word in words:
        left = left.replace(word, "")
    if words and left != plain and len(left) < 6:
        raise PydanticCustomError("password_personal", "No use su nombre ni su correo como contraseña.")
    return password


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def _is_common(password: str) -> bool:
    plain = _plain(password)
    if len(set(plain)) <= 3 or any(plain in sequence for sequence in SEQUENCES):
        return True
    halves = {plain[:size] for size in range(1, len(plain) // 2 + 1) if plain[:size] * (len(plain) // size) == plain}
    letters = re.sub(r"^[^a-z]+|[^a-z]+$", "", plain)
    unpadded = plain.translate(LEET).strip("0123456789.,-_*#")
    candidates = {letters, re.sub(r"[^a-z]", "", plain), letters.translate(LEET), unpadded}
    return bool((candidates | halves) & COMMON_STEMS)
