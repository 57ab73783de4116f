"""PostgreSQL and Valkey as child processes, for `scripts/start`, the tests and the benchmarks.

Both listen on the loopback address only, with a random password, and end when the process that started them ends,
however it ends. Production brings its own servers (DATABASE_URL, REDIS_URL) and never comes here.
"""

import contextlib
import fcntl
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.embedded.children import Account, EmbeddedError
from app.embedded.postgresql import PostgreSQL
from app.embedded.programs import SHARED_PLACE
from app.embedded.valkey import Valkey

__all__ = ["EmbeddedError", "PostgreSQL", "Services", "Valkey", "services"]


@dataclass(frozen=True)
class Services:
    """What runs. `note` is a sentence for the person who started it, when the data is not where they would look."""

    postgresql: PostgreSQL | None
    valkey: Valkey | None
    note: str | None


@contextlib.contextmanager
def services(
    data_dir: Path, *, postgresql: bool = True, valkey: bool = True, max_connections: int = 60
) -> Iterator[Services]:
    """Runs the services on the data in `data_dir` for the length of the block.

    Raises EmbeddedError when another process runs them there or one of them does not start.
    """
    data_dir = data_dir.resolve()
    if not data_dir.exists():
        data_dir.mkdir(parents=True)
        data_dir.chmod(0o711)
    with _locked(data_dir):
        place, account = _place(data_dir)
        database = PostgreSQL(place / "postgresql", account, max_connections=max_connections) if postgresql else None
        cache = Valkey(place / "valkey", account) if valkey else None
        started = [service for service in (database, cache) if service]
        try:
            for service in started:
                service.launch()
            for service in started:
                service.wait_ready()
            moved = f"PostgreSQL no corre como root y su usuario no alcanza {data_dir}: sus datos están en {place}."
            yield Services(database, cache, moved if place != data_dir else None)
        finally:
            for service in reversed(started):
                service.stop()


@contextlib.contextmanager
def _locked(data_dir: Path) -> Iterator[None]:
    with (data_dir / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EmbeddedError(f"Otro proceso ya usa los datos de {data_dir}.") from None
        except PermissionError:
            raise EmbeddedError(f"Los datos de {data_dir} son de otro usuario.") from None
        yield


def _place(data_dir: Path) -> tuple[Path, Account | None]:
    """Where the services keep data: `data_dir`, or a place their user can reach, which `services.at` remembers."""
    pointer = data_dir / "services.at"
    if pointer.exists():
        place = Path(pointer.read_text().strip())
        return place, Account.for_services(place / "postgresql" / "data")
    account = Account.for_services(data_dir / "postgresql" / "data")
    if account is None or account.reaches(data_dir):
        return data_dir, account
    if (data_dir / "postgresql" / "data").exists():
        raise EmbeddedError(f"El usuario de PostgreSQL ya no alcanza {data_dir}: devuelva el paso a sus carpetas.")
    place = SHARED_PLACE / secrets.token_hex(8)
    place.mkdir(parents=True)
    SHARED_PLACE.chmod(0o755)
    place.chmod(0o711)
    pointer.write_text(f"{place}\n")
    return place, account
