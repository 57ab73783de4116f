"""Warm processes for what is heavy or hostile: opening strangers' files, compiling and signing receipts.

Each lane is one spawned process with limits of its own (a forked one hung after typst had run). A job that takes too
long, or kills its process, costs that process; the lane starts a new one and the other lanes go on.
"""

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

T = TypeVar("T")

PR_SET_PDEATHSIG = 1
# Address space of one process: what a decompression bomb may take before it is stopped.
MEMORY_LIMIT = 3 * 2**30
OPEN_FILES = 256


class WorkerDied(Exception):
    """The process ended before its job did: out of memory, or a crash in a library."""


class WorkerTimeout(Exception):
    """The job took longer than it was given; its process was ended."""


def _limit(parent: int) -> None:
    # The server may be killed: its processes must not stay behind, nor when it died while this one was starting.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


class _Lane:
    def __init__(self) -> None:
        self._executor: ProcessPoolExecutor | None = None
        self._pid: int | None = None

    async def run(self, job: Callable[..., T], *args: Any, seconds: float, **kwargs: Any) -> T:
        executor = self._executor or await self._start()
        future = executor.submit(job, *args, **kwargs)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
        except TimeoutError:
            self.kill()
            raise WorkerTimeout(getattr(job, "__name__", "job")) from None
        except BrokenProcessPool:
            self.kill()
            raise WorkerDied(getattr(job, "__name__", "job")) from None
        except asyncio.CancelledError:
            # The caller left; the process may still be busy with a file that nobody waits for.
            if not future.done():
                self.kill()
            raise

    async def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        self._executor = ProcessPoolExecutor(1, mp_context=context, initializer=_limit, initargs=(os.getpid(),))
        try:
            self._pid = await asyncio.wrap_future(self._executor.submit(os.getpid))
        except BrokenProcessPool:
            self._executor = None
            raise WorkerDied("start") from None
        return self._executor

    def kill(self) -> None:
        if self._pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._pid = None


class ProcessPool:
    """`size` lanes; a job waits for a free one. Usable from one event loop."""

    def __init__(self, size: int) -> None:
        self._lanes = [_Lane() for _ in range(size)]
        self._free: asyncio.LifoQueue[_Lane] = asyncio.LifoQueue()
        for lane in self._lanes:
            self._free.put_nowait(lane)

    async def run(self, job: Callable[..., T], *args: Any, seconds: float, **kwargs: Any) -> T:
        """Runs `job` (a module's function with picklable arguments). Its own exceptions come back as they are.

        Raises WorkerTimeout after `seconds` of work, WorkerDied when the process ended under it.
        """
        lane = await self._free.get()
        try:
            return await lane.run(job, *args, seconds=seconds, **kwargs)
        finally:
            self._free.put_nowait(lane)

    async def warm(self, job: Callable[[], Any], *, seconds: float) -> None:
        """Runs `job` once in every lane, so that the first caller does not wait for imports."""
        lanes = [await self._free.get() for _ in self._lanes]
        try:
            await asyncio.gather(*(lane.run(job, seconds=seconds) for lane in lanes))
        finally:
            for lane in lanes:
                self._free.put_nowait(lane)

    def close(self) -> None:
        for lane in self._lanes:
            lane.kill()
