"""`mesa storage check` and `mesa drill`."""

import asyncio
import subprocess
from pathlib import Path
from typing import Annotated

import orjson
import typer

from app.attachments.storage import open_storage
from app.database import Database
from app.keeping import files, here
from app.settings import get_settings

storage_app = typer.Typer(help="El almacén de archivos.", no_args_is_help=True)

WORDS = {"missing": "FALTA", "changed": "CAMBIADO", "stray": "SOBRA"}
Json = Annotated[bool, typer.Option("--json", help="Responde en JSON.")]


@storage_app.callback()
def storage() -> None:
    """Keeps `check` a subcommand."""


@storage_app.command("check")
def check_command(
    quick: Annotated[bool, typer.Option("--quick", help="Solo presencia y tamaño, sin leer el contenido.")] = False,
    as_json: Json = False,
) -> None:
    """Compara cada archivo con lo que la base dice de él. 0: todo cuadra; 1: hay hallazgos; 2: no se pudo revisar."""
    report = asyncio.run(_check(not quick))
    if as_json:
        typer.echo(orjson.dumps(report.as_dict()).decode())
    else:
        for finding in report.findings:
            whose = f" del trámite {finding.document}" if finding.document else ""
            typer.echo(f"{WORDS[finding.problem]:<9} {finding.sha256}{whose} {finding.detail}".rstrip())
        typer.echo(summary(report))
    raise typer.Exit(0 if report.ok else 1)


def summary(report: files.Report) -> str:
    size = f"{report.bytes / 2**20:.1f} MiB en {report.seconds:.1f} s"
    found = f"faltan {report.missing}, cambiados {report.changed}, sobran {report.stray}"
    return f"{report.files} archivos como llegaron ({size}); {found}; {report.arriving} recién llegados sin trámite."


async def _check(content: bool) -> files.Report:
    settings = get_settings()
    database = Database(settings)
    try:
        return await files.check(database, open_storage(settings), content=content)
    finally:
        await database.close()


def drill_command(
    folder: Annotated[Path | None, typer.Argument(help="Carpeta de las copias; sin ella, la de BACKUP_DIR.")] = None,
    as_json: Json = False,
) -> None:
    """Restaura la última copia en un lugar aparte, la verifica entera y la borra. Lo que está en uso no se toca.

    0: la copia sirve; 1: algo no cuadra; 2: no se pudo hacer.
    """
    if not here.RESTORE.is_file():
        typer.echo("Un contenedor no ve las copias. En el servidor: ./scripts/restore --drill", err=True)
        raise typer.Exit(2)
    command = [str(here.RESTORE), "--drill", *(["--json"] if as_json else []), *([str(folder)] if folder else [])]
    raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603
