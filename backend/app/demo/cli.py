"""`mesa demo`: the demonstration. Refused in production."""

import asyncio
import os
from typing import Annotated

import typer

from app.attachments.service import Intake
from app.attachments.storage import open_storage
from app.database import Database
from app.demo import bulk, growth, people, seed
from app.processes import ProcessPool
from app.settings import get_settings

CLERK, CITIZEN = "mesa@demo.pe", "ciudadana@demo.pe"


def demo_command(
    documents: Annotated[int | None, typer.Option(help="Hace crecer la base hasta este número de documentos.")] = None,
    lapse: Annotated[str | None, typer.Option(help="Vence ya el plazo de este documento observado.")] = None,
    password: Annotated[str | None, typer.Option(help="Contraseña de las cuentas (o DEMO_PASSWORD).")] = None,
) -> None:
    """Prepara los datos de demostración, los hace crecer, o vence un plazo. Nunca en producción."""
    if get_settings().is_production:
        typer.echo("Los datos de demostración no se permiten en producción.", err=True)
        raise typer.Exit(1)
    asyncio.run(_run(documents, lapse, password or os.environ.get("DEMO_PASSWORD")))


async def _run(documents: int | None, lapse: str | None, password: str | None) -> None:
    settings = get_settings()
    database, pool = Database(settings), ProcessPool(settings.worker_processes)
    intake = Intake(database, open_storage(settings), pool, settings)
    try:
        if lapse:
            typer.echo(await growth.lapse_now(database, lapse))
        elif documents is not None:
            typer.echo(await bulk.grow(intake, documents))
        else:
            typer.echo(await _seed(intake, password))
    finally:
        pool.close()
        await database.close()


async def _seed(intake: Intake, password: str | None) -> str:
    async with intake.database.transaction() as session:
        if await people.is_furnished(session):
            if password:
                await people.set_passwords(session, password)
            return "La demostración ya estaba preparada."
        if not password:
            typer.echo("Indique --password o DEMO_PASSWORD.", err=True)
            raise typer.Exit(2)
        await people.furnish(session, password)
    async with intake.database.reading() as session:
        clerk, citizen = await people.principal(session, CLERK), await people.principal(session, CITIZEN)
    stage = await seed.set_stage(intake, clerk=clerk, citizen=citizen)
    return f"{await seed.play(stage)} documentos presentados."
