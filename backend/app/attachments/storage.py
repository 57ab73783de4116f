"""Originals, named by their SHA-256. Written once, never changed, removed only by the sweep.

A file is whole before it has its name: written to `incoming/`, hashed while it streams, fsynced, renamed, and its
folder fsynced.
"""

import asyncio
import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import anyio

from app.attachments.errors import FileTooLarge
from app.settings import Settings

# Bytes gathered before a thread writes and hashes them.
PIECE = 128 * 1024
# The storage is gone through one of these at a time, so that memory stays flat however much it holds.
PREFIXES = tuple(f"{number:02x}" for number in range(256))


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole file in `incoming/`, on disk but without its name yet."""

    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is in the storage. `modified` is in seconds since 1970."""

    sha256: str
    size: int
    modified: float


class Opened(Protocol):
    """A stored file being read."""

    async def seek(self, offset: int) -> object: ...

    async def read(self, size: int) -> bytes: ...


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

    async def find(self, sha256: str) -> Stored | None:
        """What is kept under this hash, if anything is."""
        try:
            found = await asyncio.to_thread(self.path(sha256).stat)
        except FileNotFoundError:
            return None
        return Stored(sha256, found.st_size, found.st_mtime) if stat.S_ISREG(found.st_mode) else None

    @contextlib.asynccontextmanager
    async def local(self, sha256: str) -> AsyncIterator[Path]:
        """The file on this machine's disk, to read and not to change. Raises FileNotFoundError."""
        yield self.path(sha256)

    @contextlib.asynccontextmanager
    async def opened(self, sha256: str) -> AsyncIterator[Opened]:
        """The file, to be read in parts. Raises FileNotFoundError."""
        async with await anyio.open_file(self.path(sha256), "rb") as file:
            yield file

    async def digest(self, sha256: str) -> str:
        """The SHA-256 of what is really kept under this name. Raises FileNotFoundError."""
        return await asyncio.to_thread(sha256_of, self.path(sha256))

    async def under(self, prefix: str) -> list[Stored]:
        """Every file whose hash begins with these two hex digits."""
        return await asyncio.to_thread(self._under, prefix)

    def _under(self, prefix: str) -> list[Stored]:
        found = []
        with contextlib.suppress(FileNotFoundError), os.scandir(self.root / prefix) as entries:
            for entry in entries:
                if len(entry.name) == 62 and entry.is_file(follow_symlinks=False):
                    about = entry.stat(follow_symlinks=False)
                    found.append(Stored(prefix + entry.name, about.st_size, about.st_mtime))
        return found

    async def remove(self, sha256: str) -> None:
        """For the sweep alone, which holds the lock on this hash and knows that no row names it."""
        await asyncio.to_thread(self.path(sha256).unlink, missing_ok=True)

    async def check(self) -> None:
        """Raises OSError when a file cannot be written and fsynced now."""
        await asyncio.to_thread(self._probe)

    def _probe(self) -> None:
        probe = self.incoming / f".probe-{secrets.token_hex(4)}"
        try:
            with probe.open("xb") as file:
                file.write(b"x")
                os.fsync(file.fileno())
        finally:
            probe.unlink(missing_ok=True)


def open_storage(settings: Settings) -> Storage:
    """The storage of this installation: a folder, or a bucket with a folder for what is on its way in.

    Raises ValueError for a STORAGE_URL that is neither file:// nor s3://.
    """
    url = settings.storage_url
    if not url or url.startswith("file://"):
        return Storage(settings.files_dir)
    # Its library is loaded only where there is a bucket.
    from app.attachments.object_storage import ObjectStorage

    return ObjectStorage(url, settings.files_dir)


def sha256_of(path: Path) -> str:
    """The hex SHA-256 of a file. Blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
