"""The whole system on one machine, for `scripts/start`: database, cache, migrations, demo data, worker and server.

It imports little, so that a second start takes seconds and the process that only waits stays small.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from dotenv import dotenv_values

from app.embedded import EmbeddedError, Services, services
from app.embedded.children import end_group, spawn, write_private

ROOT = Path(__file__).parents[2]
BACKEND = ROOT / "backend"
READY_TIMEOUT = 90.0
WORKER_TIMEOUT = 15.0
# A child that dies this often in a minute will not be mended by starting it again.
DEATHS_A_MINUTE = 5
ACCOUNTS = (
    ("ciudadana@demo.pe", "ciudadana"),
    ("mesa@demo.pe", "mesa de partes"),
    ("mesa2@demo.pe", "mesa de partes"),
    ("logistica@demo.pe", "área de Logística"),
    ("legal@demo.pe", "jefa de Asesoría Jurídica"),
    ("auditor@demo.pe", "auditoría"),
    ("admin@demo.pe", "administración"),
)


class CannotStart(RuntimeError):
    """Why not, as a Spanish sentence."""


def say(text: str = "") -> None:
    print(text, flush=True)


def check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = f"No se puede usar el puerto {port}: ya está ocupado." if error.errno == 98 else str(error)
            raise CannotStart(f"{why} Elija otro: PORT={port + 1} ./scripts/start") from None


def kept_secrets(data: Path) -> dict[str, str]:
    """The installation's own secrets, made once and kept in the data folder."""
    file = data / "secrets.env"
    kept = {name: value for name, value in dotenv_values(file).items() if value} if file.exists() else {}
    made = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "JWT_SECRET_KEY": secrets.token_urlsafe(48),
        "DEMO_PASSWORD": f"{secrets.token_hex(3)}-{secrets.token_hex(3)}",
    }
    if made.keys() - kept.keys():
        kept = made | kept
        write_private(file, "".join(f"{name}={value}\n" for name, value in kept.items()), None)
    return kept


def environment(data: Path, running: Services, port: int) -> dict[str, str]:
    """What the server, the worker and `scripts/mesa` need to know. What the caller or `.env` says wins."""
    own = {
        **kept_secrets(data),
        "PORT": str(port),
        "PUBLIC_URL": f"http://localhost:{port}",
        # The same page under its other name.
        "CORS_ORIGINS": f"http://localhost:{port},http://127.0.0.1:{port}",
        "LOG_FILE": str(data / "logs" / "app.log"),
    }
    if running.postgresql:
        own |= {"DATABASE_URL": running.postgresql.url, "PG_BIN_DIR": str(running.postgresql.bin)}
    if running.valkey:
        own["REDIS_URL"] = running.valkey.url
    if int(os.environ.get("WORKERS", "1")) > 1:
        shutil.rmtree(data / "metrics", ignore_errors=True)
        (data / "metrics").mkdir()
        own["PROMETHEUS_MULTIPROC_DIR"] = str(data / "metrics")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**own, **os.environ, "MESA_DATA_DIR": str(data), "PATH": path}


def write_run_file(data: Path, env: dict[str, str]) -> Path:
    """The running system's settings, for `scripts/mesa`, backups and people's tools."""
    documented = {line.lstrip("# ").split("=")[0] for line in (ROOT / ".env.example").read_text().splitlines()}
    names = sorted(documented | {"DEMO_PASSWORD", "PG_BIN_DIR", "PORT"})
    file = data / "run.env"
    write_private(file, "".join(f"{name}={shlex.quote(env[name])}\n" for name in names if name in env), None)
    return file


def prepare(data: Path, env: dict[str, str], embedded: bool) -> None:
    """Migrates, and seeds demo data. An embedded database remembers what was done, so a second start skips it."""
    digest = hashlib.sha256()
    for file in sorted((BACKEND / "migrations" / "versions").glob("*.py")):
        digest.update(file.read_bytes())
    stamp = data / "prepared"
    if embedded and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say("Preparando la base de datos …")
    run_step("alembic", "upgrade", "head", env=env)
    if has_demo(env):
        say("Preparando los datos de demostración …")
        run_step("app.cli", "demo", env=env)
    stamp.write_text(digest.hexdigest())


def has_demo(env: dict[str, str]) -> bool:
    """Demonstration data is never in production, nor in the image that leaves the demonstration out."""
    return env.get("ENVIRONMENT", "development") != "production" and (BACKEND / "app" / "demo" / "cli.py").exists()


def run_step(module: str, *arguments: str, env: dict[str, str]) -> None:
    command = [sys.executable, "-m", module, *arguments]
    result = subprocess.run(command, cwd=BACKEND, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode:
        raise CannotStart(f"{module} {' '.join(arguments)}:\n{result.stdout[-2000:]}{result.stderr[-4000:]}")


class Child:
    """A process of ours that is started again when it dies."""

    def __init__(self, module: str, env: dict[str, str], log: Path) -> None:
        self.module, self.env, self.log = module, env, log
        self.deaths: list[float] = []
        self.start()

    def start(self) -> None:
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", self.module]
            self.process = spawn(command, cwd=BACKEND, env=self.env, death=signal.SIGTERM, log=log, only_errors=True)

    def tend(self) -> None:
        """Starts it again when it is dead. Raises CannotStart when that happens again and again."""
        if self.process.poll() is None:
            return
        now = time.monotonic()
        self.deaths = [*(death for death in self.deaths if now - death < 60), now]
        if len(self.deaths) >= DEATHS_A_MINUTE:
            raise CannotStart(f"{self.module} termina una y otra vez:\n{self.log.read_text()[-4000:]}")
        say(f"{self.module} terminó ({self.process.returncode}); se inicia de nuevo.")
        self.stop()
        self.start()

    def stop(self) -> None:
        end_group(self.process, signal.SIGTERM)


def readiness(port: int) -> dict[str, object]:
    """What /health/ready says; empty while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
            return dict(json.load(answer))
    except (OSError, ValueError, urllib.error.HTTPError):
        return {}


def wait_ready(port: int, children: list[Child], stop: threading.Event) -> dict[str, object]:
    began = time.monotonic()
    while not stop.wait(0.05):
        for child in children:
            child.tend()
        found = readiness(port)
        waited = time.monotonic() - began
        if found and ("worker" not in str(found["broken"]) or waited > WORKER_TIMEOUT):
            return found
        if waited > READY_TIMEOUT:
            raise CannotStart(f"El servidor no respondió en {READY_TIMEOUT:.0f} s; vea los registros.")
    return {}


def welcome(env: dict[str, str], found: dict[str, object]) -> None:
    if found["broken"]:
        say(f"Funciona sin: {', '.join(map(str, found['broken']))}.")  # type: ignore[call-overload]
    say(f"\nMesa de Partes está lista: {env['PUBLIC_URL']}")
    if has_demo(env):
        say(f"Cuentas de demostración, todas con la contraseña {env['DEMO_PASSWORD']}")
        for address, who in ACCOUNTS:
            say(f"  {address:<20} {who}")
    say("Ctrl-C la detiene.")


@contextlib.contextmanager
def running_children(env: dict[str, str], data: Path) -> Iterator[list[Child]]:
    children: list[Child] = []
    try:
        for module, name in (("app.serve", "server"), ("app.worker", "worker")):
            children.append(Child(module, env, data / "logs" / f"{name}.err"))
        yield children
    finally:
        for child in children:
            child.process.terminate()
        for child in children:
            child.stop()


def launch(stop: threading.Event) -> None:
    for name, value in dotenv_values(ROOT / ".env").items():
        if value:
            os.environ.setdefault(name, value)
    port = int(os.environ.get("PORT", "8000"))
    check_port(os.environ.get("HOST", "127.0.0.1"), port)
    data = Path(os.environ.get("MESA_DATA_DIR") or ROOT / "var").resolve()
    embedded = not os.environ.get("DATABASE_URL")
    with services(data, postgresql=embedded, valkey=not os.environ.get("REDIS_URL")) as running:
        if running.note:
            say(running.note)
        (data / "logs").mkdir(exist_ok=True)
        env = environment(data, running, port)
        prepare(data, env, embedded)
        run_file = write_run_file(data, env)
        try:
            with running_children(env, data) as children:
                if found := wait_ready(port, children, stop):
                    welcome(env, found)
                while not stop.wait(0.5):
                    for child in children:
                        child.tend()
                say("Deteniendo …")
        finally:
            run_file.unlink(missing_ok=True)


def main() -> int:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    try:
        launch(stop)
    except (CannotStart, EmbeddedError) as why:
        print(why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
