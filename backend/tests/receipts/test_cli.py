"""`mesa receipt verify`: honest exit codes, with and without the installation at hand."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from app.receipts.models import Receipt
from app.receipts.service import public_key_info
from tests.documents.desk import tracking
from tests.factories import API, present

BACKEND = Path(__file__).parents[2]
NOWHERE = "postgresql://nadie@localhost:1/nada"


async def mesa(*arguments: str, **environment: str) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-m", "app.cli", "receipt", "verify", *arguments, "--json"]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=BACKEND, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )

    done = await asyncio.to_thread(run)
    return done.returncode, json.loads(done.stdout)


async def qr_text(app: FastAPI, presented: dict[str, object]) -> str:
    async with app.state.database.reading() as session:
        wanted = select(Receipt.qr_text).where(Receipt.document_id == presented["id"])
        return str(await session.scalar(wanted))


async def test_a_qr_verifies_anywhere_with_the_public_key_alone(
    client: httpx.AsyncClient, app: FastAPI, tmp_path: Path
) -> None:
    presented = await present(client)
    qr = await qr_text(app, presented)
    (key,) = public_key_info()["keys"].values()
    (tmp_path / "clave.txt").write_text(key + "\n")
    elsewhere = {"DATABASE_URL": NOWHERE, "MESA_DATA_DIR": str(tmp_path / "nada")}
    offline = ("--offline", "--key", str(tmp_path / "clave.txt"))

    code, said = await mesa(qr, *offline, **elsewhere)
    changed_code, changed = await mesa(qr[:-9] + ("A" if qr[-9] != "A" else "B") + qr[-8:], *offline, **elsewhere)

    assert (code, said["valid"], said["number"]) == (0, True, presented["number"])
    assert (changed_code, changed["valid"]) == (1, False)
    assert not (tmp_path / "nada").exists()


async def test_a_pdf_verifies_against_this_installation(client: httpx.AsyncClient, tmp_path: Path) -> None:
    presented = await present(client)
    pdf = (await (await tracking(client, presented)).get(presented["id"], "/receipt")).content
    (tmp_path / "constancia.pdf").write_bytes(pdf)
    (tmp_path / "alterada.pdf").write_bytes(pdf[:-1] + b"x")

    whole = await mesa(str(tmp_path / "constancia.pdf"))
    altered = await mesa(str(tmp_path / "alterada.pdf"))
    missing = await mesa(str(tmp_path / "nada.pdf"))

    assert (whole[0], whole[1]["number"]) == (0, presented["number"])
    assert (altered[0], altered[1]["valid"]) == (1, False)
    assert missing[0] == 1


async def test_everybody_is_told_the_key(client: httpx.AsyncClient) -> None:
    assert public_key_info()["key_id"] in (await client.get(f"{API}/institution")).text
