"""The parts of a backup that the system itself reads and writes, as tar streams: its files, and its keys.

A file is checked against its name on the way out and on the way in, so a damaged one is noticed while the good copy
may still be in an earlier backup.
"""

import hashlib
import io
import os
import tarfile
from pathlib import Path
from typing import BinaryIO

from app.attachments.storage import PREFIXES, Storage
from app.keeping.files import Finding
from app.settings import Settings

FOLDER = "files"
KEYS = "keys"
LARGEST = 512 * 2**20


class Damaged(Exception):
    """An archive that is not what we write."""


async def export_files(storage: Storage, out: BinaryIO) -> tuple[int, list[Finding]]:
    """Every file of the storage into a tar stream; answers how many, and those that are not what their name says.

    What is damaged is copied all the same: half a file is more than none.
    """
    count, damaged = 0, []
    with tarfile.open(fileobj=out, mode="w|") as tar:
        for prefix in PREFIXES:
            for file in sorted(await storage.under(prefix), key=lambda each: each.sha256):
                try:
                    content = await storage.read(file.sha256)
                except FileNotFoundError:
                    continue  # The sweep came first: no row names it.
                if hashlib.sha256(content).hexdigest() != file.sha256:
                    damaged.append(Finding("changed", file.sha256))
                entry = tarfile.TarInfo(f"{FOLDER}/{prefix}/{file.sha256[2:]}")
                entry.size, entry.mtime, entry.mode = len(content), int(file.modified), 0o600
                tar.addfile(entry, io.BytesIO(content))
                count += 1
    return count, damaged


async def import_files(storage: Storage, source: BinaryIO) -> tuple[int, list[str]]:
    """Keeps every file of a tar stream under its hash; answers how many, and those that were not what their name said.

    One that is already there stays as it is. Raises Damaged for an archive that is not ours.
    """
    count, damaged = 0, []
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            for entry in tar:
                sha256 = _named(entry)
                content = tar.extractfile(entry)
                if content is None:
                    raise Damaged(entry.name)
                with storage.writer(entry.size) as writer:
                    while piece := content.read(2**20):
                        await writer.write(piece)
                    arrived = await writer.finish()
                    if arrived.sha256 != sha256:
                        damaged.append(sha256)
                        writer.discard()
                    else:
                        await storage.keep(arrived)
                        count += 1
    except (tarfile.TarError, EOFError) as error:
        raise Damaged(str(error)) from error
    return count, damaged


def _named(entry: tarfile.TarInfo) -> str:
    parts = entry.name.split("/")
    sha256 = "".join(parts[1:])
    if not entry.isreg() or len(parts) != 3 or parts[0] != FOLDER or len(sha256) != 64 or entry.size > LARGEST:
        raise Damaged(entry.name)
    return sha256


def export_keys(settings: Settings, out: BinaryIO) -> int:
    """The keys that sign, and the secrets kept in the data folder, into a tar stream; answers how many files."""
    count = 0
    with tarfile.open(fileobj=out, mode="w|") as tar:
        for path in _private_files(settings.mesa_data_dir):
            tar.add(path, str(path.relative_to(settings.mesa_data_dir)))
            count += 1
    return count


def _private_files(data: Path) -> list[Path]:
    kept = [path for path in sorted((data / KEYS).rglob("*")) if path.is_file()]
    return [*kept, *(path for path in (data / "secrets.env",) if path.is_file())]


def import_keys(data: Path, source: BinaryIO, suffix: str) -> int:
    """Puts keys and secrets into the data folder. Those in place that differ stay beside them, with `suffix`."""
    count, data = 0, data.resolve()
    with tarfile.open(fileobj=source, mode="r|") as tar:
        for entry in tar:
            if entry.isdir():
                continue
            content = tar.extractfile(entry)
            target = (data / entry.name).resolve()
            if content is None or not entry.isreg() or not target.is_relative_to(data):
                raise Damaged(entry.name)
            _replace(target, content.read(), suffix)
            count += 1
    return count


def _replace(target: Path, content: bytes, suffix: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists() and target.read_bytes() != content:
        target.replace(target.with_name(target.name + suffix))
    partial = target.with_name(f".{target.name}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(target)
