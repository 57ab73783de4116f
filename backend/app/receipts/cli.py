"""`mesa receipt verify`: a QR's text without any server, or a PDF against this installation. `mesa seal`."""

import asyncio
import base64
import hashlib
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.attachments.storage import open_storage
from app.database import Database
from app.processes import ProcessPool
from app.receipts import seals, verification
from app.receipts.keys import key_id_of, qr_keys
from app.receipts.qr import QrInvalid, decode
from app.settings import get_settings

app = typer.Typer(help="Constancias.", no_args_is_help=True)


@app.callback()
def receipt() -> None:
    """Keeps `verify` a subcommand."""


@app.command("verify")
def verify_command(
    what: Annotated[str, typer.Argument(help="El texto del QR, o la ruta de un PDF.")],
    offline: Annotated[bool, typer.Option("--offline", help="Solo con la clave pública, sin base de datos.")] = False,
    key: Annotated[Path | None, typer.Option(help="Clave pública Ed25519 en base64url, de GET /institution.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Responde en JSON.")] = False,
) -> None:
    """Dice si una constancia es auténtica. Termina en 1 si no lo es."""
    answer = _of_text(what, key) if offline or "#" in what else _of_file(Path(what))
    if as_json:
        typer.echo(orjson.dumps(answer).decode())
    else:
        typer.echo(_sentence(answer))
    raise typer.Exit(0 if answer["valid"] else 1)


def seal_command(as_json: Annotated[bool, typer.Option("--json", help="Responde en JSON.")] = False) -> None:
    """Sella los días pasados que aún no tienen sello. Se puede repetir."""
    days = asyncio.run(_seal())
    if as_json:
        typer.echo(orjson.dumps({"ok": True, "sealed": days}).decode())
    else:
        typer.echo(f"Días sellados: {', '.join(str(day) for day in days)}" if days else "No falta ningún sello.")


async def _seal() -> list[date]:
    settings = get_settings()
    database, pool = Database(settings), ProcessPool(1)
    try:
        days: list[date] = []
        while turn := await seals.seal_due_days(database, open_storage(settings), pool):
            days += turn
        return days
    finally:
        pool.close()
        await database.close()


def _of_text(text: str, key: Path | None) -> dict[str, Any]:
    try:
        found = decode(text, _keys(key))
    except (QrInvalid, ValueError):
        return {"valid": False, "reason": "El texto fue alterado o no es de esta institución."}
    return {"valid": True, "reason": "El texto es auténtico."} | {
        name: getattr(found, name)
        for name in ("code", "number", "registry_number", "instant", "legal_date", "main_sha256")
    }


def _keys(key: Path | None) -> dict[str, Ed25519PublicKey]:
    if key is None:
        return qr_keys(get_settings()).public
    raw = base64.urlsafe_b64decode(key.read_text().strip() + "==")
    public = Ed25519PublicKey.from_public_bytes(raw)
    return {key_id_of(public): public}


def _of_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {"valid": False, "reason": f"No existe el archivo {path}."}
    return asyncio.run(_of_pdf(path, hashlib.sha256(path.read_bytes()).hexdigest()))


async def _of_pdf(path: Path, sha256: str) -> dict[str, Any]:
    database, pool = Database(get_settings()), ProcessPool(1)
    try:
        answer = await verification.by_file(database, pool, path, sha256)
        return answer.model_dump(mode="json")
    finally:
        pool.close()
        await database.close()


def _sentence(answer: dict[str, Any]) -> str:
    numbers = ", ".join(str(answer[name]) for name in ("number", "registry_number") if answer.get(name))
    return f"{'AUTÉNTICA' if answer['valid'] else 'NO VÁLIDA'}: {answer['reason']} {numbers}".strip()
