"""`mesa keeping …`: what `scripts/backup` and `scripts/restore` ask of the system, in a clone and in containers alike.

Streams go through standard input and output, so that the scripts never need to know where the system keeps things.
"""

import asyncio
import os
import shlex
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import orjson
import typer
from sqlalchemy.engine import make_url

from app.attachments.storage import PREFIXES, open_storage
from app.database import Database
from app.documents.numbering import Series
from app.keeping import archive, facts, numbers, queries, service
from app.keeping.models import KeepingKind, KeepingState
from app.settings import Settings, get_settings

app = typer.Typer(no_args_is_help=True)

T = TypeVar("T")
DAMAGED = 3
NOTE_SECONDS = 15
MOST_SAID = 500


class Outcome(StrEnum):
    OK = "ok"
    # It was done, and what it found is not well.
    FAULTY = "faulty"
    FAILED = "failed"


OUTCOMES = {
    Outcome.OK: (KeepingState.DONE, True),
    Outcome.FAULTY: (KeepingState.DONE, False),
    Outcome.FAILED: (KeepingState.FAILED, None),
}
Other = Annotated[str | None, typer.Option("--database", help="Otra base del mismo servidor.")]


def _settings(other: str | None) -> Settings:
    settings = get_settings()
    if not other:
        return settings
    url = make_url(settings.database_url).set(database=other).render_as_string(hide_password=False)
    return settings.model_copy(update={"database_url": url, "database_replica_url": None})


def _with_database(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(settings)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


@app.command("hold")
def hold_command() -> None:
    """Imprime los datos de la copia y la instantánea en que se leyeron, y la mantiene hasta que termine la entrada."""
    _with_database(get_settings(), facts.hold)


@app.command("connection")
def connection_command() -> None:
    """Imprime las variables con que pg_dump y psql llegan a la base."""
    url = make_url(get_settings().database_url)
    found = {
        "PGHOST": url.host,
        "PGPORT": url.port or 5432,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"),
    }
    for name, value in found.items():
        if value:
            typer.echo(f"export {name}={shlex.quote(str(value))}")


@app.command("export-files")
def export_files_command() -> None:
    """Escribe todos los archivos en un tar. Termina en 3 si alguno no es lo que dice su nombre; los copia igual."""
    count, damaged = asyncio.run(archive.export_files(open_storage(get_settings()), sys.stdout.buffer))
    for finding in damaged:
        typer.echo(f"DAÑADO {finding.sha256}", err=True)
    typer.echo(f"{count} archivos", err=True)
    raise typer.Exit(DAMAGED if damaged else 0)


@app.command("import-files")
def import_files_command() -> None:
    """Guarda los archivos de un tar, cada uno bajo su SHA-256. Termina en 3 si alguno no lo es."""
    try:
        count, damaged = asyncio.run(archive.import_files(open_storage(get_settings()), sys.stdin.buffer))
    except archive.Damaged as why:
        typer.echo(f"El archivo de copia está dañado: {why}", err=True)
        raise typer.Exit(DAMAGED) from None
    for sha256 in damaged:
        typer.echo(f"DAÑADO {sha256}", err=True)
    typer.echo(f"{count} archivos", err=True)
    raise typer.Exit(DAMAGED if damaged else 0)


@app.command("export-keys")
def export_keys_command() -> None:
    """Escribe en un tar las claves de firma y los secretos de la carpeta de datos."""
    archive.export_keys(get_settings(), sys.stdout.buffer)


@app.command("import-keys")
def import_keys_command(
    suffix: Annotated[str, typer.Option(help="Con qué nombre queda lo que había.")] = ".antes",
) -> None:
    """Pone en la carpeta de datos las claves y los secretos de un tar."""
    # Not the settings': those of the machine that restores may not be complete yet.
    data = Path(os.environ.get("MESA_DATA_DIR") or "var")
    archive.import_keys(data, sys.stdin.buffer, suffix)


@app.command("occupied")
def occupied_command() -> None:
    """Dice qué hay ya aquí. Termina en 1 si no está vacío."""
    settings = get_settings()

    async def look(database: Database) -> list[str]:
        found = []
        async with database.reading() as session:
            if not await queries.is_empty(session):
                found.append("la base de datos tiene trámites o cuentas")
        storage = open_storage(settings)
        for prefix in PREFIXES:
            if await storage.under(prefix):
                found.append("el almacén tiene archivos")
                break
        return found

    found = _with_database(settings, look)
    if found:
        typer.echo("; ".join(found))
        raise typer.Exit(1)


@app.command("raise-number")
def raise_number_command(
    number: Annotated[str, typer.Argument(help="El último número entregado: P-2026-000123 o EXP-2026-000123.")],
) -> None:
    """Hace que el número siguiente sea posterior a este, que se entregó después de la copia restaurada."""
    try:
        series, year, value = number.split("-")
        wanted = Series(series), int(year), int(value)
    except ValueError:
        typer.echo(f"No es un número de esta mesa: {number}", err=True)
        raise typer.Exit(2) from None

    async def work(database: Database) -> int:
        async with database.transaction() as session:
            return await numbers.raise_to(session, *wanted)

    before = _with_database(get_settings(), work)
    typer.echo(f"El siguiente de {series}-{year} será {max(before, wanted[2]) + 1}; el último que había, {before}.")


@app.command("migrate")
def migrate_command(database: Other = None) -> None:
    """Lleva la base a este código."""
    from alembic import command
    from alembic.config import Config

    root = Path(__file__).parents[2]
    os.environ["DATABASE_URL"] = _settings(database).database_url
    get_settings.cache_clear()
    config = Config(root / "alembic.ini")
    config.set_main_option("script_location", str(root / "migrations"))
    command.upgrade(config, "head")


@app.command("verify")
def verify_command(
    database: Other = None,
    as_json: Annotated[bool, typer.Option("--json", help="Responde solo en JSON.")] = False,
) -> None:
    """Verifica todo contra los datos de la copia, que llegan en JSON por la entrada. Termina en 1 si algo no cuadra.

    Responde en palabras, y en la última línea, en JSON.
    """
    text = sys.stdin.buffer.read().strip()
    known = facts.Facts(**orjson.loads(text)) if text else None
    settings = _settings(database)
    storage = open_storage(settings)
    results = _with_database(settings, lambda found: facts.verify(found, settings, storage, known))
    ok = all(result.ok for result in results)
    if not as_json:
        for result in results:
            typer.echo(f"  {'bien' if result.ok else 'MAL ':<5}{result.what:<22}{result.said}")
    typer.echo(orjson.dumps({"ok": ok, "results": [asdict(result) for result in results]}).decode())
    raise typer.Exit(0 if ok else 1)


@app.command("note")
def note_command(
    kind: Annotated[KeepingKind, typer.Argument(help="Qué se hizo.")],
    outcome: Annotated[Outcome, typer.Argument(help="Cómo terminó.")],
    seconds: Annotated[float, typer.Option(min=0, help="Cuánto duró.")] = 0,
    summary: Annotated[str, typer.Option(help="El resultado, en una oración.")] = "",
    run: Annotated[UUID | None, typer.Option(help="El pedido que se cumple.")] = None,
) -> None:
    """Anota cómo terminó una copia o un ensayo, para la pantalla «Copias y archivos». Su detalle, en JSON, por la
    entrada."""
    text = sys.stdin.buffer.read().strip()
    report = orjson.loads(text) if text else {}
    # What a script says on several lines is one sentence here, and may hold no more than a reader reads.
    said = " ".join(summary.split())[:MOST_SAID]

    async def work(database: Database) -> None:
        # Whoever notes is at the end of something that matters more.
        async with asyncio.timeout(NOTE_SECONDS), database.transaction() as session:
            await service.note(
                session, kind, OUTCOMES[outcome], seconds=seconds, summary=said, report=report, run_id=run
            )

    _with_database(get_settings(), work)
