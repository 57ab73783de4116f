"""Each Lima day's trail is sealed once, and a rewritten day no longer fits its seal."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from app import clock
from app.attachments.storage import Storage
from app.audit.service import record
from app.audit.verification import Verdict, verify
from app.database import Database
from app.processes import ProcessPool
from app.receipts import verification
from app.receipts.models import DailySeal, Receipt
from app.receipts.seals import seal_due_days
from app.settings import Settings
from tests.receipts.test_sealing import text_of

BACKEND = Path(__file__).parents[2]
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


def lima(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=clock.LIMA)


class Desk:
    """A database of its own, with what sealing needs."""

    def __init__(self, settings: Settings, database_url: str) -> None:
        self.settings = settings.model_copy(update={"database_url": database_url})
        self.database = Database(self.settings)
        self.storage = Storage(settings.files_dir)
        self.pool = ProcessPool(1)

    async def act(self, *instants: datetime) -> None:
        for at in instants:
            async with self.database.transaction() as session:
                await record(session, "receive", at=at, detail={"folios": 3})

    async def seal(self, at: datetime) -> list[date]:
        with clock.frozen(at):
            return await seal_due_days(self.database, self.storage, self.pool)

    async def seals(self) -> list[DailySeal]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(DailySeal).order_by(DailySeal.day)))

    async def verdict(self) -> Verdict:
        async with self.database.snapshot() as session:
            return await verify(session)

    async def run(self, *statements: str) -> None:
        async with self.database.transaction() as session:
            for statement in statements:
                await session.execute(text(statement))


@pytest.fixture
async def desk(settings: Settings, make_database: Callable[[str], str]) -> AsyncIterator[Desk]:
    made = Desk(settings, make_database(f"seal_{uuid4().hex[:12]}"))
    yield made
    made.pool.close()
    await made.database.close()


async def test_a_day_is_sealed_when_it_is_over_and_not_before(desk: Desk) -> None:
    await desk.act(lima(MONDAY, 9), lima(MONDAY, 23, 59, 59), lima(TUESDAY, 0))

    during = await desk.seal(lima(MONDAY, 23, 59, 59))
    after = await desk.seal(lima(TUESDAY, 0))

    (seal,) = await desk.seals()
    assert (during, after) == ([], [MONDAY])
    assert (seal.day, seal.head_seq) == (MONDAY, 2)
    assert (await desk.verdict()).ok


async def test_sealing_again_or_twice_at_once_changes_nothing(desk: Desk) -> None:
    await desk.act(lima(MONDAY, 9))

    at_once = await asyncio.gather(*(desk.seal(lima(TUESDAY, 8)) for _ in range(3)))
    again = await desk.seal(lima(TUESDAY, 9))

    assert sorted(at_once) == [[], [], [MONDAY]]
    assert again == []
    async with desk.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Receipt)) == 1


async def test_days_without_acts_and_days_the_system_was_off_are_sealed_in_order(desk: Desk) -> None:
    await desk.act(lima(MONDAY, 9))

    assert await desk.seal(lima(date(2026, 11, 27), 7)) == [MONDAY, TUESDAY, WEDNESDAY, date(2026, 11, 26)]
    assert {seal.head_seq for seal in await desk.seals()} == {1}


async def test_an_empty_trail_needs_no_seal(desk: Desk) -> None:
    assert await desk.seal(lima(TUESDAY, 8)) == []


async def test_a_seal_is_a_receipt_that_verifies(desk: Desk) -> None:
    await desk.act(lima(MONDAY, 9))
    await desk.seal(lima(TUESDAY, 8))

    async with desk.database.reading() as session:
        receipt = (await session.scalars(select(Receipt))).one()
        said = await verification.by_code(session, receipt.code)
    pdf = await desk.storage.read(str(receipt.sha256))
    path = desk.storage.path(str(receipt.sha256))
    handed_in = await verification.by_file(desk.database, desk.pool, path, str(receipt.sha256))

    (seal,) = await desk.seals()
    assert said is not None
    assert said.seal is not None
    assert (said.kind, said.valid, said.files, said.number) == ("seal", True, [], None)
    assert (said.seal.day, said.seal.head_seq, said.seal.head_hash) == (MONDAY, 1, seal.head_hash)
    assert handed_in.valid
    assert handed_in.signature is not None
    assert handed_in.signature.intact
    words = text_of(pdf)
    for expected in ("Sello diario de auditoría", "lunes 23 de noviembre de 2026", seal.head_hash, "SELLADO"):
        assert expected in words


async def test_a_sealed_day_that_was_rewritten_whole_is_named(desk: Desk) -> None:
    """Row, chain and head all fit again: only the seal remembers."""
    await desk.act(lima(MONDAY, 9), lima(MONDAY, 10))
    await desk.seal(lima(TUESDAY, 8))
    await desk.run("DELETE FROM audit_rows", f"UPDATE audit_head SET seq = 0, hash = '{'0' * 64}'")
    await desk.act(lima(MONDAY, 9), lima(MONDAY, 11))

    verdict = await desk.verdict()

    assert (verdict.ok, verdict.first_bad, verdict.reason) == (False, 2, "the row differs from its daily seal")


async def test_a_seal_that_was_rewritten_too_is_named(desk: Desk) -> None:
    await desk.act(lima(MONDAY, 9))
    await desk.seal(lima(TUESDAY, 8))
    await desk.run("DELETE FROM audit_rows", f"UPDATE audit_head SET seq = 0, hash = '{'0' * 64}'")
    await desk.act(lima(MONDAY, 11))
    await desk.run("UPDATE daily_seals SET head_hash = (SELECT hash FROM audit_rows WHERE seq = 1)")

    verdict = await desk.verdict()

    assert (verdict.ok, verdict.first_bad, verdict.seals) == (False, 1, 1)
    assert "seal of 2026-11-23" in str(verdict.reason)


async def test_mesa_seal_seals_and_says_what(desk: Desk) -> None:
    await desk.act(datetime(2026, 1, 2, 15, tzinfo=UTC))
    environment = {**os.environ, "DATABASE_URL": desk.settings.database_url}

    def mesa() -> dict[str, object]:
        command = [sys.executable, "-m", "app.cli", "seal", "--json"]
        done = subprocess.run(command, cwd=BACKEND, env=environment, capture_output=True, text=True, check=True)
        said: dict[str, object] = json.loads(done.stdout)
        return said

    first, again = await asyncio.to_thread(mesa), await asyncio.to_thread(mesa)

    assert first["ok"] is True
    sealed = first["sealed"]
    assert isinstance(sealed, list)
    assert sealed[0] == "2026-01-02"
    assert again["sealed"] == []
