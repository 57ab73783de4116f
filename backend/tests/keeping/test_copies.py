"""What a copy does besides copying: closing, keeping for a while, taking away, telling."""

import json
import os
import re
import shutil
import subprocess
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.keeping.conftest import Clone

pytestmark = pytest.mark.keeping


@pytest.fixture
def place(furnished: Clone, tmp_path: Path) -> Clone:
    """The furnished system, with copies of its own."""
    return Clone(furnished.data, tmp_path / "copies")


def aged(copied: Clone, place: Clone, days: int, damaged: str = "0") -> str:
    """A copy made so many days ago; its date."""
    date = (datetime.now() - timedelta(days=days)).strftime("%Y%m%d_%H%M%S")
    place.copies.mkdir(exist_ok=True)
    for path in copied.copies.glob("*_*"):
        to = place.copies / re.sub(r"\d{8}_\d{6}", date, path.name)
        shutil.copy(path, to)
    manifest = place.copies / f"manifest_{date}.json"
    said = manifest.read_text().replace('"damaged": "0"', f'"damaged": "{damaged}"')
    manifest.write_text(re.sub(r"\d{8}_\d{6}", date, said))
    return date


def dates(place: Clone) -> list[str]:
    return [path.stem.removeprefix("manifest_") for path in place.copied("manifest")]


def test_old_copies_go_but_never_the_last_good_one(copied: Clone, place: Clone) -> None:
    older, old, damaged = (aged(copied, place, days, wrong) for days, wrong in ((90, "0"), (40, "0"), (35, "2")))

    place.backup("--only-prune")
    assert dates(place) == [old, damaged]

    young = aged(copied, place, 3)
    place.backup("--only-prune")
    assert dates(place) == [young]
    assert len(list(place.copies.glob("*_*"))) == 4
    assert older not in dates(place)


def test_how_long_is_a_setting(copied: Clone, place: Clone) -> None:
    week, now = aged(copied, place, 8), aged(copied, place, 0)
    place.backup("--only-prune")
    assert dates(place) == [week, now]
    place.backup("--only-prune", RETENTION_DAYS="7")
    assert dates(place) == [now]


def test_the_copy_is_taken_away_and_a_failure_of_that_is_told_and_measured(place: Clone, tmp_path: Path) -> None:
    metrics, away = tmp_path / "mesa.prom", tmp_path / "away"
    away.mkdir()
    hook = tmp_path / "hook"
    hook.write_text(f'#!/bin/sh\nset -e\n[ ! -e {away}/full ]\ncp "$@" {away}\n')
    hook.chmod(0o755)
    began = time.time()

    good = place.backup(BACKUP_HOOK=str(hook), BACKUP_METRICS_FILE=str(metrics))
    told = metrics.read_text()
    taken = sorted(path.name for path in away.iterdir())
    (away / "full").touch()
    bad = place.backup(BACKUP_HOOK=str(hook), BACKUP_METRICS_FILE=str(metrics))

    assert good.returncode == 0, good.stderr
    assert [name.split("_")[0] for name in taken] == ["config", "db", "files", "manifest"]
    found = dict(line.split() for line in told.splitlines() if not line.startswith("#"))
    assert float(found["mesa_backup_last_success_timestamp_seconds"]) >= int(began)
    assert float(found["mesa_backup_size_bytes"]) == sum(
        path.stat().st_size for path in away.iterdir() if not path.name.startswith(("manifest", "full"))
    )
    assert float(found["mesa_backup_duration_seconds"]) < 300
    assert found["mesa_backup_offsite_failed"] == "0"
    assert bad.returncode == 4
    assert "no pudo llevarla fuera" in bad.stderr
    assert "mesa_backup_offsite_failed 1" in metrics.read_text()
    assert "mesa_backup_failed 0" in metrics.read_text()
    # The copy itself was made.
    assert len(dates(place)) == 2


@pytest.mark.skipif(not shutil.which("gpg"), reason="gpg is not on this machine")
def test_a_closed_copy_opens_only_with_its_passphrase(place: Clone, machine: Clone, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("correcto caballo batería grapa\n")
    wrong.write_text("otra cosa\n")
    closed = place.backup(BACKUP_PASSPHRASE_FILE=str(right))
    machine.copies = place.copies

    refused = machine.restore(machine.copies, BACKUP_PASSPHRASE_FILE=str(wrong))
    untouched = list(machine.data.iterdir())
    opened = machine.restore(machine.copies, BACKUP_PASSPHRASE_FILE=str(right))

    assert closed.returncode == 0, closed.stderr
    for kind in ("db", "files", "config"):
        [part] = place.copied(kind)
        assert part.suffix == ".gpg"
        assert not part.read_bytes().startswith(b"\x1f\x8b")
    assert (refused.returncode, untouched) == (1, [])
    assert "¿es la contraseña o la clave correcta?" in refused.stderr
    assert opened.returncode == 0, opened.stderr


@pytest.mark.skipif(not shutil.which("age"), reason="age is not on this machine")
def test_a_copy_closed_for_a_key_elsewhere_opens_only_with_it(place: Clone, machine: Clone, tmp_path: Path) -> None:
    key = tmp_path / "key"
    made = subprocess.run(["age-keygen", "-o", str(key)], capture_output=True, text=True, check=True)
    public = made.stderr.rsplit(maxsplit=1)[-1]
    machine.copies = place.copies

    closed = place.backup(BACKUP_AGE_RECIPIENT=public)
    shut = machine.restore()
    opened = machine.restore(BACKUP_AGE_IDENTITY=str(key))

    assert closed.returncode == 0, closed.stderr
    assert [path.suffix for path in place.copied("db")] == [".age"]
    assert shut.returncode != 0
    assert opened.returncode == 0, opened.stderr


def test_a_damaged_original_is_told_and_costs_no_earlier_copy(copied: Clone, place: Clone, tmp_path: Path) -> None:
    earlier = aged(copied, place, 60)
    metrics = tmp_path / "mesa.prom"
    path = next(iter((place.data / "files").glob("??/*")))
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    try:
        answer = place.backup(BACKUP_METRICS_FILE=str(metrics))
    finally:
        path.write_bytes(whole)
    drill = place.restore("--drill", place.copies)

    assert answer.returncode == 3
    assert f"DAÑADO {path.parent.name}{path.name}" in answer.stderr
    assert "mesa_backup_damaged_files 1" in metrics.read_text()
    assert "last_success" not in metrics.read_text()
    assert earlier in dates(place)
    assert drill.returncode == 1


def test_a_copy_that_fails_leaves_nothing_and_is_measured(place: Clone, tmp_path: Path) -> None:
    metrics = tmp_path / "mesa.prom"
    answer = place.backup(
        DATABASE_URL="postgresql://mesa@127.0.0.1:9/mesa", BACKUP_METRICS_FILE=str(metrics), SECRET_KEY="x" * 40
    )
    assert answer.returncode not in (0, 3, 4)
    assert "mesa_backup_failed 1" in metrics.read_text()
    assert [path.name for path in place.copies.iterdir()] == [".turno"]


def test_two_copies_at_once_do_not_meet(place: Clone) -> None:
    place.copies.mkdir()
    lock = (place.copies / ".turno").open("w")
    import fcntl

    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        answer = place.backup()
    finally:
        lock.close()
    assert answer.returncode == 2
    assert "en curso" in answer.stderr


def test_a_moment_can_be_chosen(copied: Clone, place: Clone, machine: Clone) -> None:
    before, _ = aged(copied, place, 10), aged(copied, place, 2)
    moment = (datetime.now() - timedelta(days=5)).strftime("%Y-%m-%d %H:%M")
    machine.copies = place.copies

    answer = machine.restore("--drill", "--json", "--at", moment, place.copies)
    none = machine.restore("--drill", "--at", "2001-01-01", place.copies)

    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["copy"] == before
    assert (none.returncode, "No hay ninguna copia" in none.stderr) == (2, True)


def test_the_parts_are_plain_for_whoever_has_no_scripts(copied: Clone) -> None:
    """The guide's `gunzip | psql` and `tar -xzf` go on working."""
    sql = subprocess.run(["gzip", "-dc", str(copied.copied("db")[0])], capture_output=True, check=True).stdout
    names = subprocess.run(["tar", "-tzf", str(copied.copied("files")[0])], capture_output=True, check=True, text=True)
    assert b"PostgreSQL database dump complete" in sql
    listed = {"".join(Path(name).parts[1:]) for name in names.stdout.split()}
    assert listed == set(copied.files())
    assert os.access(copied.copied("db")[0], os.R_OK)
