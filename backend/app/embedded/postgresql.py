"""An embedded PostgreSQL that loses nothing it acknowledged: fsync is on, which the wheel's own start turns off."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

from app.embedded.children import (
    Account,
    EmbeddedError,
    end,
    end_orphan,
    free_port,
    own_folder,
    read_number,
    spawn,
    write_private,
)
from app.embedded.programs import programs

START_TIMEOUT = 60.0
DATABASE = "mesapartes"
ROLE = "mesapartes_user"
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "shared_buffers": "64MB",
    "max_wal_size": "1GB",
    "io_method": "sync",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_min_messages": "warning",
    # Values of a statement may be personal data.
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class PostgreSQL:
    """One cluster in `home`. `start` and `stop` may be repeated; the port and the address stay."""

    def __init__(self, home: Path, account: Account | None, *, max_connections: int = 60) -> None:
        self.bin = programs(account) / "postgresql" / "bin"
        self.account = account
        self.home = own_folder(home, account)
        self.data = home / "data"
        self.max_connections = max_connections
        self._process: subprocess.Popen[bytes] | None = None
        end_orphan(self.data / "postmaster.pid", self.data, signal.SIGINT)
        self.port = free_port(read_number(self.home / "port"))

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def url(self) -> str:
        password = (self.home / "password").read_text()
        return f"postgresql://{ROLE}:{password}@127.0.0.1:{self.port}/{DATABASE}"

    def start(self) -> None:
        """Raises EmbeddedError when it is not ready within START_TIMEOUT seconds."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Starts the server and returns at once; `wait_ready` waits for it."""
        if not self.data.is_dir():
            self._initialise()
        end_orphan(self.data / "postmaster.pid", self.data, signal.SIGINT)
        (self.home / "port").write_text(str(self.port))
        argv = [str(self.bin / "postgres"), "-D", str(self.data)]
        options = {**OPTIONS, "port": str(self.port), "max_connections": str(self.max_connections)}
        for name, value in options.items():
            argv += ["-c", f"{name}={value}"]
        with (self.home / "start.log").open("wb") as log:
            # SIGINT is PostgreSQL's fast, clean shutdown; SIGTERM would wait for its clients.
            self._process = spawn(
                argv, account=self.account, cwd=self.home, log=log, death=signal.SIGINT, env=self._environment
            )

    def wait_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while self._status() != "ready":
            if self._process is None or self._process.poll() is not None or time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL no arrancó; vea {self.home}/start.log y {self.data}/log.")
            time.sleep(0.02)

    def stop(self) -> None:
        end(self._process, signal.SIGINT)
        self._process = None

    def _status(self) -> str | None:
        """The eighth line of postmaster.pid, which is what pg_ctl waits for."""
        with contextlib.suppress(OSError, ValueError):
            lines = (self.data / "postmaster.pid").read_text().split("\n")
            if self._process and len(lines) > 7 and int(lines[0]) == self._process.pid:
                return lines[7].strip()
        return None

    @property
    def _environment(self) -> dict[str, str]:
        # The wheel's libraries do not find each other by themselves.
        libraries = str(self.bin.parent / "lib")
        return {"PATH": os.defpath, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "LD_LIBRARY_PATH": libraries}

    def _initialise(self) -> None:
        """Makes the cluster, the role and the database, then renames them into place: whole or not at all."""
        new = self.home / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        password = secrets.token_urlsafe(24)
        write_private(self.home / "password", password, self.account)
        self._run(
            *("initdb", "-D", str(new), "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=scram-sha-256"),
            f"--pwfile={self.home / 'password'}",
        )
        # CREATEDB is for the tests, which copy a template once a worker.
        script = f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n"
        self._run("postgres", "--single", "-D", str(new), "postgres", stdin=script)
        new.rename(self.data)

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        result = subprocess.run(  # noqa: S603
            [str(self.bin / program), *arguments],
            input=stdin.encode(),
            capture_output=True,
            cwd=self.home,
            env=self._environment,
            check=False,
            **(self.account.popen if self.account else {}),
        )
        if result.returncode or b"ERROR" in result.stderr:
            raise EmbeddedError(f"{program}: {result.stderr.decode(errors='replace').strip()}")
