"""The migration of the first day: an empty system works, and going back and forth keeps what is in use."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import asyncpg

BACKEND = Path(__file__).parents[2]
COUNTS = """
    SELECT (SELECT count(*) FROM institution), (SELECT count(*) FROM cutoff_rules), (SELECT count(*) FROM legal_rules),
           (SELECT count(*) FROM observation_reasons), (SELECT count(*) FROM document_types),
           (SELECT count(*) FROM consent_texts), (SELECT count(*) FROM areas)
"""


def alembic(database_url: str, *command: str) -> None:
    environment = {**os.environ, "DATABASE_URL": database_url}
    subprocess.run([sys.executable, "-m", "alembic", *command], cwd=BACKEND, env=environment, check=True)


async def test_the_first_day_can_be_taken_back_and_given_again(make_database: Callable[[str], str]) -> None:
    database_url = make_database("mesa_first_day")
    connection = await asyncpg.connect(database_url)
    try:
        first = tuple(await connection.fetchrow(COUNTS))
        person = "INSERT INTO users (id, email, name, role, created_at) VALUES ($1, 'a@x.pe', 'A', 'clerk', now())"
        desk = await connection.fetchval("SELECT id FROM areas WHERE code = 'MP'")
        await connection.execute(person, desk)
        await connection.execute("INSERT INTO memberships (user_id, area_id) VALUES ($1, $1)", desk)

        alembic(database_url, "downgrade", "0001")
        assert tuple(await connection.fetchrow(COUNTS)) == (0, 0, 0, 0, 0, 0, 1)

        alembic(database_url, "upgrade", "head")
        assert tuple(await connection.fetchrow(COUNTS)) == first
        assert await connection.fetchval("SELECT id FROM areas WHERE code = 'MP'") == desk
    finally:
        await connection.close()


async def test_every_reason_to_observe_has_its_legal_rule(make_database: Callable[[str], str]) -> None:
    connection = await asyncpg.connect(make_database("mesa_reasons"))
    try:
        orphans = await connection.fetch(
            "SELECT code FROM observation_reasons o "
            "WHERE NOT EXISTS (SELECT FROM legal_rules l WHERE l.code = o.legal_rule AND l.valid_to IS NULL)"
        )
        overlapping = await connection.fetch(
            "SELECT a.code FROM legal_rules a JOIN legal_rules b ON a.code = b.code AND a.id < b.id "
            "AND daterange(a.valid_from, a.valid_to, '[]') && daterange(b.valid_from, b.valid_to, '[]')"
        )
    finally:
        await connection.close()
    assert (orphans, overlapping) == ([], [])


async def test_the_migrations_make_what_the_models_say(make_database: Callable[[str], str]) -> None:
    database_url = make_database("mesa_models")
    alembic(database_url, "check")

    alembic(database_url, "downgrade", "-1")
    alembic(database_url, "upgrade", "head")

    alembic(database_url, "check")


async def test_going_back_before_the_administration_keeps_what_is_in_use(make_database: Callable[[str], str]) -> None:
    """The logo is put where it was; a closure taken back goes, and so does a requirement that nothing refers to."""
    database_url = make_database("mesa_going_back")
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(
            """
            INSERT INTO logos VALUES (encode(sha256('<svg/>'), 'hex'), '<svg/>');
            UPDATE institution SET logo_sha256 = (SELECT sha256 FROM logos);
            INSERT INTO closures (id, date, kind, reason, created_at, removed_at) VALUES
                (gen_random_uuid(), '2047-05-06', 'outage', 'mistake', now(), now()),
                (gen_random_uuid(), '2047-05-06', 'outage', 'in use', now(), NULL);
            INSERT INTO procedures (id, code, name, description, silence)
                VALUES (gen_random_uuid(), 'T', 'T', '', 'positive');
            INSERT INTO requirements (id, procedure_id, position, name, active)
                SELECT gen_random_uuid(), id, 0, asked::text, asked
                FROM procedures, unnest(ARRAY[true, false]) AS asked;
            """
        )

        alembic(database_url, "downgrade", "0004")
        assert await connection.fetchval("SELECT logo_svg FROM institution") == "<svg/>"
        assert [row["reason"] for row in await connection.fetch("SELECT reason FROM closures")] == ["in use"]
        assert [row["name"] for row in await connection.fetch("SELECT name FROM requirements")] == ["true"]

        alembic(database_url, "upgrade", "head")
        logo = "SELECT svg FROM institution JOIN logos ON sha256 = logo_sha256"
        assert await connection.fetchval(logo) == "<svg/>"
    finally:
        await connection.close()
