"""`./scripts/start` as a person runs it, and what it leaves behind: nothing."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.embedded.children import free_port

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.http
READY = "Mesa de Partes está lista"


# Seconds for a first start, demonstration included, on a machine that is busy with other tests.
PATIENCE = 300.0


@dataclass
class Started:
    process: subprocess.Popen[bytes]
    output: Path
    data: Path

    @property
    def url(self) -> str:
        found = re.search(r"http://localhost:\d+", self.output.read_text())
        assert found, self.output.read_text()
        return found[0]

    def family(self) -> set[int]:
        """Every process that works on this data folder or descends from one that does."""
        return {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and self._ours(entry)}

    def _ours(self, entry: Path) -> bool:
        try:
            return str(self.data).encode() in (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
        except OSError:
            return False


def start(data: Path, **env: str) -> Started:
    output = data.parent / f"output-{time.monotonic_ns()}"
    # What the tests' own settings say must not reach the system that is started.
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    page = data.parent / "page"
    page.mkdir(exist_ok=True)
    (page / "index.html").write_text("<!doctype html><title>Mesa de Partes</title>")
    clean |= {"MESA_DATA_DIR": str(data), "PORT": str(free_port()), "SPA_DIR": str(page), **env}
    until = time.monotonic() + PATIENCE
    with output.open("wb") as log:
        process = subprocess.Popen([str(ROOT / "scripts" / "start")], env=clean, stdout=log, stderr=log)
    while READY not in output.read_text() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    return Started(process, output, data)


def nobody_left(started: Started, within: float = 20.0) -> bool:
    deadline = time.monotonic() + within
    while started.family() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not started.family()


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A data folder shared by these tests, so that all but the first are second starts."""
    folder = Path(tempfile.mkdtemp(prefix="mesa-start-"))
    folder.chmod(0o711)
    yield folder / "var"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_leaves_no_process(place: Path, how: signal.Signals) -> None:
    started = start(place)
    try:
        assert READY in started.output.read_text(), started.output.read_text()
        ready = httpx.get(f"{started.url}/health/ready", timeout=10)
        assert (ready.status_code, ready.json()["status"]) == (200, "ok")
        assert len(started.family()) >= 4
        secret = place / "run.env"
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    finally:
        started.process.send_signal(how)
        code = started.process.wait(40)

    assert code == 0, started.output.read_text()
    assert nobody_left(started)
    assert not (place / "run.env").exists()


def test_sudden_death_leaves_no_process_and_the_next_start_works(place: Path) -> None:
    started = start(place)
    started.process.kill()
    started.process.wait()
    assert nobody_left(started)

    again = start(place)
    again.process.terminate()

    assert READY in again.output.read_text(), again.output.read_text()
    assert again.process.wait(40) == 0


def test_a_server_that_dies_is_started_again(place: Path) -> None:
    started = start(place)
    try:
        listening = subprocess.run(
            ["pgrep", "-f", "-P", str(started.process.pid), "app.serve"], capture_output=True, check=True, text=True
        )
        os.kill(int(listening.stdout), signal.SIGKILL)
        deadline = time.monotonic() + 30
        answered = False
        while not answered and time.monotonic() < deadline:
            time.sleep(0.2)
            try:
                answered = "se inicia de nuevo" in started.output.read_text() and bool(
                    httpx.get(f"{started.url}/health/live").status_code == 200
                )
            except httpx.TransportError:
                answered = False
        assert answered
    finally:
        started.process.terminate()
        started.process.wait(40)


def test_a_busy_port_is_said(place: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        started = start(place, PORT=str(port))

    assert started.process.wait(20) == 1
    assert f"puerto {port}: ya está ocupado" in started.output.read_text()


def test_the_command_finds_the_running_system(place: Path) -> None:
    result = subprocess.run(
        [str(ROOT / "scripts" / "mesa"), "--help"],
        env={"PATH": os.environ["PATH"], "MESA_DATA_DIR": str(place)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "export-openapi" in result.stdout
