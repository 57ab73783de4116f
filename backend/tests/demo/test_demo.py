"""The demonstration: a story that the acts themselves tell, once, and never in production."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from app.demo.town import PEOPLE

pytestmark = pytest.mark.http
BACKEND = Path(__file__).parents[2]
PASSWORD = "una clave de demostración"


class Demo:
    """A database of its own, and the commands that a person would type."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.environment = {**os.environ, "DATABASE_URL": url, "MESA_DATA_DIR": str(folder), "DEMO_PASSWORD": PASSWORD}

    def mesa(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "app.cli", *arguments]
        return subprocess.run(
            command, cwd=BACKEND, env=self.environment | environment, capture_output=True, text=True, check=False
        )

    async def rows(self, query: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.url)
        try:
            return list(await connection.fetch(query))
        finally:
            await connection.close()


@pytest.fixture(scope="module")
def demo(make_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Demo:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "solo")
    prepared = Demo(make_database(f"demo_{worker}"), tmp_path_factory.mktemp("demo"))
    seeded = prepared.mesa("demo")
    assert seeded.returncode == 0, seeded.stderr
    return prepared


async def test_it_reaches_every_state_of_todays_acts_without_a_gap(demo: Demo) -> None:
    states = {row["status"] for row in await demo.rows("SELECT DISTINCT status FROM documents")}
    numbers = [row["number"] for row in await demo.rows("SELECT number FROM documents ORDER BY presented_at, number")]

    assert states == {
        "presented",
        "observed",
        "corrected",
        "not_presented",
        "received",
        "routed",
        "withdrawn",
        "forwarded",
        "voided",
    }
    assert [int(number[-6:]) for number in numbers] == list(range(1, 41))


async def test_every_receipt_is_sealed_and_nobody_is_written_to(demo: Demo) -> None:
    (unsealed,) = await demo.rows("SELECT count(*) AS n FROM receipts WHERE sealed_at IS NULL")
    (mails,) = await demo.rows("SELECT count(*) AS n FROM mails")

    assert (unsealed["n"], mails["n"]) == (0, 0)


async def test_every_account_is_there_once_and_a_second_run_only_sets_the_password(demo: Demo) -> None:
    before = await demo.rows("SELECT email, password_hash FROM users ORDER BY email")

    again = demo.mesa("demo", DEMO_PASSWORD="otra clave de demostración")

    after = await demo.rows("SELECT email, password_hash FROM users ORDER BY email")
    assert again.returncode == 0
    assert [row["email"] for row in after] == sorted(person.email for person in PEOPLE)
    assert {row["password_hash"] for row in after}.isdisjoint(row["password_hash"] for row in before)


async def test_it_grows_without_a_gap_and_its_trail_stays_whole(demo: Demo) -> None:
    grown = demo.mesa("demo", "--documents", "400")

    assert grown.returncode == 0, grown.stderr
    (count,) = await demo.rows("SELECT count(*) AS n, max(number) AS last FROM documents")
    assert (count["n"], count["last"][-6:]) == (400, "000400")
    (registered,) = await demo.rows("SELECT count(*) AS n, max(registry_number) AS last FROM documents")
    (with_number,) = await demo.rows("SELECT count(registry_number) AS n FROM documents")
    assert int(registered["last"][-6:]) == with_number["n"]
    verdict = demo.mesa("audit", "verify", "--json")
    assert (verdict.returncode, json.loads(verdict.stdout)["first_bad"]) == (0, None)


async def test_an_observed_filing_lapses_now(demo: Demo) -> None:
    (observed,) = await demo.rows("SELECT number FROM documents WHERE status = 'observed' ORDER BY number LIMIT 1")

    lapsed = demo.mesa("demo", "--lapse", observed["number"])

    assert lapsed.returncode == 0, lapsed.stderr
    (row,) = await demo.rows(f"SELECT status FROM documents WHERE number = '{observed['number']}'")
    assert row["status"] == "not_presented"


def test_production_refuses_it(demo: Demo) -> None:
    secret = "x" * 40
    production = {"ENVIRONMENT": "production", "SECRET_KEY": secret, "JWT_SECRET_KEY": secret}
    refused = demo.mesa("demo", **production, RATE_LIMIT_ENABLED="true")

    assert refused.returncode == 1
    assert "producción" in refused.stderr
