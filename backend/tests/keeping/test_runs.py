"""Copies, drills and storage checks from the screen: who may ask, what the worker does, and what is then told."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, func, select, update

from app import clock
from app.attachments.service import Intake
from app.attachments.storage import Storage
from app.audit.models import AuditRow
from app.database import Database
from app.keeping import here, overview, service, work
from app.keeping.models import KeepingKind, KeepingRun, KeepingState
from app.measures.desk import figures
from app.settings import Settings
from tests.keeping.test_files import filed
from tests.people import sign_in

KEEPING = "/api/v1/keeping"
# A Tuesday, 3:30 in Lima.
NIGHT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
OK, FAILED = (KeepingState.DONE, True), (KeepingState.FAILED, None)


@pytest.fixture
async def intake(app: FastAPI) -> AsyncIterator[Intake]:
    """What the worker works with. No run of another test is under way."""

    async def forget() -> None:
        async with app.state.database.transaction() as session:
            await session.execute(delete(KeepingRun))

    await forget()
    yield Intake(app.state.database, app.state.storage, app.state.pool, app.state.settings)
    await forget()


@pytest.fixture
async def own(settings: Settings, make_database: Callable[[str], str], tmp_path: Path) -> AsyncIterator[Intake]:
    """The same, on a database and in folders of its own."""
    url = make_database(f"mesa_keeping_{uuid4().hex[:8]}")
    apart = settings.model_copy(update={"database_url": url, "mesa_data_dir": tmp_path, "backup_dir": tmp_path})
    database = Database(apart)
    yield Intake(database, Storage(tmp_path / "files"), None, apart)  # type: ignore[arg-type]
    await database.close()


async def noted(intake: Intake, kind: KeepingKind, outcome: tuple[KeepingState, bool | None], **more: Any) -> None:
    async with intake.database.transaction() as session:
        await service.note(session, kind, outcome, **({"seconds": 5, "summary": "Listo."} | more))


async def told(intake: Intake) -> Any:
    async with intake.database.reading() as session:
        return await overview.read(session, intake.settings)


async def asked(intake: Intake, kind: KeepingKind = KeepingKind.STORAGE_CHECK) -> KeepingRun:
    async with intake.database.transaction() as session:
        run = await service.ask(session, kind)
    assert run
    return run


@pytest.mark.parametrize(
    ("role", "read", "asked"),
    [("admin", 200, 202), ("auditor", 200, 403), ("clerk", 403, 403), ("officer", 403, 403), ("citizen", 403, 403)],
)
async def test_the_admin_asks_and_the_auditor_reads(
    client: httpx.AsyncClient, intake: Intake, role: str, read: int, asked: int
) -> None:
    headers = await sign_in(client, role)

    answers = [
        await client.get(KEEPING, headers=headers),
        await client.post(f"{KEEPING}/storage_check", headers=headers),
    ]

    assert [answer.status_code for answer in answers] == [read, asked]


async def test_nobody_else_is_told(client: httpx.AsyncClient) -> None:
    answers = [await client.get(KEEPING), await client.post(f"{KEEPING}/storage_check")]

    assert [answer.status_code for answer in answers] == [401, 401]


async def test_one_at_a_time_is_asked_for_and_the_trail_says_by_whom(client: httpx.AsyncClient, intake: Intake) -> None:
    headers = await sign_in(client, "admin")

    first = await client.post(f"{KEEPING}/storage_check", headers=headers)
    second = await client.post(f"{KEEPING}/storage_check", headers=headers)
    shown = (await client.get(KEEPING, headers=headers)).json()["storage_check"]

    assert (second.status_code, second.json()["code"]) == (409, "already_running")
    assert (first.json()["state"], shown["running"]["id"], shown["last"]) == ("waiting", first.json()["id"], None)
    assert shown["running"]["requested_by"].startswith("Persona")
    async with intake.database.reading() as session:
        rows = await session.scalars(
            select(AuditRow.detail).where(AuditRow.action == "keeping_requested").order_by(AuditRow.seq.desc()).limit(1)
        )
        assert rows.one() == {"run_id": first.json()["id"], "kind": "storage_check"}


async def test_what_cannot_run_here_says_what_to_type(client: httpx.AsyncClient, intake: Intake) -> None:
    headers = await sign_in(client, "admin")

    copy = await client.post(f"{KEEPING}/backup", headers=headers)
    drill = await client.post(f"{KEEPING}/drill", headers=headers)
    unknown = await client.post(f"{KEEPING}/everything", headers=headers)
    shown = (await client.get(KEEPING, headers=headers)).json()

    assert [(each.status_code, each.json()["code"]) for each in (copy, drill)] == [(409, "not_here")] * 2
    assert unknown.status_code == 404
    assert [shown[kind]["may_run"] for kind in ("backup", "drill", "storage_check")] == [False, False, True]
    assert shown["drill"]["command"] == "./scripts/restore --drill"
    assert "No hay ninguna copia" in shown["drill"]["why_not"]
    assert drill.json()["detail"] == shown["drill"]["why_not"]


async def test_a_container_sees_no_copies(own: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "manifest_20261124_020000.json").touch()
    assert here.why_not(KeepingKind.DRILL, own.settings) == ""

    monkeypatch.setattr(here, "RESTORE", tmp_path / "not" / "there")

    assert "ejecute allí la orden" in here.why_not(KeepingKind.DRILL, own.settings)
    assert here.command(KeepingKind.STORAGE_CHECK) == "docker compose exec -T backend mesa storage check"


async def test_a_storage_with_a_file_changed_and_one_missing_is_found_out(
    client: httpx.AsyncClient, intake: Intake
) -> None:
    headers = await sign_in(client, "admin")
    storage = intake.storage
    (gone, gone_hash), (bent, bent_hash) = [await filed(client) for _ in range(2)]
    kept = {sha256: storage.path(sha256).read_bytes() for sha256 in (gone_hash, bent_hash)}
    await client.post(f"{KEEPING}/storage_check", headers=headers)
    storage.path(gone_hash).unlink()
    storage.path(bent_hash).write_bytes(bytes([kept[bent_hash][0] ^ 1]) + kept[bent_hash][1:])
    try:
        await work.check_storage(intake)
    finally:
        for sha256, whole in kept.items():
            storage.path(sha256).write_bytes(whole)
    found = (await client.get(KEEPING, headers=headers)).json()["storage_check"]

    assert found["running"] is None
    assert (found["last"]["state"], found["last"]["ok"], found["good_at"]) == ("done", False, None)
    mine = [each for each in found["figures"]["findings"] if each["sha256"] in kept]
    assert [(each["problem"], each["document"]) for each in mine] == [("missing", gone), ("changed", bent)]
    assert found["last"]["summary"].startswith(f"{found['figures']['missing']} archivo")
    async with intake.database.reading() as session:
        lost = next(each for each in await figures(session) if each.name == "mesa_files_lost").samples[0].value
    assert lost == found["figures"]["missing"] + found["figures"]["changed"]

    await client.post(f"{KEEPING}/storage_check", headers=headers)
    await work.check_storage(intake)
    mended = (await client.get(KEEPING, headers=headers)).json()["storage_check"]
    assert [each for each in mended["figures"]["findings"] if each["sha256"] in kept] == []


async def test_a_check_that_could_not_be_made_leaves_what_the_last_one_found(own: Intake) -> None:
    await asked(own)
    await work.check_storage(own)
    first = (await told(own)).storage_check
    assert (first.last.ok, first.last.summary) == (True, "0 archivos completos y sin cambios.")
    await asked(own)

    class Away(Storage):
        async def under(self, prefix: str) -> list[Any]:
            raise ConnectionError("away")

    await work.check_storage(Intake(own.database, Away(own.storage.root), own.pool, own.settings))

    second = (await told(own)).storage_check
    assert (second.last.state, second.last.ok, second.figures) == (KeepingState.FAILED, None, first.figures)
    assert second.good_at == first.last.finished_at


async def test_a_run_whose_worker_died_is_taken_up_again_but_not_for_ever(own: Intake) -> None:
    run = await asked(own)
    async with own.database.transaction() as session:
        await session.execute(update(KeepingRun).values(state=KeepingState.RUNNING, attempts=1, started_at=clock.now()))
    await work.check_storage(own)
    assert ((await told(own)).storage_check.last.id, (await told(own)).storage_check.last.ok) == (run.id, True)

    await asked(own)
    async with own.database.transaction() as session:
        lost = update(KeepingRun).where(KeepingRun.state == KeepingState.WAITING)
        await session.execute(
            lost.values(state=KeepingState.RUNNING, attempts=work.MOST_ATTEMPTS, started_at=clock.now())
        )
    await work.check_storage(own)

    last = (await told(own)).storage_check.last
    assert (last.state, last.summary) == (KeepingState.FAILED, work.LOST)


async def test_two_workers_do_not_check_at_once(own: Intake) -> None:
    await asked(own)
    async with own.database.reading() as other:
        await other.scalar(select(func.pg_advisory_lock(work.LOCKS[KeepingKind.STORAGE_CHECK])))
        await work.check_storage(own)
        assert (await told(own)).storage_check.running.state == KeepingState.WAITING
        await other.scalar(select(func.pg_advisory_unlock(work.LOCKS[KeepingKind.STORAGE_CHECK])))
    await work.check_storage(own)

    assert (await told(own)).storage_check.last.ok


async def test_once_a_week_at_night_nobody_has_to_ask(own: Intake) -> None:
    for at, runs in (
        (NIGHT.replace(hour=18), 0),
        (NIGHT, 1),
        (NIGHT + timedelta(hours=1), 1),
        (NIGHT + timedelta(days=6), 1),
        (NIGHT + timedelta(days=7), 2),
    ):
        with clock.frozen(at):
            await work.check_storage(own)
            assert len((await told(own)).runs) == runs, at
    # One that could not be done is tried again the next night.
    async with own.database.transaction() as session:
        await session.execute(update(KeepingRun).values(state=KeepingState.FAILED, ok=None))
    with clock.frozen(NIGHT + timedelta(days=7, hours=1)):
        await work.ask_when_due(own.database)
        assert (await told(own)).storage_check.running is None
    with clock.frozen(NIGHT + timedelta(days=8)):
        await work.ask_when_due(own.database)
        assert (await told(own)).storage_check.running.requested_by is None


async def test_what_is_late_is_late_as_the_alerts_have_it(own: Intake) -> None:
    assert ((await told(own)).backup.late, (await told(own)).drill.late) == (True, False)
    with clock.frozen(NIGHT):
        for kind in KeepingKind:
            await noted(own, kind, OK)
    with clock.frozen(NIGHT + timedelta(hours=25)):
        await noted(own, KeepingKind.BACKUP, FAILED, summary="Sin espacio.")
        shown = await told(own)
        assert (shown.backup.late, shown.backup.last.summary, shown.backup.good_at) == (False, "Sin espacio.", NIGHT)
    with clock.frozen(NIGHT + timedelta(hours=27)):
        assert (await told(own)).backup.late
        assert not (await told(own)).drill.late
    with clock.frozen(NIGHT + timedelta(days=36)):
        assert (await told(own)).drill.late


async def test_old_runs_are_forgotten_but_the_last_good_one(own: Intake) -> None:
    for day in range(service.KEPT + 5):
        with clock.frozen(NIGHT + timedelta(days=day)):
            await noted(own, KeepingKind.BACKUP, FAILED if day else OK)
    async with own.database.reading() as session:
        kept = await session.scalar(select(func.count()).select_from(KeepingRun))

    shown = await told(own)
    assert (kept, shown.backup.good_at, len(shown.runs)) == (service.KEPT + 1, NIGHT, overview.SHOWN)
