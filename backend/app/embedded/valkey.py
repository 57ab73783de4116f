"""An embedded Valkey. What it holds may be lost, so a damaged log is thrown away rather than mended."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
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

START_TIMEOUT = 20.0


class Valkey:
    """A cache in `home`. `start` and `stop` may be repeated; the port, the password and the address stay."""

    def __init__(self, home: Path, account: Account | None) -> None:
        self.program = programs(account) / "valkey-server"
        self.account = account
        self.home = own_folder(home, account)
        self._password = secrets.token_urlsafe(24)
        self._process: subprocess.Popen[bytes] | None = None
        end_orphan(self.home / "valkey.pid", self.home, signal.SIGTERM)
        self.port = free_port(read_number(self.home / "port"))

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Raises EmbeddedError when it is not ready within START_TIMEOUT seconds."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Starts the server and returns at once; `wait_ready` waits for it."""
        (self.home / "port").write_text(str(self.port))
        settings = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self._password,
            "dir": f'"{self.home}"',
            "pidfile": f'"{self.home}/valkey.pid"',
            "appendonly": "yes",
            "save": '""',
            "maxmemory": "48mb",
            "maxmemory-policy": "allkeys-lru",
            "loglevel": "warning",
        }
        # A file rather than arguments, which anyone on the machine may read.
        text = "".join(f"{name} {value}\n" for name, value in settings.items())
        write_private(self.home / "valkey.conf", text, self.account)
        with (self.home / "valkey.log").open("wb") as log:
            argv = [str(self.program), str(self.home / "valkey.conf")]
            environment = {"PATH": os.defpath, "HOME": str(self.home)}
            self._process = spawn(
                argv, account=self.account, cwd=self.home, log=log, death=signal.SIGTERM, env=environment
            )

    def wait_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        mended = False
        while not self._answers():
            gone = self._process is None or self._process.poll() is not None
            if gone and not mended:
                mended = True
                shutil.rmtree(self.home / "appendonlydir", ignore_errors=True)
                self.launch()
            elif gone or time.monotonic() > deadline:
                raise EmbeddedError(f"Valkey no arrancó; vea {self.home}/valkey.log.")
            time.sleep(0.02)

    def stop(self) -> None:
        end(self._process, signal.SIGTERM)
        self._process = None

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
            connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
            answer = b""
            while part := connection.recv(64):
                answer += part
                if b"PONG" in answer:
                    return True
        return False
