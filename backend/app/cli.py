"""The `mesa` command. Each package brings its own commands; here they are only put together."""

import json
import socket
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from app.audit import cli as audit
from app.checks import cli as checks
from app.demo import cli as demo
from app.keeping import cli as keeping
from app.keeping import parts as keeping_parts
from app.receipts import cli as receipts
from app.users import cli as users

OPENAPI = Path(__file__).parents[1] / "openapi.json"

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    # They would print the values of variables: passwords, people.
    pretty_exceptions_enable=False,
    help="Órdenes de administración de Mesa de Partes.",
)


cli.add_typer(audit.app, name="audit")
cli.add_typer(receipts.app, name="receipt")
cli.add_typer(users.app, name="account")
cli.add_typer(keeping.storage_app, name="storage")
cli.add_typer(keeping_parts.app, name="keeping", hidden=True)
cli.command("drill")(keeping.drill_command)
cli.command("check")(checks.check_command)
cli.command("seal")(receipts.seal_command)
cli.command("demo")(demo.demo_command)


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
    try:
        cli(prog_name="mesa")
    except (ConnectionError, TimeoutError, socket.gaierror, DBAPIError) as error:
        typer.echo(
            f"No se pudo hablar con la base de datos ({type(error).__name__}). ¿Está en marcha el sistema?", err=True
        )
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
