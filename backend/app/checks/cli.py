"""`mesa check`."""

import asyncio
from typing import Annotated

import orjson
import typer
from pydantic import ValidationError

from app.checks.examination import examine
from app.checks.findings import Finding, State
from app.settings import Settings, get_settings

MARKS = {State.GOOD: "✓", State.WARNING: "!", State.BAD: "✗"}


def check_command(as_json: Annotated[bool, typer.Option("--json", help="Responde en JSON.")] = False) -> None:
    """Dice qué funciona y qué no, y qué hacer primero. Termina en 1 si algo falla, en 2 si la configuración no vale."""
    settings = _settings()
    findings = asyncio.run(examine(settings))
    bad = [each for each in findings if each.state is State.BAD]
    if as_json:
        answer = {"ok": not bad, "findings": [each.as_dict() for each in findings]}
        typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
    else:
        _print(findings)
    raise typer.Exit(1 if bad else 0)


def _settings() -> Settings:
    try:
        return get_settings()
    except ValidationError as error:
        for each in error.errors():
            name = "_".join(map(str, each["loc"])).upper() or "Configuración"
            typer.echo(f"{name}: {each['msg']}", err=True)
        raise typer.Exit(2) from None


def _print(findings: list[Finding]) -> None:
    width = max(len(each.part) for each in findings)
    for each in findings:
        typer.echo(f"{MARKS[each.state]} {each.part:<{width}}  {each.state:<5}  {each.detail}")
        if each.hint:
            typer.echo(f"  {'':<{width}}         → {each.hint}")
    count = {state: sum(each.state is state for each in findings) for state in State}
    typer.echo(f"\n{count[State.GOOD]} bien, {count[State.WARNING]} avisos, {count[State.BAD]} fallas")
