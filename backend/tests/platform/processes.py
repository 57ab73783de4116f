"""Server and worker as real processes on a free port, for tests of sockets, streams, signals and sudden death."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from app.embedded.children import free_port, spawn

BACKEND = Path(__file__).parents[2]


@dataclass
class Server:
    """A running server. `log` is what it printed."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    @property
    def websocket_url(self) -> str:
        return self.url.replace("http", "ws", 1)

    def kill(self) -> None:
        """Sudden death, as by a power cut."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)


def start_process(module: str, *arguments: str, env: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        command = [sys.executable, "-m", module, *arguments]
        return spawn(command, cwd=BACKEND, env={**os.environ, **env}, death=signal.SIGKILL, log=output)


@contextlib.contextmanager
def start_server(port: int | None = None, ready_path: str = "/health/live", **env: str) -> Iterator[Server]:
    """Runs the server with the environment's settings and `env`, and stops it at the end of the block."""
    port = port or free_port()
    log = Path(tempfile.mkstemp(prefix="mesa-server-", suffix=".log")[1])
    process = start_process("app.serve", env={"PORT": str(port), **env}, log=log)
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_until_answers(server, ready_path)
        yield server
    finally:
        server.stop()
        log.unlink()


def wait_until_answers(server: Server, path: str, timeout: float = 90.0) -> None:
    """Waits up to `timeout` seconds for a 200 at `path`. Raises AssertionError with the log when it never comes."""
    deadline = time.monotonic() + timeout
    # One client: making it is slow, and the server that is starting needs the processor.
    with httpx.Client(timeout=5) as client:
        while time.monotonic() < deadline and server.process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if client.get(server.url + path).status_code == 200:
                    return
            time.sleep(0.05)
    raise AssertionError(f"the server did not answer {path}:\n{server.log.read_text()}")
