"""The server killed with -9 at random moments, under load, again and again: what it acknowledged must stand.

`python -m benchmarks.crash_trials --trials 50` from `backend/`. Clients present and, as a browser would, send the same
filing under the same key until it is answered. Ends with `acknowledged N, found N, receipts N, gaps 0`, or exits 1.
"""

import argparse
import asyncio
import contextlib
import hashlib
import io
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import asyncpg
import pikepdf

from app.embedded import services
from app.embedded.children import free_port
from tests.factories import body, pdf
from tests.platform.processes import BACKEND, Server, start_process, wait_until_answers

API = "/api/v1"
CLIENTS = 6
# A server dies within so many seconds of its first acknowledgement, one in five of its start.
LIFE_SECONDS = 1.5
# A server takes a while to start on a busy machine, and no retry waits for ever.
SETTLED_WITHIN = 180.0
AWAY = (aiohttp.ClientError, ConnectionError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Filing:
    """What a client sent under `key`, and the answer it was given at last."""

    key: str
    sent: dict[str, Any]
    answer: dict[str, Any]


@dataclass
class Outcome:
    """`interrupted`: filings cut off by a death; `had_been_filed`: those of them that the dead server had committed."""

    acknowledged: int = 0
    found: int = 0
    receipts: int = 0
    gaps: int = 0
    interrupted: int = 0
    had_been_filed: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"acknowledged {self.acknowledged}, found {self.found}, receipts {self.receipts}, gaps {self.gaps}"

    @property
    def nothing_lost(self) -> bool:
        return 0 < self.acknowledged == self.found == self.receipts and self.gaps == 0 and not self.faults


class Mortal:
    """A server that is killed and started again at the same address, with a worker that lives on."""

    def __init__(self, env: Mapping[str, str], folder: Path) -> None:
        # One signer: it is quicker to start, and fewer die with the server.
        self.env = {"RATE_LIMIT_ENABLED": "false", "WORKER_PROCESSES": "1", **env, "PORT": str(free_port())}
        self.log = folder / "server.log"
        self._worker = start_process("app.worker", env=self.env, log=folder / "worker.log")
        self._server = self._start()

    @property
    def url(self) -> str:
        return self._server.url

    def _start(self) -> Server:
        process = start_process("app.serve", env=self.env, log=self.log)
        return Server(f"http://127.0.0.1:{self.env['PORT']}", process, self.log)

    async def lives(self) -> None:
        await asyncio.to_thread(wait_until_answers, self._server, "/health/live", 90)

    async def dies(self) -> None:
        await asyncio.to_thread(self._server.kill)
        self._server = self._start()

    def end(self) -> None:
        self._server.stop()
        self._worker.terminate()
        self._worker.wait(30)


class Load:
    """Clients that present one filing after another until told to stop. `filings` holds what was acknowledged."""

    def __init__(self, session: aiohttp.ClientSession, outcome: Outcome) -> None:
        self.session, self.outcome = session, outcome
        self.filings: list[Filing] = []
        self.acknowledgement = asyncio.Event()
        self.stopping = False

    async def client(self) -> None:
        while not self.stopping:
            sent = body(await self._uploaded())
            key = str(uuid4())
            self.filings.append(Filing(key, sent, await self._answered(sent, key)))
            self.acknowledgement.set()

    async def acknowledged_again(self) -> None:
        async with asyncio.timeout(SETTLED_WITHIN):
            await self.acknowledgement.wait()

    async def _uploaded(self) -> str:
        content = pdf()
        while True:
            form = aiohttp.FormData()
            form.add_field("file", content, filename="escrito.pdf", content_type="application/pdf")
            with contextlib.suppress(*AWAY):
                async with self.session.post(f"{API}/attachments", data=form) as answer:
                    if answer.status == 201:
                        return str((await answer.json())["upload_id"])
                    await self._may_be_repeated(answer)
            await asyncio.sleep(0.1)

    async def _answered(self, sent: dict[str, Any], key: str) -> dict[str, Any]:
        cut_off = False
        while True:
            try:
                async with self.session.post(f"{API}/documents", json=sent, headers={"Idempotency-Key": key}) as answer:
                    if answer.status == 201:
                        given: dict[str, Any] = await answer.json()
                        self.outcome.interrupted += cut_off
                        self.outcome.had_been_filed += cut_off and "Idempotency-Replayed" in answer.headers
                        return given
                    await self._may_be_repeated(answer)
            except aiohttp.ClientConnectorError:
                # Nobody listened: nothing was sent.
                pass
            except AWAY:
                cut_off = True
            await asyncio.sleep(0.1)

    async def _may_be_repeated(self, answer: aiohttp.ClientResponse) -> None:
        problem = await answer.text()
        if answer.status not in (409, 503) or (answer.status == 409 and "in_flight" not in problem):
            raise AssertionError(f"{answer.url.path} answered {answer.status}: {problem}")


async def run(trials: int, env: Mapping[str, str], folder: Path) -> Outcome:
    """So many deaths of a server with this environment, on an empty migrated database. Then everything is looked at."""
    outcome = Outcome()
    mortal = Mortal(env, folder)
    try:
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(mortal.url, timeout=timeout) as session:
            load = Load(session, outcome)
            await _under_fire(trials, mortal, load)
            outcome.acknowledged = len(load.filings)
            for filing in load.filings:
                await _look(session, filing, outcome)
        await _count(env["DATABASE_URL"], load.filings, outcome)
    finally:
        await asyncio.to_thread(mortal.end)
    await asyncio.to_thread(_audit, env, outcome)
    return outcome


async def _under_fire(trials: int, mortal: Mortal, load: Load) -> None:
    await mortal.lives()
    async with asyncio.TaskGroup() as clients:
        for _ in range(CLIENTS):
            clients.create_task(load.client())
        for trial in range(1, trials + 1):
            load.acknowledgement.clear()
            await mortal.lives()
            if random.random() < 0.8:
                await load.acknowledged_again()
            await asyncio.sleep(random.uniform(0, LIFE_SECONDS))
            before = len(load.filings)
            await mortal.dies()
            print(f"death {trial}: {before} acknowledged before", file=sys.stderr, flush=True)
        await mortal.lives()
        load.acknowledgement.clear()
        await load.acknowledged_again()
        load.stopping = True


async def _look(session: aiohttp.ClientSession, filing: Filing, outcome: Outcome) -> None:
    """Whether a filing is there as it was acknowledged, with the receipt it was told of, and only once."""
    told = filing.answer
    headers = {"Idempotency-Key": filing.key}
    async with session.post(f"{API}/documents", json=filing.sent, headers=headers) as answer:
        if answer.status != 201 or await answer.json() != told:
            outcome.faults.append(f"{told['number']}: sent again, it is answered {answer.status} or otherwise")
    pair = {"number": told["number"], "access_key": told["access_key"]}
    async with session.post(f"{API}/tracking", json=pair) as answer:
        if answer.status != 200:
            return
        tracked = await answer.json()
    outcome.found += tracked["document"]["id"] == told["id"]
    bearer = {"Authorization": f"Bearer {tracked['tracking_token']}"}
    async with session.get(f"{API}/documents/{told['id']}/receipt?kind=presentation", headers=bearer) as answer:
        content = await answer.read()
        outcome.receipts += answer.status == 200 and _is_receipt(content, told["receipt"]["sha256"])


def _is_receipt(content: bytes, sha256: str) -> bool:
    if hashlib.sha256(content).hexdigest() != sha256:
        return False
    with pikepdf.open(io.BytesIO(content)) as opened:
        return len(opened.pages) >= 1


async def _count(database_url: str, filings: list[Filing], outcome: Outcome) -> None:
    """Numbers missing or doubled, and rows that belong to nobody's filing."""
    connection = await asyncpg.connect(database_url)
    try:
        rows = await connection.fetch("SELECT number FROM documents ORDER BY number")
        unsealed = await connection.fetchval("SELECT count(*) FROM receipts WHERE sealed_at IS NULL")
        mails = await connection.fetchval("SELECT count(*) FROM mails WHERE kind = 'presented'")
    finally:
        await connection.close()
    kept = [row["number"] for row in rows]
    serials = [int(number.rsplit("-", 1)[1]) for number in kept]
    outcome.gaps = len(set(range(1, len(serials) + 1)) ^ set(serials)) + len(serials) - len(set(serials))
    if sorted(filing.answer["number"] for filing in filings) != kept:
        outcome.faults.append(f"{len(kept)} filings are kept, {len(filings)} were acknowledged")
    if unsealed or mails != len(kept):
        outcome.faults.append(f"{unsealed} receipts unsealed, {mails} mails for {len(kept)} filings")


def _audit(env: Mapping[str, str], outcome: Outcome) -> None:
    """Whether the trail of acts is still one unbroken chain."""
    command = [sys.executable, "-m", "app.cli", "audit", "verify", "--json"]
    verdict = subprocess.run(command, cwd=BACKEND, env={**os.environ, **env}, check=False, capture_output=True)
    if verdict.returncode:
        outcome.faults.append(f"audit verify: {verdict.stdout.decode().strip()}")


@contextlib.contextmanager
def ground() -> Iterator[tuple[dict[str, str], Path]]:
    """An environment with embedded services and an empty migrated database, gone at the end of the block."""
    kept = tempfile.TemporaryDirectory(prefix="mesa-crash-", ignore_cleanup_errors=True)
    with kept as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)
        running = stack.enter_context(services(folder, max_connections=100))
        assert running.postgresql
        assert running.valkey
        env = {
            "DATABASE_URL": running.postgresql.url,
            "REDIS_URL": running.valkey.url,
            "MESA_DATA_DIR": str(folder / "data"),
        }
        command = [sys.executable, "-m", "alembic", "upgrade", "head"]
        subprocess.run(command, cwd=BACKEND, env={**os.environ, **env}, check=True, capture_output=True)
        yield env, folder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=50)
    trials = parser.parse_args().trials
    with ground() as (env, folder):
        outcome = asyncio.run(run(trials, env, folder))
    print(
        f"{outcome.interrupted} filings were cut off by a death; {outcome.had_been_filed} of them had been filed",
        *outcome.faults,
        sep="\n",
        file=sys.stderr,
    )
    print(outcome)
    return 0 if outcome.nothing_lost else 1


if __name__ == "__main__":
    sys.exit(main())
