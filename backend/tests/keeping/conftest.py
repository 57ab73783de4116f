"""A system of its own on embedded services, with a few filings, and the commands an operator types."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.embedded import services

ROOT = Path(__file__).parents[3]
# What the tests' own session put into the environment is not this system's.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "JWT_SECRET_KEY", "PUBLIC_URL", "COMPOSE_FILE", "STORAGE_URL")


@dataclass
class Clone:
    """An installation whose data are in `data`, and whose copies go to `copies`."""

    data: Path
    copies: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
        return {**kept, "MESA_DATA_DIR": str(self.data), "PATH": path, **self.more}

    def run(self, script: str, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "scripts" / script), *map(str, arguments)]
        return subprocess.run(
            command, env={**self.env, **more}, cwd=ROOT, capture_output=True, text=True, check=False, timeout=180
        )

    def backup(self, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return self.run("backup", "--local", *arguments, self.copies, **more)

    def restore(self, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return self.run("restore", "--local", *(arguments or (self.copies,)), **more)

    def files(self) -> dict[str, bytes]:
        return {path.parent.name + path.name: path.read_bytes() for path in (self.data / "files").glob("??/*")}

    def left_behind(self) -> list[Path]:
        """What a drill should have taken away."""
        return list(self.data.glob(".simulacro*"))

    def copied(self, kind: str) -> list[Path]:
        """The parts of this kind, oldest first."""
        return sorted(self.copies.glob(f"{kind}_*"))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    # Where the user of PostgreSQL may enter, which pytest's own folders forbid.
    made = Path(tempfile.mkdtemp(prefix="mesa-keeping-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def furnished(folder: Path) -> Clone:
    """A stopped system with the demonstration's filings in it. Nobody changes it."""
    clone = Clone(folder / "system", folder / "copies")
    clone.data.mkdir()
    clone.data.chmod(0o711)
    with services(clone.data, valkey=False) as running:
        assert running.postgresql
        secrets = "SECRET_KEY=clave-de-la-prueba-de-copias-0001\nJWT_SECRET_KEY=otra-clave-de-la-prueba-000001\n"
        (clone.data / "secrets.env").write_text(secrets + "DEMO_PASSWORD=demo-de-prueba-2026\n")
        settings = dict(line.split("=", 1) for line in secrets.splitlines())
        env = {**clone.env, **settings, "DATABASE_URL": running.postgresql.url, "DEMO_PASSWORD": "demo-de-prueba-2026"}
        for module in (("alembic", "upgrade", "head"), ("app.cli", "demo")):
            command = [sys.executable, "-m", *module]
            subprocess.run(command, cwd=ROOT / "backend", env=env, check=True, capture_output=True, timeout=180)
    return clone


@pytest.fixture(scope="module")
def copied(furnished: Clone) -> Clone:
    """The same, once copied. Nobody changes its copy."""
    answer = furnished.backup()
    assert answer.returncode == 0, answer.stderr
    return furnished


@pytest.fixture
def machine(folder: Path, request: pytest.FixtureRequest) -> Clone:
    """A new machine, with nothing on it."""
    place = folder / f"new-{request.node.name[:40]}-{len(list(folder.iterdir()))}"
    place.mkdir()
    place.chmod(0o711)
    clone = Clone(place / "system", place / "copies")
    clone.data.mkdir()
    clone.data.chmod(0o711)
    return clone
