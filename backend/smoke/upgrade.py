"""From the previous version to this one and back, on one data folder with live filings: `scripts/try-upgrade [REF]`."""

import argparse
import asyncio
import json
import secrets
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import httpx

from app.embedded.children import free_port
from smoke.clone import Clone, commit_of
from smoke.desk import Desk
from smoke.report import Report
from smoke.system import run

PRESENTED_EACH_TIME = 12


class Journey:
    """The same citizens and desk, whichever version runs."""

    def __init__(self, folder: Path, before: str, after: str) -> None:
        data, page, port = folder / "data", folder / "page", free_port()
        # PostgreSQL, another user when we are root, has to reach its folder.
        folder.chmod(0o711)
        data.mkdir(mode=0o711)
        # The page keeps nothing: one of no content saves building two.
        page.mkdir()
        (page / "index.html").write_text("<!doctype html><title>Mesa de Partes</title>")
        settings = {"PORT": str(port), "SPA_DIR": str(page), "DEMO_PASSWORD": secrets.token_urlsafe(12)}
        # Everything is opened and verified at once, from one address.
        settings["RATE_LIMIT_ENABLED"] = "false"
        self.url = f"http://127.0.0.1:{port}"
        self.desk = Desk(settings["DEMO_PASSWORD"])
        self.before = Clone(before, folder / "before", data, settings)
        self.after = Clone(after, folder / "after", data, settings)
        self.before_commit, self.data = before, data

    async def leg(self, version: Clone) -> None:
        """Starts it, proves all that was handed out so far, works what the leg before left, presents, proves again."""
        earlier = self.desk.acknowledged[-PRESENTED_EACH_TIME:]
        began = time.monotonic()
        async with version.running(), httpx.AsyncClient(base_url=self.url, timeout=60) as client:
            started = time.monotonic() - began
            await self.desk.sign_in(client)
            if earlier:
                print(f"        {await self.desk.proves()}", flush=True)
                await self.desk.work(earlier[4:])
            await self.desk.work(await self.desk.present(PRESENTED_EACH_TIME))
            line = await self.desk.proves()
            trail = await self.asked(version, "audit", "verify")
            files = await self.files() if version is self.after else "unasked"
        print(f"        {line}; {trail['rows']} audit rows, {files} files; up in {started:.1f} s", flush=True)

    async def files(self) -> str:
        """How many originals are whole; an older version may not know the command."""
        return str((await self.asked(self.after, "storage", "check"))["files"])

    async def asked(self, version: Clone, *command: str) -> dict[str, object]:
        """What `mesa … --json` says. Raises RuntimeError when it does not end in 0."""
        said = await asyncio.to_thread(version.script, "mesa", *command, "--json")
        told: dict[str, object] = json.loads(said)
        assert told["ok"], said
        return told

    def errors(self) -> str:
        """What the application noted as an error, newest last."""
        log = self.data / "logs" / "app.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return "\n".join([line for line in lines if '"level":"ERROR"' in line][-3:])

    async def back(self) -> None:
        """As the guide says: the newer code takes the database down, and the older one starts on it."""
        began = time.monotonic()
        await asyncio.to_thread(self.after.script, "downgrade", self.before_commit)
        print(f"        downgraded in {time.monotonic() - began:.1f} s", flush=True)


async def travel(journey: Journey, report: Report) -> None:
    for what, go in (
        ("the previous version: citizens present, the desk works", partial(journey.leg, journey.before)),
        ("this version: all is found, receipts and keys hold, numbers go on", partial(journey.leg, journey.after)),
        ("back: this version takes the database down", journey.back),
        ("the previous version: what was presented under either is found", partial(journey.leg, journey.before)),
        ("and this version once more", partial(journey.leg, journey.after)),
    ):
        with report.step(what):
            await go()
        if report.failed:
            print(journey.errors())
            return


def previous() -> str:
    """The newest tag before HEAD. Raises RuntimeError when there is none."""
    return run(["git", "describe", "--tags", "--abbrev=0", "HEAD^"]).strip()


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/try-upgrade", description="Actualiza y vuelve atrás con datos vivos."
    )
    parser.add_argument("ref", nargs="?", metavar="REF", help="la versión anterior; sin decirla, la última etiqueta")
    chosen = parser.parse_args()
    try:
        before = commit_of(chosen.ref or previous())
    except RuntimeError:
        what = f"No se conoce «{chosen.ref}»." if chosen.ref else "No hay ninguna etiqueta anterior."
        print(
            f"{what} Indique la versión anterior: scripts/try-upgrade REF (una etiqueta o un commit).", file=sys.stderr
        )
        return 2
    report = Report()
    with tempfile.TemporaryDirectory(prefix="mesa-upgrade-", ignore_cleanup_errors=True) as name:
        asyncio.run(travel(Journey(Path(name), before, commit_of("HEAD")), report))
    print(f"\n{report}")
    return int(report.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
