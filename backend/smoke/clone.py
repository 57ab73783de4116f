"""One version of the system in a clone of its own, started on a data folder as a person starts it."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from smoke.system import ROOT, run

READY, READY_SECONDS = "está lista", 600.0
LOCK = "backend/requirements-dev.txt"


def commit_of(ref: str) -> str:
    """Raises RuntimeError when this repository does not know it."""
    return run(["git", "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}"]).strip()


class Clone:
    """The committed files of `commit` in `folder`. Another version on the same `data` is another clone."""

    def __init__(self, commit: str, folder: Path, data: Path, settings: dict[str, str]) -> None:
        self.folder, self.data = folder, data
        run(["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(folder)])
        run(["git", "-C", str(folder), "checkout", "--quiet", "--detach", commit])
        # The very packages that it would install; otherwise it makes an environment of its own.
        if (folder / LOCK).read_bytes() == (ROOT / LOCK).read_bytes() and (ROOT / ".venv" / "python.stamp").exists():
            (folder / ".venv").symlink_to(ROOT / ".venv")
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self._env = {**kept, **settings, "MESA_DATA_DIR": str(data)}

    def script(self, name: str, *arguments: str) -> str:
        """What `scripts/name` printed. Raises RuntimeError with all it said when it fails."""
        return run([str(self.folder / "scripts" / name), *arguments], env=self._env)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Started for the length of the block. Raises RuntimeError with what it printed when it does not start."""
        process = await asyncio.create_subprocess_exec(
            str(self.folder / "scripts" / "start"),
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert process.stdout
        try:
            async with asyncio.timeout(READY_SECONDS):
                await self._ready(process.stdout)
            rest = asyncio.create_task(process.stdout.read())
            yield
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()
        await rest

    async def _ready(self, said: asyncio.StreamReader) -> None:
        lines = []
        async for line in said:
            lines.append(line.decode(errors="replace"))
            if READY in lines[-1]:
                return
        raise RuntimeError("".join(["It did not start:\n", *lines]))
