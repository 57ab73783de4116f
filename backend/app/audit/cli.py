"""`mesa audit verify`."""

import asyncio
from typing import Annotated

import orjson
import typer

from app.audit.verification import Verdict, verify
from app.database import Database
from app.settings import get_settings

app = typer.Typer(help="La cadena de auditoría.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Keeps `verify` a subcommand."""


@app.command("verify")
def verify_command(as_json: Annotated[bool, typer.Option("--json", help="Responde en JSON.")] = False) -> None:
    """Recorre toda la cadena y la compara con sus sellos. Termina en 1 si algo no cuadra."""
    verdict = asyncio.run(_verify())
    if as_json:
        typer.echo(orjson.dumps(verdict.as_dict()).decode())
    elif verdict.ok:
        typer.echo(f"Cadena íntegra: {verdict.rows} filas, {verdict.seals} sellos. Cabeza {verdict.head}")
    else:
        typer.echo(f"La cadena NO cuadra en la fila {verdict.first_bad}: {verdict.reason}", err=True)
    raise typer.Exit(0 if verdict.ok else 1)


async def _verify() -> Verdict:
    database = Database(get_settings())
    try:
        # One snapshot for the whole walk: acts go on meanwhile.
        async with database.snapshot() as session:
            return await verify(session)
    finally:
        await database.close()
