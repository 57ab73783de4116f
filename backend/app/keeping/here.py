"""What can be begun from the screen on this installation, and the command for what cannot.

A container sees neither the scripts nor the copies, which lie on the server: there an operator, or cron, types the
command. In a clone the worker sees both.
"""

from pathlib import Path

from app.keeping.models import KeepingKind
from app.settings import Settings

ROOT = Path(__file__).parents[3]
RESTORE = ROOT / "scripts" / "restore"

COMMANDS = {KeepingKind.BACKUP: "./scripts/backup", KeepingKind.DRILL: "./scripts/restore --drill"}


def copies(settings: Settings) -> Path:
    return ROOT / settings.backup_dir


def command(kind: KeepingKind) -> str:
    """What an operator types on the server."""
    inside = "./scripts/mesa" if RESTORE.is_file() else "docker compose exec -T backend mesa"
    return COMMANDS.get(kind) or f"{inside} storage check"


def why_not(kind: KeepingKind, settings: Settings) -> str:
    """A Spanish sentence when a run of `kind` cannot be asked for here; empty when it can."""
    if kind is KeepingKind.STORAGE_CHECK:
        return ""
    if kind is KeepingKind.BACKUP:
        return "Las copias se hacen en el servidor, cada noche por cron o a mano."
    if not RESTORE.is_file():
        return "Las copias están en el servidor, fuera de la vista de este sistema: ejecute allí la orden."
    try:
        found = any(copies(settings).glob("manifest_*.json"))
    except OSError:
        found = False
    return "" if found else f"No hay ninguna copia en {copies(settings)}. Haga una primero."
