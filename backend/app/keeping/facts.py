"""What a backup says of itself: taken in the same snapshot that pg_dump copies, held against what was restored."""

import asyncio
import sys
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.attachments.storage import Storage
from app.audit.verification import verify as verify_chain
from app.crypto import keyed_hash, matches
from app.database import Database
from app.keeping import files, queries
from app.receipts.keys import qr_keys
from app.receipts.qr import QrInvalid, decode
from app.settings import Settings

# A key's own hash: tells whether the SECRET_KEY in place is the one the backup was made under.
KEY_CHECK = "copia de respaldo"
# PDFs whose signature is opened too; every one is held against its recorded hash anyway.
SIGNATURES_OPENED = 20
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Facts:
    """The database at one instant. `numbers` are the last ones given; `audit_seq` and `audit_hash` the chain's head."""

    at: str
    schema: str
    numbers: list[str]
    counts: dict[str, int]
    audit_seq: int
    audit_hash: str
    secret_key: str


async def read(session: AsyncSession) -> Facts:
    seq, head = await queries.audit_head(session)
    return Facts(
        at=clock.now().isoformat(timespec="seconds"),
        schema=await queries.schema_revision(session),
        numbers=await queries.last_numbers(session),
        counts=await queries.counts(session),
        audit_seq=seq,
        audit_hash=head,
        secret_key=keyed_hash(KEY_CHECK, ""),
    )


async def hold(database: Database) -> None:
    """Prints the facts and the snapshot they were read in, as one line of JSON, and keeps it until input ends."""
    async with database.snapshot() as session:
        await session.execute(text("SET idle_in_transaction_session_timeout = 0"))
        snapshot = await session.scalar(text("SELECT pg_export_snapshot()"))
        facts = await read(session)
        sys.stdout.buffer.write(orjson.dumps({"snapshot": snapshot, "facts": asdict(facts)}) + b"\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.buffer.read)


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was verified, in words an operator reads."""

    what: str
    ok: bool
    said: str


async def verify(database: Database, settings: Settings, storage: Storage, known: Facts | None) -> list[Result]:
    """Everything that must be true of a restored system; `known` is what its backup said of itself."""
    async with database.snapshot() as session:
        found = await read(session)
        chain = await verify_chain(session)
        receipts = await _receipts(session, settings, storage)
        last = await queries.audit_hash(session, known.audit_seq) if known else None
    report = await files.check(database, storage)
    lost = f"faltan {report.missing}, cambiados {report.changed}, sobran {report.stray + report.arriving}"
    results = [
        Result("Archivos", report.lossless, f"{report.files} con su SHA-256 ({report.bytes / 2**20:.1f} MiB); {lost}"),
        receipts,
        Result("Cadena de auditoría", chain.ok, chain.reason or f"{chain.rows} filas, {chain.seals} sellos"),
    ]
    if known:
        schema = found.schema if found.schema == known.schema else f"{known.schema}, llevado a {found.schema}"
        results += [
            _same("Números", known.numbers, found.numbers),
            _same("Filas", known.counts, found.counts),
            Result("Esquema", True, schema),
            Result("Cabeza de la copia", known.audit_seq == 0 or last == known.audit_hash, known.audit_hash[:16]),
            Result("SECRET_KEY", matches(KEY_CHECK, "", known.secret_key), "abre las claves de acceso entregadas"),
        ]
    return results


def _same(what: str, known: Any, found: Any) -> Result:
    told = ", ".join(f"{key} {value}" for key, value in found.items()) if isinstance(found, dict) else found
    told = ", ".join(told) or "ninguno" if isinstance(told, list) else str(told)
    return Result(what, known == found, told if known == found else f"{told}; la copia decía {known}")


async def _receipts(session: AsyncSession, settings: Settings, storage: Storage) -> Result:
    """Every QR text against the public keys, and the newest PDFs' signatures."""
    # Imported here: only this opens PDFs, and a copy calls many commands that do not.
    from app.receipts.verification import look

    keys, after, good, bad = qr_keys(settings).public, "", 0, []
    while batch := await queries.qr_texts(session, after, BATCH):
        for code, text_ in batch:
            try:
                decode(text_, keys)
                good += 1
            except QrInvalid:
                bad.append(code)
            after = code
    for sha256 in await queries.newest_pdfs(session, SIGNATURES_OPENED):
        try:
            async with storage.local(sha256) as path:
                # In a thread: pyHanko runs a loop of its own.
                signature, _ = await asyncio.to_thread(look, path)
        except FileNotFoundError:
            continue  # The check of the files names it.
        if signature is None or not signature.intact:
            bad.append(sha256[:16])
    waiting = await queries.unsealed(session)
    told = f"{good} con QR firmado por claves de esta instalación; {waiting} por firmar"
    return Result("Constancias", not bad, f"{told}; NO verifican: {', '.join(bad[:10])}" if bad else told)
