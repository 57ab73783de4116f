"""Which passwords are refused, and how they are kept."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic_core import PydanticCustomError

from app.users.passwords import acceptable, hash_password, verify_password


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("corta", "password_short"),
        ("nuevecars", "password_short"),
        ("x" * 201, "password_long"),
        ("password123", "password_common"),
        ("Password1234!", "password_common"),
        ("P@ssw0rd123", "password_common"),
        ("1234567890", "password_common"),
        ("0987654321", "password_common"),
        ("qwertyuiop", "password_common"),
        ("1q2w3e4r5t", "password_common"),
        ("iloveyou123", "password_common"),
        ("aaaaaaaaaaaa", "password_common"),
        ("contraseña1", "password_common"),
        ("Contraseña2026", "password_common"),
        ("administrador", "password_common"),
        ("Bienvenido2026", "password_common"),
        ("mesadepartes", "password_common"),
        ("RosaQuispe77", "password_personal"),
        ("rosa.quispe7", "password_personal"),
    ],
)
def test_what_is_soon_guessed_is_refused(password: str, code: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        acceptable(password, "Rosa Quispe Mamani", "rosa.quispe@example.com")
    assert refused.value.type == code


@pytest.mark.parametrize(
    "password",
    [
        "una clave larga de prueba",
        "Correcta-Caballo-77",
        "Segura-2026-clave",
        "пароль длинный 7",
        "鍵鍵鑰匙很長的密碼一二三",
    ],
)
def test_a_long_sentence_in_any_script_is_accepted(password: str) -> None:
    assert acceptable(password, "Rosa Quispe", "rosa@example.com") == password


async def test_the_hash_is_argon2id_at_owasps_minimum() -> None:
    hashed = await hash_password("una clave larga")

    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await verify_password("una clave larga", hashed)
    assert not await verify_password("otra clave larga", hashed)


async def test_without_an_account_every_password_is_wrong() -> None:
    assert not await verify_password("the password of no account", None)
    assert not await verify_password("una clave larga", "not a hash")


def test_the_first_use_may_be_by_two_at_once() -> None:
    """In a process of its own: passlib loads its backend once."""
    script = (
        "import asyncio\n"
        "from app.users.passwords import hash_password, verify_password\n"
        "async def main():\n"
        "    await asyncio.gather(*(verify_password('x', None) for _ in range(4)), hash_password('x'))\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
