"""`mesa check`: what an operator is told is how it is, with an exit code a script may trust."""

import asyncio
import json
import os
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from fastapi import FastAPI
from sqlalchemy import delete, func

from app import clock
from app.audit.models import Heartbeat
from app.checks.examination import examine
from app.checks.findings import Finding, State
from app.database import Database
from app.embedded.children import free_port
from app.settings import Settings

BACKEND = Path(__file__).parents[2]


async def found(settings: Settings) -> dict[str, Finding]:
    return {each.part: each for each in await examine(settings)}


@pytest.fixture
async def worker_seen(app: FastAPI) -> None:
    async with app.state.database.transaction() as session:
        await session.execute(delete(Heartbeat))
        session.add(Heartbeat(name="worker", at=func.now()))


async def test_what_works_is_said_to_work(settings: Settings, worker_seen: None) -> None:
    parts = await found(settings)

    for part in ("base de datos", "migraciones", "durabilidad", "caché", "almacén", "proceso de fondo", "relojes"):
        assert parts[part].state is State.GOOD, parts[part]
        assert parts[part].hint is None


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"redis_url": "redis://127.0.0.1:{port}/0"}, "caché"),
        ({"smtp_host": "127.0.0.1", "smtp_port": "{port}"}, "correo"),
        ({"clamav_host": "127.0.0.1", "clamav_port": "{port}"}, "antivirus"),
        ({"upload_dir": Path("/proc/no-se-puede")}, "almacén"),
        ({"public_url": "https://127.0.0.1:{port}"}, "certificado web"),
        ({"signing_p12_file": Path("/no/hay.p12")}, "firma"),
        ({"database_url": "postgresql://nadie:clave@127.0.0.1:{port}/x"}, "base de datos"),
    ],
)
async def test_what_does_not_work_is_named_with_what_to_do(
    settings: Settings, change: dict[str, object], part: str
) -> None:
    port = str(free_port())
    given = {name: value.format(port=port) if isinstance(value, str) else value for name, value in change.items()}

    finding = (await found(Settings.model_validate(settings.model_dump() | given)))[part]

    assert finding.state is State.BAD, finding
    assert finding.hint
    assert "clave" not in finding.detail


@pytest.fixture
def refusing_mail() -> Iterator[int]:
    """The port of a mail server that takes no password."""
    server = Controller(
        Sink(),
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_required=True,
        auth_require_tls=False,
    )
    server.start()
    yield server.port
    server.stop()


async def test_a_mail_server_that_refuses_the_password_is_told_from_one_that_is_away(
    settings: Settings, refusing_mail: int
) -> None:
    given = {"smtp_host": "127.0.0.1", "smtp_port": refusing_mail, "smtp_tls": False}
    given |= {"smtp_user": "mesa", "smtp_password": "equivocada"}

    finding = (await found(Settings.model_validate(settings.model_dump() | given)))["correo"]

    assert finding.state is State.BAD
    assert finding.detail == "rechaza el usuario o la contraseña"


@pytest.fixture
async def ended_certificate(tmp_path: Path) -> AsyncIterator[int]:
    """The port of a door whose certificate ended with the year 2020."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2021, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "pair.pem"
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(certificate.public_bytes(Encoding.PEM) + plain)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_a_certificate_that_ended_is_told_with_how_long_ago(settings: Settings, ended_certificate: int) -> None:
    shown = settings.model_copy(update={"public_url": f"https://127.0.0.1:{ended_certificate}"})

    with clock.frozen(datetime(2021, 1, 13, tzinfo=UTC)):
        finding = (await found(shown))["certificado web"]

    assert (finding.state, finding.detail) == (State.BAD, "venció hace 12 días")


async def test_without_a_database_nobody_is_sent_to_mend_what_hangs_on_it(settings: Settings) -> None:
    away = settings.model_copy(update={"database_url": f"postgresql://nadie@127.0.0.1:{free_port()}/x"})

    parts = await found(away)

    for part in ("migraciones", "durabilidad", "proceso de fondo", "auditoría"):
        assert parts[part].hint == "Primero, la base de datos.", parts[part]
    assert parts["caché"].state is State.GOOD


@pytest.fixture
def older(settings: Settings, make_database: Callable[[str], str]) -> Settings:
    """The settings of a database one migration behind."""
    url = make_database(f"older_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}")
    subprocess.run(
        [sys.executable, "-m", "alembic", "downgrade", "-1"],
        cwd=BACKEND,
        env={**os.environ, "DATABASE_URL": url},
        check=True,
        capture_output=True,
    )
    return settings.model_copy(update={"database_url": url})


async def test_an_older_database_is_told_to_migrate(older: Settings) -> None:
    assert (await found(older))["migraciones"].state is State.BAD


def mesa_check(**env: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app.cli", "check", "--json"]
    return subprocess.run(
        command, cwd=BACKEND, env={**os.environ, **env}, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
async def untouched(settings: Settings, make_database: Callable[[str], str]) -> str:
    """A database where no other test has left a letter of another century, and the worker was just seen."""
    url = make_database(f"mesa_check_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}")
    database = Database(settings.model_copy(update={"database_url": url}))
    async with database.transaction() as session:
        session.add(Heartbeat(name="worker", at=func.now()))
    await database.close()
    return url


async def test_the_exit_code_says_whether_something_fails(untouched: str) -> None:
    whole = mesa_check(DATABASE_URL=untouched)
    broken = mesa_check(DATABASE_URL=untouched, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")

    assert (whole.returncode, json.loads(whole.stdout)["ok"]) == (0, True), whole.stdout
    assert (broken.returncode, json.loads(broken.stdout)["ok"]) == (1, False)


def test_a_sample_secret_in_production_is_a_configuration_that_does_not_hold(settings: Settings) -> None:
    refused = mesa_check(ENVIRONMENT="production", SECRET_KEY="generate-a-very-secure-random-key-here-x")

    assert refused.returncode == 2
    assert "SECRET_KEY" in refused.stderr
