"""Originals in a bucket that speaks S3, so that several machines share them (STORAGE_URL=s3://bucket/prefix).

Files still arrive on the machine's own disk and get their name only when the bucket has all of them. Credentials,
region and endpoint come from the variables every S3 tool knows: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION,
AWS_ENDPOINT_URL.
"""

import asyncio
import contextlib
import hashlib
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from app.attachments.storage import PIECE, Arrived, Opened, Storage, Stored

# Asked of the bucket at a time, whatever little the reader asks for.
READ_AHEAD = 1024 * 1024
# A request waits for its bucket no longer than this, tries included.
PATIENCE = timedelta(seconds=15)


@contextlib.contextmanager
def _told_apart() -> Iterator[None]:
    """A file that is not there is FileNotFoundError; a bucket that does not answer is ConnectionError (a 503)."""
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise FileNotFoundError("not in the bucket") from None
    except BaseError as error:
        raise ConnectionError(f"storage: {type(error).__name__}") from error


class _Remote:
    """A file in the bucket, read from any place on."""

    def __init__(self, store: S3Store, key: str, size: int) -> None:
        self._store, self._key, self._size = store, key, size
        self._at = 0
        self._ahead, self._ahead_from = b"", 0

    async def seek(self, offset: int) -> int:
        self._at = offset
        return offset

    async def read(self, size: int) -> bytes:
        """Raises ConnectionError, FileNotFoundError."""
        skipped = self._at - self._ahead_from
        piece = self._ahead[skipped : skipped + size] if 0 <= skipped < len(self._ahead) else b""
        wanted = min(size, self._size - self._at)
        if len(piece) < wanted:
            length = min(max(READ_AHEAD, wanted), self._size - self._at)
            with _told_apart():
                self._ahead = bytes(
                    await obstore.get_range_async(self._store, self._key, start=self._at, length=length)
                )
            self._ahead_from = self._at
            piece = self._ahead[:size]
        self._at += len(piece)
        return piece


class ObjectStorage(Storage):
    """A bucket of originals; `spool` holds what is on its way in, on this machine."""

    def __init__(self, url: str, spool: Path) -> None:
        """Raises ValueError for an address that is not s3://bucket[/prefix]."""
        if not url.startswith("s3://"):
            raise ValueError("STORAGE_URL must begin with file:// or s3://")
        super().__init__(spool)
        plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
        self._store = S3Store.from_url(
            url,
            client_options={"allow_http": plain, "connect_timeout": "3s", "timeout": "15s"},
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
        )

    @staticmethod
    def _key(sha256: str) -> str:
        return f"{sha256[:2]}/{sha256[2:]}"

    async def keep(self, arrived: Arrived) -> None:
        """Raises ConnectionError when the bucket does not have the whole file now."""
        self.path(arrived.sha256)  # refuses what is not a hash
        found = await self.find(arrived.sha256)
        if found is None or found.size != arrived.size:
            with _told_apart():
                await obstore.put_async(self._store, self._key(arrived.sha256), arrived.path)
        await asyncio.to_thread(arrived.path.unlink, missing_ok=True)

    async def read(self, sha256: str) -> bytes:
        with _told_apart():
            answer = await obstore.get_async(self._store, self._key(sha256))
            return bytes(await answer.bytes_async())

    async def find(self, sha256: str) -> Stored | None:
        try:
            with _told_apart():
                about = await obstore.head_async(self._store, self._key(sha256))
        except FileNotFoundError:
            return None
        return Stored(sha256, about["size"], about["last_modified"].timestamp())

    @contextlib.asynccontextmanager
    async def local(self, sha256: str) -> AsyncIterator[Path]:
        """A copy that is gone at the end of the block."""
        copy = self.incoming / f"copy-{secrets.token_hex(16)}"
        try:
            with copy.open("xb") as file:
                async for piece in self._pieces(sha256):
                    await asyncio.to_thread(file.write, piece)
            yield copy
        finally:
            copy.unlink(missing_ok=True)

    @contextlib.asynccontextmanager
    async def opened(self, sha256: str) -> AsyncIterator[Opened]:
        found = await self.find(sha256)
        if found is None:
            raise FileNotFoundError(sha256)
        yield _Remote(self._store, self._key(sha256), found.size)

    async def digest(self, sha256: str) -> str:
        digest = hashlib.sha256()
        async for piece in self._pieces(sha256):
            await asyncio.to_thread(digest.update, piece)
        return digest.hexdigest()

    async def _pieces(self, sha256: str) -> AsyncIterator[bytes]:
        with _told_apart():
            answer = await obstore.get_async(self._store, self._key(sha256))
            async for piece in answer.stream(min_chunk_size=PIECE):
                yield bytes(piece)

    async def under(self, prefix: str) -> list[Stored]:
        found = []
        with _told_apart():
            async for page in obstore.list(self._store, prefix=prefix, chunk_size=1000):
                for each in page:
                    folder, _, name = each["path"].rpartition("/")
                    if folder == prefix and len(name) == 62:
                        found.append(Stored(prefix + name, each["size"], each["last_modified"].timestamp()))
        return found

    async def remove(self, sha256: str) -> None:
        with _told_apart(), contextlib.suppress(NotFoundError):
            await obstore.delete_async(self._store, self._key(sha256))

    async def check(self) -> None:
        """Raises OSError when either the disk or the bucket takes no file."""
        await super().check()
        key = f"probes/{secrets.token_hex(4)}"
        with _told_apart():
            await obstore.put_async(self._store, key, b"x")
            await obstore.delete_async(self._store, key)
