"""The `mesa` command. Each package brings its own commands; here they are only put together."""

import json
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

OPENAPI = Path(__file__).parents[1] / "openapi.json"

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    # They would print the values of variables: passwords, people.
    pretty_exceptions_enable=False,
    help="Órdenes de administración de Mesa de Partes.",
)


# Where each command lives: `package:name` of a Typer, which has commands of its own, or of a function.
COMMANDS = {
    "account": "app.users.cli:app",
    "audit": "app.audit.cli:app",
    "check": "app.checks.cli:check_command",
    "demo": "app.demo.cli:demo_command",
    "drill": "app.keeping.cli:drill_command",
    "keeping": "app.keeping.parts:app",
    "receipt": "app.receipts.cli:app",
    "seal": "app.receipts.cli:seal_command",
    "storage": "app.keeping.cli:storage_app",
}
HIDDEN = {"keeping"}


def put_together(asked: str | None) -> None:
    """Adds the command that was asked for, or all of them: importing all takes longer than most of them run."""
    for name in [asked] if asked in COMMANDS else COMMANDS:
        module, _, attribute = COMMANDS[name].partition(":")
        found = getattr(import_module(module), attribute)
        if isinstance(found, typer.Typer):
            cli.add_typer(found, name=name, hidden=name in HIDDEN)
        else:
            cli.command(name)(found)


@cli.command("export-openapi")
def export_openapi(
    path: Annotated[Path, typer.Argument(help="Dónde escribirlo.")] = OPENAPI,
    check: Annotated[bool, typer.Option("--check", help="Solo compara; sale con 1 si difiere.")] = False,
) -> None:
    """Escribe el contrato de la interfaz (openapi.json), siempre igual para el mismo código."""
    from app.main import create_app

    text = json.dumps(create_app().openapi(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if not check:
        path.write_text(text)
    elif not path.exists() or path.read_text() != text:
        typer.echo(f"{path.name} no es el de este código. Ejecute ./scripts/mesa export-openapi y confirme el cambio.")
        raise typer.Exit(1)


def main() -> None:
    put_together(sys.argv[1] if len(sys.argv) > 1 else None)
    try:
        cli(prog_name="mesa")
    except (ConnectionError, TimeoutError, socket.gaierror, DBAPIError) as error:
        typer.echo(
            f"No se pudo hablar con la base de datos ({type(error).__name__}). ¿Está en marcha el sistema?", err=True
        )
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
