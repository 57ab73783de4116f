"""`mesa account two-step-off`: for whoever lost the telephone with their codes."""

import asyncio
from typing import Annotated

import typer

from app.database import Database
from app.settings import get_settings
from app.users import totp
from app.users.accounts import by_email

app = typer.Typer(help="Cuentas.", no_args_is_help=True)


@app.callback()
def account() -> None:
    """Keeps `two-step-off` a subcommand."""


@app.command("two-step-off")
def two_step_off_command(email: Annotated[str, typer.Argument(help="El correo de la cuenta.")]) -> None:
    """Apaga la verificación en dos pasos de una cuenta: compruebe antes quién lo pide. Queda en la auditoría."""
    turned_off = asyncio.run(_two_step_off(email))
    if turned_off is None:
        typer.echo("No hay ninguna cuenta con ese correo.", err=True)
        raise typer.Exit(1)
    typer.echo("Apagada: desde ahora basta la contraseña." if turned_off else "Esa cuenta no la tenía activa.")


async def _two_step_off(email: str) -> bool | None:
    """Whether it was on; None when there is no such account."""
    database = Database(get_settings())
    try:
        async with database.transaction() as session:
            user = await by_email(session, email, lock=True)
            if user is None:
                return None
            was_on = user.totp_secret is not None
            await totp.turn_off(session, user, by_command=True)
            return was_on
    finally:
        await database.close()
