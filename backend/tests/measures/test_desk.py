"""What /metrics says of the desk is what the database holds, and cheap to ask."""

import time

import httpx
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event

from app.database import Database
from app.embedded.children import free_port
from tests.factories import body, send, upload


async def figures(client: httpx.AsyncClient, app: FastAPI) -> dict[str, float]:
    """Every sample of ours, read afresh; a label's value goes behind the name."""
    if hasattr(app.state, "figures"):
        app.state.figures.seconds = 0
    text = (await client.get("/metrics")).text
    app.state.figures.seconds = 0
    return {
        "/".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("mesa_")
    }


async def test_a_filing_is_seen_in_the_figures(client: httpx.AsyncClient, app: FastAPI) -> None:
    before = await figures(client, app)

    await send(client, body((await upload(client))["upload_id"]))

    after = await figures(client, app)
    for name in ("mesa_presented_total", "mesa_unclaimed", "mesa_open/presented", "mesa_outbox_pending"):
        assert after[name] == before[name] + 1, name
    assert after["mesa_upload_verdicts_total/accepted"] >= 1
    assert after["mesa_outbox_oldest_seconds"] > 0
    assert after["mesa_database_up"] == 1
    assert abs(after["mesa_clock_drift_seconds"]) < 1
    assert 0 < after["mesa_storage_free_bytes"] < after["mesa_storage_size_bytes"]


async def test_a_refused_file_counts_under_its_refusal(client: httpx.AsyncClient, app: FastAPI) -> None:
    before = (await figures(client, app)).get("mesa_upload_verdicts_total/file_corrupt", 0)

    await client.post("/api/v1/attachments", files={"file": ("roto.pdf", b"%PDF-1.7 nada")})

    found = await figures(client, app)
    assert sum(n for name, n in found.items() if name.startswith("mesa_upload_verdicts_total/file_")) >= before + 1


async def test_asked_again_at_once_the_database_is_left_alone(client: httpx.AsyncClient, app: FastAPI) -> None:
    await figures(client, app)
    app.state.figures.seconds = 60
    statements: list[str] = []
    listener = lambda *given: statements.append(given[2])  # noqa: E731
    event.listen(app.state.database.engine.sync_engine, "before_cursor_execute", listener)
    try:
        await client.get("/metrics")
    finally:
        event.remove(app.state.database.engine.sync_engine, "before_cursor_execute", listener)

    assert statements == []


async def test_a_database_that_is_away_takes_nothing_else_with_it(client: httpx.AsyncClient, app: FastAPI) -> None:
    away = Database(app.state.settings.model_copy(update={"database_url": f"postgresql://x@127.0.0.1:{free_port()}/x"}))
    here, app.state.database = app.state.database, away
    try:
        found = await figures(client, app)
    finally:
        app.state.database = here
        await away.close()

    assert found["mesa_database_up"] == 0
    assert "mesa_presented_total" not in found
    assert "mesa_storage_free_bytes" in found


async def test_the_end_of_the_signing_certificate_is_told(client: httpx.AsyncClient, app: FastAPI) -> None:
    found = await figures(client, app)

    assert found["mesa_certificate_end_timestamp_seconds/signing"] > time.time()
