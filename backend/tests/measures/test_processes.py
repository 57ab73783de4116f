"""With several processes each thing is counted once, and a process that died no longer counts."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from app.measures.process import forget_the_dead
from app.settings import Settings
from tests.platform.processes import Server, start_server


def figure(server: Server, name: str) -> list[float]:
    text = httpx.get(f"{server.url}/metrics", headers={"Connection": "close"}).text
    return [
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name
    ]


def wait_until(told: Callable[[], bool]) -> None:
    ends = time.monotonic() + 40
    while not told():
        assert time.monotonic() < ends, "never"
        time.sleep(0.1)


def living(folder: Path) -> set[int]:
    """The processes whose gauges are counted."""
    return {int(file.stem.rsplit("_", 1)[1]) for file in folder.glob("gauge_livesum_*.db")}


def test_two_processes_share_one_pool_figure_and_tell_the_database_s_once(settings: Settings, tmp_path: Path) -> None:
    name, whole = "mesa_database_connections_max", 2 * (settings.database_pool_size + settings.database_max_overflow)
    with start_server(WORKERS="2", PROMETHEUS_MULTIPROC_DIR=str(tmp_path)) as server:
        wait_until(lambda: figure(server, name) == [whole])

        assert len(figure(server, "mesa_presented_total")) == 1
        assert len(figure(server, "mesa_outbox_pending")) == 1

        # Others hold gauges, too, all of them at nought: the parent, and those that inspect and sign.
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        victim = next(int(pid) for pid in children if int(pid) in living(tmp_path))
        os.kill(victim, signal.SIGKILL)
        # uvicorn starts another in its place: two again, not three.
        wait_until(lambda: figure(server, name) == [whole] and victim not in living(tmp_path))


def test_only_the_gauges_of_the_dead_are_forgotten(tmp_path: Path) -> None:
    dead = subprocess.Popen(["/bin/true"])
    dead.wait()
    for pid in (dead.pid, os.getpid()):
        for kind in ("gauge_livesum", "counter"):
            (tmp_path / f"{kind}_{pid}.db").touch()

    forget_the_dead(tmp_path)

    left = {file.name for file in tmp_path.iterdir()}
    assert left == {f"counter_{dead.pid}.db", f"counter_{os.getpid()}.db", f"gauge_livesum_{os.getpid()}.db"}
