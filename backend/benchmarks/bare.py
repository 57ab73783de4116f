"""The same work with nothing around it: Starlette, asyncpg, pikepdf and pyHanko, no framework, rules or history.

`POST /file` opens, stores and records a PDF; `POST /present` numbers a filing, signs its receipt and stores it;
the GETs answer one hand-written SELECT. Run by the benchmarks: `python -m benchmarks.bare PORT`.
"""

import asyncio
import datetime
import hashlib
import io
import multiprocessing
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import orjson
import pikepdf
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(tempfile.mkdtemp(prefix="bare-", dir=os.environ.get("MESA_DATA_DIR")))
TABLES = """
CREATE TABLE IF NOT EXISTS bare_counter (id int PRIMARY KEY, value int NOT NULL);
CREATE TABLE IF NOT EXISTS bare_file (id uuid PRIMARY KEY, sha256 text NOT NULL, pages int NOT NULL);
CREATE TABLE IF NOT EXISTS bare_filing (id uuid PRIMARY KEY, number text UNIQUE, body jsonb, receipt text);
INSERT INTO bare_counter VALUES (1, 0) ON CONFLICT DO NOTHING;
"""
LIST = """
SELECT d.id, d.number, d.status, d.subject, d.applicant_name, d.presented_at, d.due_on, d.folios, p.name AS procedure
FROM documents d LEFT JOIN procedures p ON p.id = d.procedure_id ORDER BY d.presented_at DESC, d.id DESC LIMIT 25
"""
COUNT = "SELECT count(*) FROM (SELECT 1 FROM documents LIMIT 10001) s"
DETAIL = "SELECT * FROM documents WHERE id = $1"
FILES = "SELECT * FROM attachments WHERE document_id = $1 ORDER BY position"
HISTORY = "SELECT * FROM receipts WHERE document_id = $1"
NUMBER = "SELECT id, number, status, subject, applicant_name, presented_at FROM documents WHERE number = $1"


@lru_cache(maxsize=1)
def _signer() -> signers.SimpleSigner:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bare")])
    day = datetime.datetime(2026, 1, 1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), day)
        .not_valid_after(day.replace(year=2046))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.PrivateFormat.PKCS8
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    der = key.private_bytes(serialization.Encoding.DER, pem, serialization.NoEncryption())
    return signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=SimpleCertificateStore(),
    )


@lru_cache(maxsize=1)
def _page() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def sign() -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(_page()))
    signed = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="s"), _signer())
    return bytes(signed.getvalue())


def count_pages(path: str) -> int:
    with pikepdf.open(path) as document:
        return len(document.pages)


def store(content: bytes) -> str:
    path = FOLDER / uuid4().hex
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    name = FOLDER / hashlib.sha256(content).hexdigest()
    path.replace(name)
    folder = os.open(FOLDER, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return str(name)


def answer(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value, default=str), status, media_type="application/json")


def rows(found: list[asyncpg.Record]) -> list[dict[str, Any]]:
    return [{key: _plain(value) for key, value in row.items()} for row in found]


def _plain(value: Any) -> Any:
    return str(value) if type(value).__name__ == "UUID" else value


async def file(request: Request) -> Response:
    state, content = request.app.state, await request.body()
    path = await asyncio.to_thread(store, content)
    pages = await asyncio.wrap_future(state.pool.submit(count_pages, path))
    file_id = uuid4()
    await state.db.execute("INSERT INTO bare_file VALUES ($1, $2, $3)", file_id, Path(path).name, pages)
    return answer({"id": str(file_id), "pages": pages}, 201)


async def present(request: Request) -> Response:
    state, body = request.app.state, await request.body()
    orjson.loads(body)
    filing = uuid4()
    async with state.db.acquire() as connection, connection.transaction():
        raised = "UPDATE bare_counter SET value = value + 1 WHERE id = 1 RETURNING value"
        number = f"B-{await connection.fetchval(raised):06d}"
        await connection.execute("INSERT INTO bare_filing VALUES ($1, $2, $3)", filing, number, body.decode())
    pdf = await asyncio.wrap_future(state.pool.submit(sign))
    path = await asyncio.to_thread(store, pdf)
    sha256 = Path(path).name
    await state.db.execute("UPDATE bare_filing SET receipt = $2 WHERE id = $1", filing, sha256)
    return answer({"id": str(filing), "number": number, "sha256": sha256}, 201)


async def listed(request: Request) -> Response:
    async with request.app.state.db.acquire() as connection:
        return answer({"items": rows(await connection.fetch(LIST)), "total": await connection.fetchval(COUNT)})


async def detail(request: Request) -> Response:
    async with request.app.state.db.acquire() as connection:
        found = [rows(await connection.fetch(each, request.path_params["id"])) for each in (DETAIL, FILES, HISTORY)]
    return answer(found)


async def by_number(request: Request) -> Response:
    async with request.app.state.db.acquire() as connection:
        return answer(rows(await connection.fetch(NUMBER, request.query_params["q"])))


async def alive(request: Request) -> Response:
    return answer({})


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.db = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=8, max_size=8)
    await app.state.db.execute(TABLES)
    app.state.pool = ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))
    for _ in range(4):
        await asyncio.wrap_future(app.state.pool.submit(sign))
    yield
    app.state.pool.shutdown()
    await app.state.db.close()


ROUTES = [
    Route("/", alive),
    Route("/file", file, methods=["POST"]),
    Route("/present", present, methods=["POST"]),
    Route("/list", listed),
    Route("/search", by_number),
    Route("/documents/{id}", detail),
]

if __name__ == "__main__":
    application = Starlette(routes=ROUTES, lifespan=lifespan)
    uvicorn.run(application, port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False)
