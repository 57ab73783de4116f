"""A streaming replica of the session's PostgreSQL: a second, real server that replays what the first one commits."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from app.embedded import PostgreSQL
from app.embedded.children import Account, own_folder, write_private
from app.embedded.programs import programs


def make_standby(primary_url: str, home: Path) -> PostgreSQL:
    """Copies the primary of `primary_url` into `home` and starts a server that follows it."""
    account = Account.for_services(home / "data")
    primary = urlsplit(primary_url)
    home = own_folder(home, account)
    write_private(home / "password", str(primary.password), account)
    binaries = programs(account) / "postgresql" / "bin"
    # The cluster's own superuser has the same password as our role.
    source = f"host=127.0.0.1 port={primary.port} user=postgres password={primary.password}"
    subprocess.run(
        [binaries / "pg_basebackup", "-d", source, "-D", home / "data", "-R", "-X", "stream", "-c", "fast"],
        env={"PATH": os.defpath, "HOME": str(home), "LD_LIBRARY_PATH": str(binaries.parent / "lib")},
        cwd=home,
        check=True,
        capture_output=True,
        **(account.popen if account else {}),
    )
    standby = PostgreSQL(home, account, max_connections=120)
    standby.start()
    return standby


MakeStandby = Callable[[str, Path], PostgreSQL]
