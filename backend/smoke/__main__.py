"""Runs the whole of it, prints a line a step and `N passed, M failed` at the end: `python -m smoke` from `backend/`."""

import asyncio
import sys
import tempfile
from functools import partial
from pathlib import Path

from smoke import deaths, papers
from smoke.door import Door
from smoke.first_day import FirstDay
from smoke.report import Report
from smoke.system import SCALE, System


async def on_one_backend(system: System, report: Report) -> FirstDay:
    day, door = FirstDay(system, report), Door(system, report)
    await day.happens()
    await door.is_tried()
    with report.step("with no backend there is a problem for callers, and the page for people"):
        await asyncio.to_thread(system.compose, "stop", "backend")
        await door.nobody_home()
    return day


async def on_three_backends(system: System, report: Report, day: FirstDay) -> None:
    loads: list[deaths.Load] = []
    with report.step("three backends and the database's replica are healthy"):
        system.files.append(SCALE)
        await asyncio.to_thread(system.up)
        assert len(system.containers("backend")) == 3
    with report.step("a citizen is heard of over wss whichever backend took the filing"):
        await across(day)
    with report.step("a backend is killed under load and comes back"):
        loads.append(await deaths.while_presenting(system, partial(deaths.one_is_killed, system)))
        print(f"        {len(loads[-1].acknowledged)} presented; answers other than 201: {loads[-1].refused or 'none'}")
    with report.step("each backend is restarted under load without one failed presentation"):
        loads.append(await deaths.while_presenting(system, partial(deaths.each_is_restarted, system)))
        failed = [each for each in loads[-1].refused if each.startswith("/documents")]
        print(f"        {len(loads[-1].acknowledged)} presented; answers other than 201: {loads[-1].refused or 'none'}")
        assert not failed, failed
    with report.step("what was acknowledged is there, each with its receipt, and no number is missing"):
        print(f"        {await deaths.counted(day, loads)}", flush=True)


async def across(day: FirstDay) -> None:
    async with day.connected():
        for _ in range(4):
            async with day.listening() as socket:
                told = await day.present(papers.small(), "Solicito copia")
                await day.heard(socket, told["id"])


async def run(system: System, report: Report) -> None:
    with report.step("production is built and healthy"):
        await asyncio.to_thread(system.up)
    if report.failed:
        return
    day = await on_one_backend(system, report)
    await on_three_backends(system, report, day)


def main() -> int:
    report = Report()
    with tempfile.TemporaryDirectory(prefix="mesa-smoke-") as name:
        system = System(Path(name))
        try:
            asyncio.run(run(system, report))
            if report.failed:
                print(system.compose("logs", "--no-color", "--tail", "40"))
        finally:
            system.down()
    print(f"\n{report}")
    return int(report.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
