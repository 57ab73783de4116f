"""A full disk of files: people are told, nothing is half kept, and it goes on when there is room again."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import API, present, upload
from tests.faults.conftest import caller
from tests.platform.processes import Server, start_server


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    mounted = tmp_path / "disk"
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "mesa-test", str(mounted)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a disk of two megabytes can only be mounted as root")
    yield mounted
    subprocess.run(["umount", "--lazy", str(mounted)], check=True)


@pytest.fixture
def cramped(settings: object, small_disk: Path) -> Iterator[Server]:
    with start_server(UPLOAD_DIR=str(small_disk)) as server:
        yield server


async def test_a_full_disk_is_said_and_leaves_nothing_behind(cramped: Server, small_disk: Path) -> None:
    async with caller(cramped.url) as client:
        before = await present(client)
        ballast = small_disk / "ballast"
        with pytest.raises(OSError, match="No space left"):
            ballast.write_bytes(bytes(4 * 2**20))

        whole = await client.post(f"{API}/attachments", files={"file": ("grande.pdf", bytes(2**20))})
        assert (whole.status_code, whole.json()["code"]) == (503, "storage_full")
        begun = await client.post(
            f"{API}/uploads",
            headers={"Tus-Resumable": "1.0.0", "Upload-Length": "1000000", "Upload-Metadata": "filename YS5wZGY="},
        )
        if begun.status_code == 201:
            headers = {
                "Tus-Resumable": "1.0.0",
                "Upload-Offset": "0",
                "Content-Type": "application/offset+octet-stream",
            }
            sent = await client.patch(begun.headers["Location"], content=bytes(1_000_000), headers=headers)
            assert (sent.status_code, sent.json()["code"]) == (503, "storage_full")
        else:
            assert (begun.status_code, begun.json()["code"]) == (503, "storage_full")
        assert [path.name for path in (small_disk / "incoming").iterdir() if path.suffix != ".partial"] == []

        ballast.unlink()
        await upload(client)
        after = await present(client)
    assert int(after["number"][-6:]) == int(before["number"][-6:]) + 1
