"""The server killed with -9 under load, a few times; `benchmarks/crash_trials.py` does it fifty times."""

import os
from collections.abc import Callable
from pathlib import Path

from app.settings import Settings
from benchmarks.crash_trials import run


async def test_what_was_acknowledged_stands(
    settings: Settings, make_database: Callable[[str], str], tmp_path: Path
) -> None:
    url = make_database(f"mesa_mortal_{os.environ.get('PYTEST_XDIST_WORKER', 'solo')}")

    outcome = await run(3, {"DATABASE_URL": url, "MESA_DATA_DIR": str(tmp_path / "data")}, tmp_path)

    assert outcome.faults == []
    assert outcome.nothing_lost, str(outcome)
