"""Makes the account that makes all others: `python scripts/create_admin.py`."""

import argparse
import asyncio
import getpass
import os
import socket
import sys
from enum import Enum

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit import service as audit
from app.database import Database, new_id
from app.problem_texts import field_message
from app.settings import get_settings
from app.users import accounts, passwords
from app.users.models import Role, User
from app.users.schemas import FirstAdmin


class Outcome(Enum):
    """What `ensure` found or did: how the program ends, and what it says."""

    MADE = (0, "Se creó la cuenta de administración {}.")
    KNOWN = (0, "La cuenta de administración {} ya existe. No se cambió nada, tampoco su contraseña.")
    TAKEN = (1, "Ya hay una cuenta {} que no administra o está desactivada. No se cambió nada.")

    def __init__(self, exit_code: int, sentence: str) -> None:
        self.exit_code = exit_code
        self.sentence = sentence


class Refused(Exception):
    """What was given cannot be used; the sentences say why."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences


async def ensure(session: AsyncSession, wanted: FirstAdmin) -> Outcome:
    """The account exists afterwards, unless its address belongs to somebody else. Asked twice, it changes nothing."""
    await accounts.only_one(session, wanted.email)
    user = await accounts.by_email(session, wanted.email)
    if user is not None:
        return Outcome.KNOWN if user.active and user.role == Role.ADMIN else Outcome.TAKEN
    at = clock.now()
    hashed = await passwords.hash_password(wanted.password)
    user = User(id=new_id(), email=wanted.email, name=wanted.name, role=Role.ADMIN, created_at=at)
    user.password_hash, user.email_verified_at = hashed, at
    session.add(user)
    await session.flush()
    await audit.record(session, "user_created", detail={"user": str(user.id), "role": Role.ADMIN}, at=at)
    return Outcome.MADE


def checked(email: str, name: str, password: str) -> FirstAdmin:
    """Raises Refused."""
    try:
        wanted = FirstAdmin(email=email, name=name, password=password)
    except ValidationError as invalid:
        names = {"email": "Correo", "name": "Nombre", "password": "Contraseña"}
        raise Refused(*(f"{names[str(each['loc'][0])]}: {field_message(each)}" for each in invalid.errors())) from None
    if faults := accounts.password_fault(wanted.password, "password", wanted.email, wanted.name):
        raise Refused(*(f"Contraseña: {each.message}" for each in faults))
    return wanted


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="create_admin.py",
        description="Crea la cuenta de administración. Lo que no se indique se pregunta.",
        epilog="Sin terminal, la contraseña se lee de ADMIN_PASSWORD o de la entrada estándar.",
    )
    parser.add_argument("--email", default=os.environ.get("ADMIN_EMAIL"), help="correo (o ADMIN_EMAIL)")
    parser.add_argument("--name", default=os.environ.get("ADMIN_NAME"), help="nombre y apellidos (o ADMIN_NAME)")
    parser.add_argument(
        "--password",
        default=os.environ.get("ADMIN_PASSWORD"),
        help="contraseña; queda a la vista de otros usuarios de la máquina: prefiera ADMIN_PASSWORD",
    )
    return parser.parse_args()


def _asked(given: argparse.Namespace) -> tuple[str, str, str]:
    if not sys.stdin.isatty():
        email, name, password = given.email, given.name or "Administración", given.password
        return email or "", name, password if password is not None else sys.stdin.readline().rstrip("\r\n")
    email = given.email or input("Correo: ")
    name = given.name or input("Nombre y apellidos: ")
    if given.password is not None:
        return email, name, given.password
    password = getpass.getpass(f"Contraseña (al menos {passwords.SHORTEST} caracteres): ")
    if getpass.getpass("Repita la contraseña: ") != password:
        raise Refused("Las dos contraseñas no son iguales.")
    return email, name, password


async def _run(wanted: FirstAdmin) -> Outcome:
    database = Database(get_settings())
    try:
        async with database.transaction() as session:
            return await ensure(session, wanted)
    finally:
        await database.close()


def main() -> int:
    """The exit code: 0 when there is such an account now, 1 when not."""
    try:
        wanted = checked(*_asked(_arguments()))
        outcome = asyncio.run(_run(wanted))
    except Refused as refused:
        print("\n".join(refused.sentences), file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        return 1
    except (OSError, TimeoutError, socket.gaierror, DBAPIError) as error:
        print(f"No se pudo hablar con la base de datos ({type(error).__name__}). ¿Está en marcha?", file=sys.stderr)
        return 1
    print(outcome.sentence.format(wanted.email), file=sys.stderr if outcome.exit_code else sys.stdout)
    return outcome.exit_code
