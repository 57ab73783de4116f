"""`scripts/try-bucket`: the system with its originals in a bucket: presented, copied and put back into another."""

import asyncio
import json
import logging
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import httpx
from moto.server import ThreadedMotoServer

from app.embedded.children import free_port
from smoke.clone import Clone, commit_of
from smoke.desk import Desk
from smoke.report import Report

PRESENTED = 24
BUCKETS = ("originales", "restaurados")


@contextmanager
def s3() -> Iterator[Any]:
    """A server that speaks S3, with two empty buckets. Gives its client; the address is `client.meta.endpoint_url`."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    known = {"aws_access_key_id": "prueba", "aws_secret_access_key": "prueba-secreta", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=address, **known)  # type: ignore[call-overload]
    try:
        for name in BUCKETS:
            client.create_bucket(Bucket=name)
        yield client
    finally:
        server.stop()


class Machine:
    """A clone on data of its own, whose originals are in `bucket`."""

    def __init__(self, folder: Path, bucket: str, client: Any, password: str) -> None:
        self.bucket, self.client = bucket, client
        data = folder / f"data-{bucket}"
        data.mkdir(mode=0o711)
        page = folder / f"page-{bucket}"
        page.mkdir()
        (page / "index.html").write_text("<!doctype html><title>Mesa de Partes</title>")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        settings = {
            "PORT": str(port),
            "SPA_DIR": str(page),
            "DEMO_PASSWORD": password,
            # Everything is opened and verified at once, from one address.
            "RATE_LIMIT_ENABLED": "false",
            "STORAGE_URL": f"s3://{bucket}/mesa",
            "AWS_ENDPOINT_URL": client.meta.endpoint_url,
            "AWS_ACCESS_KEY_ID": "prueba",
            "AWS_SECRET_ACCESS_KEY": "prueba-secreta",
            "AWS_REGION": "us-east-1",
        }
        self.clone = Clone(commit_of("HEAD"), folder / f"clone-{bucket}", data, settings)

    async def told(self, *command: str) -> dict[str, Any]:
        """What `mesa … --json` says. Raises AssertionError when not all is well."""
        told: dict[str, Any] = json.loads(await asyncio.to_thread(self.clone.script, "mesa", *command, "--json"))
        assert told["ok"], told
        return told

    def objects(self) -> int:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return sum(len(page.get("Contents", ())) for page in pages)

    def here(self) -> int:
        """Originals on the machine's own disk, where there should be none."""
        return sum(path.is_file() for path in (self.clone.data / "files").glob("??/*"))


async def presented(machine: Machine, desk: Desk, copies: Path) -> None:
    async with machine.clone.running(), httpx.AsyncClient(base_url=machine.url, timeout=60) as client:
        await desk.sign_in(client)
        await desk.work(await desk.present(PRESENTED))
        line = await desk.proves()
        files = (await machine.told("storage", "check"))["files"]
        print(
            f"        {line}; {files} files, {machine.objects()} objects in the bucket, {machine.here()} on disk",
            flush=True,
        )
        assert files <= machine.objects()
        assert machine.here() == 0
        began = time.monotonic()
        await asyncio.to_thread(machine.clone.script, "backup", "--local", str(copies))
    size = sum(path.stat().st_size for path in copies.glob("files_*"))
    print(f"        copied in {time.monotonic() - began:.1f} s; files_ {size / 1e6:.1f} MB", flush=True)


async def restored(machine: Machine, desk: Desk, copies: Path) -> None:
    began = time.monotonic()
    await asyncio.to_thread(machine.clone.script, "restore", "--local", str(copies))
    print(f"        restored in {time.monotonic() - began:.1f} s; {machine.objects()} objects", flush=True)
    async with machine.clone.running(), httpx.AsyncClient(base_url=machine.url, timeout=60) as client:
        await desk.sign_in(client)
        line = await desk.proves()
        files = (await machine.told("storage", "check"))["files"]
        rows = (await machine.told("audit", "verify"))["rows"]
        await desk.present(1)
    print(f"        {line}; {files} files, {rows} audit rows; and the next number follows", flush=True)
    assert machine.here() == 0


async def run(folder: Path, report: Report) -> None:
    desk, copies = Desk(secrets.token_urlsafe(12)), folder / "copies"
    with s3() as client:
        with report.step("presented with the originals in a bucket, checked, and copied"):
            await presented(Machine(folder, BUCKETS[0], client, desk.password), desk, copies)
        if report.failed:
            return
        with report.step("put back on a new machine, into another bucket"):
            await restored(Machine(folder, BUCKETS[1], client, desk.password), desk, copies)


def main() -> int:
    # The S3 server would tell of each request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    report = Report()
    with tempfile.TemporaryDirectory(prefix="mesa-bucket-", ignore_cleanup_errors=True) as name:
        # PostgreSQL, another user when we are root, has to reach its folder.
        Path(name).chmod(0o711)
        asyncio.run(run(Path(name), report))
    print(f"\n{report}")
    return int(report.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
