"""The list, search by number and one filing, beside the same SELECTs by hand on the bare server in the same run.

`python -m benchmarks.reading [FILINGS] [CALLS]` from `backend/`. The goals: p95 of list and filing at most 4 times
bare, search by number 2.5 times.
"""

import asyncio
import statistics
import sys
from collections.abc import Awaitable, Callable

import aiohttp
import asyncpg

from app.settings import get_settings
from benchmarks.ground import Ground, Measured, clerk, ground, http, measure
from benchmarks.presenting import presenting

ROUNDS = 5
CLIENTS = 4
Call = Callable[[], Awaitable[object]]

# Plausible enough for the planner: many names, many days, every tenth with a due date.
GROW = """
INSERT INTO documents (id, number, status, subject, body, document_type, folios, person_type, identity_type,
    identity_number, applicant_name, electronic_notice, privacy_consent_version, presented_at, presentation_date, rule,
    due_on, search)
SELECT gen_random_uuid(), 'P-2020-' || lpad(n::text, 6, '0'), 'presented', 'Solicitud de licencia ' || n, 'Pido ' || n,
    'solicitud', 1 + n % 40, 'natural', 'dni', lpad((n * 7919 % 100000000)::text, 8, '0'), 'Persona ' || md5(n::text),
    true, '1', timestamptz '2020-01-01' + n * interval '1 minute', date '2020-01-01' + n / 1440, 'full_day',
    CASE WHEN n % 10 = 0 THEN date '2020-02-01' + n / 1440 END,
    to_tsvector('mesa', 'Solicitud de licencia Persona ' || md5(n::text))
FROM generate_series(1, $1::int) n
"""
FILES = """
INSERT INTO attachments (id, document_id, kind, position, title, filename, size, sha256, media_type, pages, created_at,
    text_done)
SELECT gen_random_uuid(), id, 'main', 0, 'Documento principal', 'escrito.pdf', 1000, repeat('a', 64),
    'application/pdf', 1, presented_at, true FROM documents WHERE number LIKE 'P-2020-%'
"""


async def grow(url: str, filings: int) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(GROW, filings, timeout=900)
    await connection.execute(FILES, timeout=900)
    await connection.execute("VACUUM ANALYZE documents, attachments", timeout=900)
    await connection.close()


def getting(session: aiohttp.ClientSession, path: str) -> Call:
    async def call() -> None:
        async with session.get(path) as answer:
            assert answer.status == 200, await answer.text()
            await answer.read()

    return call


async def compare(name: str, real: Call, bare: Call, calls: int) -> None:
    found: dict[str, list[Measured]] = {"mesa": [], "bare": []}
    for _ in range(ROUNDS):
        for kind, call in (("mesa", real), ("bare", bare)):
            found[kind].append(await measure(call, clients=CLIENTS, calls=calls))
    p95 = {kind: statistics.median(each.p95 for each in of) for kind, of in found.items()}
    rate = {kind: statistics.median(each.rate for each in of) for kind, of in found.items()}
    print(
        f"{name:18}  {rate['mesa']:7.0f}  {rate['bare']:7.0f}  {p95['mesa']:11.1f}  {p95['bare']:11.1f}"
        f"  {p95['mesa'] / p95['bare']:5.2f}",
        flush=True,
    )


async def run(on: Ground, filings: int, calls: int) -> None:
    async with http(on.server) as session:
        await presenting(session)()
    await grow(on.database_url, filings)
    connection = await asyncpg.connect(on.database_url)
    filed = await connection.fetchval("SELECT id FROM documents WHERE number LIKE 'P-2020-%' LIMIT 1")
    await connection.close()
    number = f"P-2020-{filings // 2:06d}"
    headers = await clerk(get_settings())
    async with http(on.server, headers) as real, http(on.bare) as bare:
        print(f"{filings} filings           mesa/s   bare/s  mesa p95 ms  bare p95 ms  ratio")
        lists = ("/api/v1/documents", "/list")
        found = (f"/api/v1/documents?q={number}", f"/search?q={number}")
        one = (f"/api/v1/documents/{filed}", f"/documents/{filed}")
        for name, (ours, plain) in {"list": lists, "search by number": found, "one filing": one}.items():
            await compare(name, getting(real, ours), getting(bare, plain), calls)
        # What bare has no counterpart for.
        for name, query in {"search by words": "licencia persona", "unknown word": "zzqqxx", "counters": None}.items():
            path = f"/api/v1/documents?q={query}" if query else "/api/v1/documents/counters"
            measured = await measure(getting(real, path), clients=CLIENTS, calls=max(20, calls // 4))
            print(f"{name:18}  {measured.rate:7.0f}           {measured.p95:11.1f}")


if __name__ == "__main__":
    arguments = [int(each) for each in sys.argv[1:]]
    with ground() as on:
        asyncio.run(run(on, arguments[0] if arguments else 10_000, arguments[1] if len(arguments) > 1 else 200))
