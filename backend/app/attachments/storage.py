"""Originals on disk, named by their SHA-256. Written once, never changed, removed only by the sweep.

A file is whole before it has its name: written to `incoming/`, hashed while it streams, fsynced, renamed, and its
folder fsynced.
"""

import asyncio
import contextlib
import hashlib
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.attachments.errors import FileTooLarge

# Bytes gathered before a thread writes and hashes them.
PIECE = 128 * 1024


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole file in `incoming/`, on disk but without its name yet."""

    path: Path
    size: int
    sha256: str


class Writer:
    """One file on its way in. Not more than `limit` bytes: the next one raises FileTooLarge."""

    def __init__(self, path: Path, limit: int) -> None:
        self.path = path
        self._limit = limit
        self._size = 0
        self._hash = hashlib.sha256()
        self._waiting = bytearray()
        self._file: BinaryIO = path.open("xb")

    async def write(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise FileTooLarge
        self._waiting += piece
        if len(self._waiting) >= PIECE:
            await asyncio.to_thread(self._put)

    def _put(self) -> None:
        self._hash.update(self._waiting)
        self._file.write(self._waiting)
        self._waiting = bytearray()

    async def finish(self) -> Arrived:
        def finish() -> None:
            self._put()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

        await asyncio.to_thread(finish)
        return Arrived(self.path, self._size, self._hash.hexdigest())

    def discard(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


class Storage:
    """A folder of originals. Every call that touches the disk runs in a thread."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.incoming.mkdir(parents=True, exist_ok=True, mode=0o700)

    @contextlib.contextmanager
    def writer(self, limit: int) -> Iterator[Writer]:
        """A new file in `incoming/`; gone again if the block fails."""
        writer = Writer(self.incoming / secrets.token_hex(16), limit)
        try:
            yield writer
        except BaseException:
            writer.discard()
            raise

    def partial(self, name: str) -> Path:
        """Where a resumable upload grows."""
        return self.incoming / f"{name}.partial"

    def path(self, sha256: str) -> Path:
        """Where the file of this hash lies, whether or not it is there."""
        if len(sha256) != 64 or not sha256.isalnum():
            raise ValueError("not a SHA-256")
        return self.root / sha256[:2] / sha256[2:]

    async def keep(self, arrived: Arrived) -> None:
        """Gives a whole file its name. Two that keep the same bytes at once both succeed."""
        await asyncio.to_thread(self._keep, arrived.path, self.path(arrived.sha256))

    async def put(self, content: bytes) -> str:
        """Stores bytes made here (a receipt); answers their SHA-256."""
        with self.writer(len(content)) as writer:
            await writer.write(content)
            arrived = await writer.finish()
        await self.keep(arrived)
        return arrived.sha256

    @staticmethod
    def _keep(source: Path, target: Path) -> None:
        target.parent.mkdir(exist_ok=True, mode=0o700)
        source.replace(target)
        _sync(target.parent)
        _sync(target.parent.parent)

    async def read(self, sha256: str) -> bytes:
        """The whole file. Raises FileNotFoundError."""
        return await asyncio.to_thread(self.path(sha256).read_bytes)

    async def stream(self, sha256: str, start: int, length: int) -> AsyncIterator[bytes]:
        """`length` bytes from `start`, in pieces."""
        file = await asyncio.to_thread(self.path(sha256).open, "rb")
        try:
            await asyncio.to_thread(file.seek, start)
            while length > 0 and (piece := await asyncio.to_thread(file.read, min(PIECE, length))):
                length -= len(piece)
                yield piece
        finally:
            file.close()

    async def remove(self, sha256: str) -> None:
        """For the sweep alone, which holds the lock on this hash and knows that no row names it."""
        await asyncio.to_thread(self.path(sha256).unlink, missing_ok=True)

    def writable(self) -> bool:
        """Whether a file can be written and fsynced now."""
        probe = self.incoming / f".probe-{secrets.token_hex(4)}"
        try:
            with probe.open("xb") as file:
                file.write(b"x")
                os.fsync(file.fileno())
        except OSError:
            return False
        finally:
            probe.unlink(missing_ok=True)
        return True


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
