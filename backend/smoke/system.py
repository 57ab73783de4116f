"""One installation of the production compose files under a project, ports and volumes of its own."""

import json
import os
import secrets
import ssl
import subprocess
import time
from pathlib import Path
from typing import Any

from app.embedded.children import free_port

ROOT = Path(__file__).parents[2]
PRODUCTION = ("docker-compose.yml", "docker-compose.prod.yml")
SCALE = "docker-compose.scale.yml"
# A mail server that keeps what it is given, which production has elsewhere.
SINK = "backend/smoke/mail-sink.yml"
START_SECONDS = 240


class System:
    """`folder` keeps its settings and certificate. Nothing here touches the volumes or certificates of the clone."""

    def __init__(self, folder: Path) -> None:
        self.project = f"mesahumo{os.getpid()}"
        self.port = free_port()
        self.url = f"https://localhost:{self.port}"
        self.certificates = folder / "ssl"
        self.certificates.mkdir()
        self._settings = folder / "smoke.env"
        self.files = [*PRODUCTION, SINK]
        values = {
            "POSTGRES_PASSWORD": secrets.token_urlsafe(24),
            "SECRET_KEY": secrets.token_urlsafe(48),
            "JWT_SECRET_KEY": secrets.token_urlsafe(48),
            "PUBLIC_URL": self.url,
            "HTTP_PORT": free_port(),
            "HTTPS_PORT": self.port,
            "SMTP_HOST": "mail-sink",
            "SMTP_PORT": 1025,
            "SMTP_TLS": "false",
            "SMTP_FROM": "mesadepartes@humo.example",
            "RATE_LIMIT_PER_MINUTE": 5000,
            "MESA_VOLUMES": self.project,
            "MESA_VERSION": "smoke",
            "MESA_ENV_FILE": self._settings,
            "TLS_DIR": self.certificates,
        }
        self.http_url = f"http://localhost:{values['HTTP_PORT']}"
        self._settings.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
        # What the caller has set would win over the file.
        self._env = {name: os.environ[name] for name in os.environ if name in ("PATH", "HOME") or "DOCKER" in name}

    def compose(self, *arguments: str, files: list[str] | None = None, stdin: str | None = None) -> str:
        """What the command printed. Raises RuntimeError with all it said when it fails."""
        named = [part for file in files or self.files for part in ("-f", file)]
        command = ["docker", "compose", "-p", self.project, "--env-file", str(self._settings), *named, *arguments]
        return run(command, env=self._env, stdin=stdin)

    def config(self, files: list[str]) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.compose("config", "--format", "json", files=files))
        return parsed

    def up(self) -> None:
        """Builds and starts; returns when all that has a health check is healthy."""
        self.compose("up", "-d", "--build", "--quiet-pull")
        self.settle()

    def settle(self, *, but: tuple[str, ...] = ()) -> None:
        """Returns when all `but` these are healthy, and the migration ended well. Raises TimeoutError with the rest."""
        deadline = time.monotonic() + START_SECONDS
        while waiting := [
            each["Name"] for each in self.processes() if each["Service"] not in but and not _is_well(each)
        ]:
            if time.monotonic() > deadline:
                raise TimeoutError(f"not healthy after {START_SECONDS} s: {', '.join(waiting)}")
            time.sleep(1)

    def processes(self) -> list[dict[str, Any]]:
        """Every container of the project, as `docker compose ps` tells of it."""
        return [json.loads(line) for line in self.compose("ps", "-a", "--format", "json").splitlines() if line]

    def containers(self, service: str) -> list[str]:
        return sorted(self.compose("ps", "-q", service).split())

    def down(self) -> None:
        self.compose("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "5")

    def tls(self) -> ssl.SSLContext:
        """Trusts the certificate that this installation made for itself, and no other."""
        return ssl.create_default_context(cafile=self.certificates / "fullchain.pem")

    def mails(self) -> list[dict[str, Any]]:
        program = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8025/mails.json').read().decode())"
        kept: list[dict[str, Any]] = json.loads(self.compose("exec", "-T", "mail-sink", "python", "-c", program))
        return kept


def _is_well(container: dict[str, Any]) -> bool:
    if container["Service"] == "migrate":
        return bool(container["State"] == "exited" and container["ExitCode"] == 0)
    return bool(container["State"] == "running" and container["Health"] in ("healthy", ""))


def run(command: list[str], *, env: dict[str, str] | None = None, stdin: str | None = None) -> str:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        input=stdin or "",
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=1200,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout
