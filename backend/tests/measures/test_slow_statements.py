"""A slow statement is told once, with the request it belongs to and without what people typed."""

import logging

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.database import Database
from app.measures import slow_statements
from app.observability import request_id
from app.settings import Settings


@pytest.fixture
async def quick(settings: Settings, app: FastAPI) -> Database:
    """A database for which 50 ms are slow."""
    return Database(settings.model_copy(update={"slow_statement_seconds": 0.05}))


async def test_it_names_request_and_statement_and_no_value(quick: Database, caplog: pytest.LogCaptureFixture) -> None:
    token = request_id.set("peticion-lenta-1")
    seen: list[str | None] = []

    class Filter(logging.Filter):
        def filter(self, record: logging.LogRecord) -> bool:
            seen.append(request_id.get())
            return True

    watching = Filter()
    slow_statements.logger.addFilter(watching)
    try:
        with caplog.at_level(logging.WARNING, slow_statements.logger.name):
            async with quick.reading() as session:
                await session.execute(text("SELECT pg_sleep(0.1), CAST(:who AS text)"), {"who": "Quispe"})
                await session.execute(text("SELECT 1"))
    finally:
        slow_statements.logger.removeFilter(watching)
        request_id.reset(token)
        await quick.close()

    (line,) = [record for record in caplog.records if record.message == "slow statement"]
    assert seen == ["peticion-lenta-1"]
    assert line.milliseconds >= 100  # type: ignore[attr-defined]
    assert "pg_sleep" in line.statement  # type: ignore[attr-defined]
    assert "Quispe" not in str(line.__dict__)


async def test_slow_queries_can_always_be_asked(app: FastAPI) -> None:
    async with app.state.database.reading() as session:
        rows = (await session.execute(text("SELECT * FROM slow_queries"))).keys()

    assert list(rows) == ["calls", "mean_ms", "max_ms", "total_s", "rows", "query"]
