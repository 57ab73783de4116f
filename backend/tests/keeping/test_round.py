"""Copied, lost, put back: by the operator's own commands, on a database of their own."""

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.attachments.service import Intake
from app.attachments.storage import Storage
from app.database import Database
from app.embedded import services
from app.keeping import overview, service, work
from app.keeping.models import KeepingKind, KeepingState
from app.keeping.schemas import KeepingRead
from app.settings import Settings
from tests.keeping.conftest import Clone

pytestmark = pytest.mark.keeping


def copy_of(copied: Clone, machine: Clone) -> None:
    """The copy, brought to the new machine."""
    shutil.copytree(copied.copies, machine.copies)


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_copy_is_four_private_files_that_say_what_they_are(copied: Clone) -> None:
    [manifest] = copied.copied("manifest")
    said = json.loads(manifest.read_text())

    assert [path.name for path in sorted(copied.copies.glob("*_*"))] == [
        f"config_{said['date']}.tar.gz",
        f"db_{said['date']}.sql.gz",
        f"files_{said['date']}.tar.gz",
        f"manifest_{said['date']}.json",
    ]
    assert {path.stat().st_mode & 0o777 for path in copied.copies.glob("*_*")} == {0o600}
    assert said["facts"]["counts"]["documents"] > 10
    assert said["facts"]["numbers"][-1].startswith("P-")
    assert list(copied.copies.glob(".copia-*")) == []


def test_a_lost_system_comes_back_whole_on_a_new_machine(copied: Clone, machine: Clone) -> None:
    copy_of(copied, machine)

    answer = machine.restore("--json", machine.copies)
    again = machine.backup()

    assert answer.returncode == 0, answer.stderr
    said = json.loads(answer.stdout)
    assert said["ok"], said
    assert [each["what"] for each in said["results"] if not each["ok"]] == []
    assert machine.files() == copied.files()
    kept = ("keys/qr.pem", "keys/pdf.p12", "secrets.env")
    assert [(machine.data / name).read_bytes() for name in kept] == [(copied.data / name).read_bytes() for name in kept]
    # Which numbers were the last, for whoever must find out what came after.
    [manifest] = copied.copied("manifest")
    facts = json.loads(manifest.read_text())["facts"]
    assert facts["numbers"][-1] in answer.stderr
    # What was restored says of itself what the first one said.
    assert again.returncode == 0, again.stderr
    later = json.loads(machine.copied("manifest")[-1].read_text())["facts"]
    assert {**later, "at": ""} == {**facts, "at": ""}


def test_what_is_there_is_not_written_over_without_a_word(copied: Clone, machine: Clone) -> None:
    copy_of(copied, machine)
    assert machine.restore().returncode == 0

    refused = machine.restore()
    accepted = machine.restore("--overwrite", machine.copies)

    assert refused.returncode == 2
    assert "Aquí ya hay datos" in refused.stderr
    assert accepted.returncode == 0, accepted.stderr
    assert "La base anterior queda como mesapartes_antes_" in accepted.stderr


@pytest.mark.parametrize("kind", ["db", "files", "config"])
def test_a_damaged_part_is_noticed_before_anything_is_touched(copied: Clone, machine: Clone, kind: str) -> None:
    copy_of(copied, machine)
    damage(machine.copied(kind)[0])

    answer = machine.restore()

    assert answer.returncode == 1
    assert "está dañado" in answer.stderr
    assert "No se tocó nada" in answer.stderr
    assert list(machine.data.iterdir()) == []


@pytest.mark.parametrize("kind", ["files", "manifest"])
def test_an_incomplete_copy_is_no_copy(copied: Clone, machine: Clone, kind: str) -> None:
    copy_of(copied, machine)
    machine.copied(kind)[0].unlink()

    answer = machine.restore(machine.copied("db")[0])

    assert answer.returncode == 1
    assert "Falta" in answer.stderr
    assert list(machine.data.iterdir()) == []


def test_the_guides_name_takes_a_part_of_the_copy(copied: Clone, machine: Clone) -> None:
    copy_of(copied, machine)

    listed = machine.restore("--list", machine.copies)
    answer = machine.run("restore-backup.sh", "--drill", machine.copied("db")[0])

    assert listed.returncode == 0
    assert json.loads(machine.copied("manifest")[0].read_text())["date"] in listed.stdout
    assert answer.returncode == 0, answer.stderr


def test_a_drill_verifies_all_and_leaves_nothing(copied: Clone, machine: Clone, tmp_path: Path) -> None:
    copy_of(copied, machine)
    metrics = tmp_path / "mesa.prom"

    good = machine.run("mesa", "drill", "--json", machine.copies, BACKUP_METRICS_FILE=str(metrics))
    told = metrics.read_text()
    damage(machine.copied("files")[0])
    bad = machine.run("mesa", "drill", machine.copies, BACKUP_METRICS_FILE=str(metrics))

    assert good.returncode == 0, good.stderr
    assert json.loads(good.stdout)["drill"] is True
    assert "mesa_drill_last_success_timestamp_seconds " in told
    assert (bad.returncode, metrics.read_text()) == (1, told)
    assert machine.files() == {}
    assert list(machine.data.glob(".simulacro*")) == []
    # A real restore still finds an empty database.
    damage(machine.copied("files")[0])
    assert machine.restore().returncode == 0


class Awake:
    """The copied system once more, as its worker sees it."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings

    async def drill(self, copies: Path) -> KeepingRead:
        """Asks for a drill of these copies, lets the worker do it, and answers what the screen then shows."""
        own = self.settings.model_copy(update={"backup_dir": copies})
        async with self.database.transaction() as session:
            assert await service.ask(session, KeepingKind.DRILL)
        intake = Intake(self.database, Storage(own.files_dir), None, own)  # type: ignore[arg-type]
        await work.drill(intake)
        async with self.database.reading() as session:
            return await overview.read(session, own)


@pytest.fixture
async def awake(copied: Clone, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Awake]:
    with services(copied.data, valkey=False) as running:
        assert running.postgresql
        # The worker's own environment is what its script sees.
        for name in ("STORAGE_URL", "COMPOSE_FILE", "BACKUP_METRICS_FILE"):
            monkeypatch.delenv(name, raising=False)
        env = {
            "DATABASE_URL": running.postgresql.url,
            "PG_BIN_DIR": str(running.postgresql.bin),
            "PATH": copied.env["PATH"],
        }
        for name, value in (env | {"MESA_DATA_DIR": str(copied.data)}).items():
            monkeypatch.setenv(name, value)
        settings = Settings(_env_file=None)  # type: ignore[call-arg]
        database = Database(settings)
        yield Awake(database, settings)
        await database.close()


async def test_the_worker_drills_and_the_screen_says_what_was_verified(
    copied: Clone, awake: Awake, tmp_path: Path
) -> None:
    copies = Path(shutil.copytree(copied.copies, tmp_path / "copies"))
    [files] = copied.copied("files")

    good = await awake.drill(copies)
    damage(copies / files.name)
    bad = await awake.drill(copies)

    # The copy noted itself when it was made.
    assert good.backup.last
    assert (good.backup.last.ok, str(copied.copies) in good.backup.last.summary) == (True, True)
    assert good.drill.last
    assert good.drill.last.ok, good.drill.last
    assert [each.what for each in good.drill.results if not each.ok] == []
    assert "Cadena de auditoría" in [each.what for each in good.drill.results]
    assert bad.drill.last
    assert (bad.drill.last.state, bad.drill.last.ok) == (KeepingState.FAILED, None)
    assert "está dañado" in bad.drill.last.summary
    # It stands beside what the last good one verified.
    assert (bad.drill.good_at, bad.drill.results) == (good.drill.last.finished_at, good.drill.results)
    assert copied.left_behind() == []
