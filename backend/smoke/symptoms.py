"""`scripts/try-symptoms`: each symptom of the guide, produced in containers and held against the words there."""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from smoke import papers
from smoke.account import API
from smoke.report import Report
from smoke.system import PRODUCTION, ROOT, SINK, System

GUIDE = (ROOT / "docs" / "guia-de-despliegue.md").read_text()
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
WORKER_SECONDS = 75.0


class Symptoms:
    """One installation, spoiled and mended again and again. Every method leaves it as it was."""

    def __init__(self, system: System) -> None:
        self.system = system

    def check(self, *command: str) -> dict[str, str]:
        """What `mesa check` says of each part, good or not."""
        told = self.system.compose(*(command or ("exec", "-T", "backend")), "sh", "-c", "mesa check --json || true")
        findings: list[dict[str, Any]] = json.loads(told)["findings"]
        return {each["part"]: f"{each['state']}  {each['detail']}" for each in findings}

    def apart(self, **settings: str) -> dict[str, str]:
        """The same, of a container with other settings."""
        options = [option for name, value in settings.items() for option in ("-e", f"{name}={value}")]
        return self.check("run", "--rm", "-T", "--no-deps", *options, "backend")

    def diagnosed(self, part: str, found: dict[str, str], words: str) -> None:
        """The check says these words of the part, and so does the guide."""
        print(f"        {part}  {found[part]}", flush=True)
        assert found[part].startswith(f"falla  {words}"), found[part]
        assert f"✗ {part}  falla  {words}" in GUIDE, f"the guide says otherwise of «{part}»"

    def scanner_starts(self) -> None:
        self.diagnosed("antivirus", self.check(), "no funciona (ClamdConnectionError)")
        uploaded = self.upload(papers.small())
        print(f"        {uploaded.status_code} {[each['code'] for each in uploaded.json()['findings']]}", flush=True)
        assert uploaded.status_code == 201, uploaded.text
        assert uploaded.json()["findings"], uploaded.text
        self.system.compose("exec", "-T", "clamav", "touch", "/tmp/loaded")
        self.well("antivirus")

    def upload(self, content: bytes) -> httpx.Response:
        with httpx.Client(base_url=self.system.url, verify=self.system.tls(), timeout=60) as client:
            return client.post(f"{API}/attachments", files={"file": ("escrito.pdf", content)})

    def well(self, *parts: str) -> None:
        """Returns once these parts are well again. Raises TimeoutError."""
        deadline = time.monotonic() + WORKER_SECONDS
        while bad := [each for each in parts if not self.check()[each].startswith("bien")]:
            if time.monotonic() > deadline:
                raise TimeoutError(", ".join(bad))
            time.sleep(1)

    def unwell(self, part: str) -> None:
        """Returns once this part is told to fail, which may take it a while. Raises TimeoutError."""
        deadline = time.monotonic() + WORKER_SECONDS
        while self.check()[part].startswith("bien"):
            if time.monotonic() > deadline:
                raise TimeoutError(part)
            time.sleep(1)

    def password_refused(self) -> None:
        settings = {"SMTP_HOST": "mail-refuses", "SMTP_USER": "mesa@humo.example", "SMTP_PASSWORD": "equivocada"}
        self.diagnosed("correo", self.apart(**settings), "rechaza el usuario o la contraseña")

    def mail_away(self) -> None:
        self.system.compose("stop", "mail-sink")
        self.diagnosed("correo", self.check(), "no se pudo conectar")
        self.system.compose("start", "mail-sink")
        self.well("correo")

    def disk_full(self) -> None:
        fill = "dd if=/dev/zero of=/app/uploads/relleno bs=64k 2> /dev/null || true"
        self.system.compose("exec", "-T", "backend", "sh", "-c", fill)
        self.diagnosed("almacén", self.check(), "no se puede escribir")
        answer = self.upload(papers.small())
        print(f"        {answer.status_code} {answer.text}", flush=True)
        assert answer.status_code in (503, 507), answer.text
        assert answer.json()["title"] in GUIDE, "the guide does not say what the citizen reads"
        self.system.compose("exec", "-T", "backend", "rm", "/app/uploads/relleno")
        assert self.upload(papers.small()).status_code == 201
        self.well("almacén")

    def clocks_differ(self) -> None:
        """A server ten seconds behind its database; libfaketime moves the clock of one container."""
        if not FAKETIME.exists():
            print("        not produced: libfaketime is not on this machine", flush=True)
            return
        preload = ["-v", f"{FAKETIME}:/tmp/faketime.so:ro", "-e", "LD_PRELOAD=/tmp/faketime.so", "-e", "FAKETIME=-10s"]
        found = self.check("run", "--rm", "-T", "--no-deps", *preload, "backend")
        self.diagnosed("relojes", found, "difieren en")

    def certificate_missing(self) -> None:
        for file in self.system.certificates.glob("*.pem"):
            file.unlink()
        self.system.compose("restart", "nginx")
        said = self.system.compose("logs", "--no-log-prefix", "nginx")
        words = "nginx/ssl no tiene certificado: se crea uno provisional"
        assert words in said, said[-2000:]
        assert words in GUIDE
        print(f"        {words} …", flush=True)
        self.well("certificado web")

    def certificate_ended(self) -> None:
        kept = {file: file.read_bytes() for file in self.system.certificates.glob("*.pem")}
        command = ["openssl", "req", "-x509", "-subj", "/CN=localhost", "-key", "/etc/nginx/ssl/privkey.pem"]
        dates = ["-not_before", "20250101000000Z", "-not_after", "20260101000000Z"]
        place = ["-out", "/etc/nginx/ssl/fullchain.pem"]
        self.system.compose("exec", "-T", "nginx", *command, *dates, *place)
        self.reload()
        self.diagnosed("certificado web", self.check(), "venció hace")
        for file, content in kept.items():
            file.write_bytes(content)
        self.reload()
        self.well("certificado web")

    def reload(self) -> None:
        self.system.compose("exec", "-T", "nginx", "nginx", "-c", "/etc/nginx/mesa/nginx.conf", "-s", "reload")
        time.sleep(1)

    def worker_dead(self) -> None:
        self.system.compose("kill", "worker")
        self.unwell("proceso de fondo")
        self.diagnosed("proceso de fondo", self.check(), "sin señales desde hace")
        self.system.compose("start", "worker")
        self.well("proceso de fondo")

    def database_away(self) -> None:
        self.system.compose("stop", "postgres")
        self.diagnosed("base de datos", self.check(), "no se pudo conectar")
        self.system.compose("start", "postgres")
        self.well("base de datos", "proceso de fondo")

    def database_password(self) -> None:
        url = "postgresql://mesapartes_user:equivocada@postgres:5432/mesapartes"
        self.diagnosed("base de datos", self.apart(DATABASE_URL=url), "la base de datos no contesta (")

    def not_migrated(self) -> None:
        self.system.compose("run", "--rm", "-T", "--no-deps", "backend", "python", "-m", "alembic", "downgrade", "-1")
        self.diagnosed("migraciones", self.check(), "revisión ")
        self.system.compose("run", "--rm", "-T", "--no-deps", "backend", "python", "-m", "alembic", "upgrade", "head")
        self.well("migraciones")

    def sample_secret(self) -> None:
        command = [
            "run",
            "--rm",
            "-T",
            "--no-deps",
            "-e",
            "SECRET_KEY=generate-a-very-secure-random-key-here",
            "backend",
        ]
        said = self.system.compose(*command, "sh", "-c", "mesa check 2>&1 || true")
        print(f"        {said.strip()}", flush=True)
        assert "is a sample or shorter than 32 characters" in said
        assert "is a sample or shorter than 32 characters" in GUIDE


def produced(symptoms: Symptoms, report: Report) -> None:
    tried: tuple[tuple[str, Callable[[], None]], ...] = (
        ("the antivirus is starting", symptoms.scanner_starts),
        ("the mail server refuses the password", symptoms.password_refused),
        ("the mail server is away", symptoms.mail_away),
        ("the disk is full", symptoms.disk_full),
        ("the clocks differ", symptoms.clocks_differ),
        ("there is no certificate", symptoms.certificate_missing),
        ("the certificate has ended", symptoms.certificate_ended),
        ("the worker is dead", symptoms.worker_dead),
        ("the database is away", symptoms.database_away),
        ("the database's password is another", symptoms.database_password),
        ("a migration is missing", symptoms.not_migrated),
        ("a secret is a sample", symptoms.sample_secret),
    )
    for what, symptom in tried:
        with report.step(what):
            symptom()


def main() -> int:
    report = Report()
    with tempfile.TemporaryDirectory(prefix="mesa-symptoms-") as name:
        system = System(Path(name))
        system.files = [*PRODUCTION, SINK, "backend/smoke/symptoms.yml"]
        try:
            with report.step("production is up, but for the antivirus"):
                system.compose("up", "-d", "--build", "--quiet-pull")
                system.settle(but=("clamav",))
            if not report.failed:
                produced(Symptoms(system), report)
        finally:
            system.down()
    print(f"\n{report}")
    return int(report.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
