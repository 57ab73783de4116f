"""Is every file the database names in the storage, whole and unchanged, and is there anything else in it?"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from app import clock
from app.attachments.storage import PREFIXES, Storage, Stored
from app.database import Database
from app.keeping import queries

# A file no row names may belong to a request that is under way. Seconds.
GRACE = 3600
# Findings told one by one; beyond it they are only counted.
TOLD = 1000
AT_ONCE = min(8, 2 * (os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Finding:
    """One file that is not as it must be. `document` is the filing it belongs to, when it has one."""

    problem: str
    sha256: str
    document: str = ""
    detail: str = ""


@dataclass
class Report:
    """`missing` and `changed` are losses; `stray` files only take room."""

    files: int = 0
    bytes: int = 0
    missing: int = 0
    changed: int = 0
    stray: int = 0
    arriving: int = 0
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not (self.missing or self.changed or self.stray)

    @property
    def lossless(self) -> bool:
        return not (self.missing or self.changed)

    def as_dict(self) -> dict[str, Any]:
        return {"ok": self.ok, **asdict(self)}

    def note(self, finding: Finding) -> None:
        setattr(self, finding.problem, getattr(self, finding.problem) + 1)
        if len(self.findings) < TOLD:
            self.findings.append(finding)


async def check(
    database: Database,
    storage: Storage,
    *,
    content: bool = True,
    so_far: Callable[[float], Awaitable[None]] | None = None,
) -> Report:
    """Goes through the storage a 256th at a time, so that memory stays flat, and tells `so_far` each time which part of
    it is done. Without `content` only sizes are held against the rows. Raises ConnectionError when the storage is away.
    """
    began, report = time.monotonic(), Report()
    for number, prefix in enumerate(PREFIXES, start=1):
        await _check_part(database, storage, prefix, report, content)
        if so_far:
            await so_far(number / len(PREFIXES))
    report.seconds = round(time.monotonic() - began, 2)
    return report


async def _check_part(database: Database, storage: Storage, prefix: str, report: Report, content: bool) -> None:
    # Listed before asking the rows: what arrives in between is only taken for a stray, and young strays are excused.
    there = {file.sha256: file for file in await storage.under(prefix)}
    async with database.reading() as session:
        named = await queries.named_files(session, prefix, clock.now())
    room = asyncio.Semaphore(AT_ONCE)

    async def look(sha256: str, size: int, required: bool) -> None:
        async with room:
            found = there.pop(sha256, None) or await storage.find(sha256)
            problem, detail = await _judge(storage, sha256, found, size, required, content)
            if problem:
                async with database.reading() as session:
                    report.note(Finding(problem, sha256, await queries.whose(session, sha256), detail))
            elif found:
                report.files += 1
                report.bytes += found.size

    async with asyncio.TaskGroup() as tasks:
        for sha256, size, required in named:
            tasks.create_task(look(sha256, size, required))
    _note_strays(there, report)


async def _judge(
    storage: Storage, sha256: str, found: Stored | None, size: int, required: bool, content: bool
) -> tuple[str, str]:
    if found is None:
        return ("missing", "") if required else ("", "")
    if found.size != size:
        return "changed", f"{found.size} bytes, no {size}"
    try:
        if content and (real := await storage.digest(sha256)) != sha256:
            return "changed", f"SHA-256 {real}"
    except FileNotFoundError:
        return ("missing", "") if required else ("", "")
    except OSError as error:
        if isinstance(error, ConnectionError):
            raise
        return "changed", f"no se puede leer ({error.strerror})"
    return "", ""


def _note_strays(left: dict[str, Stored], report: Report) -> None:
    now = time.time()
    for file in left.values():
        age = now - file.modified
        if age < GRACE:
            report.arriving += 1
        else:
            report.note(Finding("stray", file.sha256, detail=f"{file.size} bytes, {age / 3600:.1f} h"))
