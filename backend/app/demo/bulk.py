"""Grows the database to a size worth measuring. Written by the database itself, a million rows in minutes."""

from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from app import clock
from app.attachments.service import Intake
from app.audit import service as audit
from app.catalogue.models import Procedure
from app.demo.papers import Paper, as_pdf
from app.documents.models import Counter, Document
from app.documents.numbering import Series
from app.institution.models import Area
from app.users.models import User

BATCH = 20_000
SQL = Path(__file__).with_name("bulk.sql")


async def grow(intake: Intake, wanted: int) -> str:
    """Files as many plausible documents as are missing to `wanted`. Numbers go on where the series stands."""
    async with intake.database.reading() as session:
        there = await session.scalar(select(func.count()).select_from(Document)) or 0
        named: dict[str, Any] = {
            "area": await session.scalar(select(Area.id).where(Area.code == "LOG")),
            "clerk": await session.scalar(select(User.id).where(User.role == "clerk").limit(1)),
            "procedure": await session.scalar(select(Procedure.id).where(Procedure.term_days == 15).limit(1)),
        }
    pdf = as_pdf(Paper("Solicitud", "Documento de medida", "", "Los Algarrobos"))
    named |= {"sha256": await intake.storage.put(pdf), "size": len(pdf)}
    missing = max(0, wanted - there)
    for done in range(0, missing, BATCH):
        await _grow(intake, min(BATCH, missing - done), named)
    async with intake.database.transaction() as session:
        await _learn_words(session)
        await audit.record(session, "demo_growth", detail={"documents": missing})
    async with intake.database.reading() as session:
        await session.execute(text("ANALYZE documents, attachments, movements, legs"))
    return f"{missing} documentos más; ahora hay {there + missing}."


async def _grow(intake: Intake, many: int, named: dict[str, Any]) -> None:
    year = clock.today().year
    async with intake.database.transaction() as session:
        first = await _reserve(session, Series.PRESENTATION, year, many)
        # How many of them are registered is the statement's to decide: it raises this series itself.
        registry = await _reserve(session, Series.REGISTRY, year, 0) - 1
        span = {"first": first, "last": first + many - 1, "total": first + many, "registry": registry}
        await session.execute(text(SQL.read_text()), named | span | {"year": str(year), "until": clock.now()})


async def _reserve(session: Any, series: Series, year: int, many: int) -> int:
    """The first of `many` numbers of a series, all given in this transaction."""
    row = insert(Counter).values(series=series, year=year, value=many)
    raised = row.on_conflict_do_update(
        index_elements=[Counter.series, Counter.year], set_={"value": Counter.value + many}
    ).returning(Counter.value)
    value: int = (await session.execute(raised)).scalar_one()
    return value - many + 1


async def _learn_words(session: Any) -> None:
    """Adds the grown filings' words to those that mistyped ones are compared with."""
    await session.execute(
        text(
            "INSERT INTO search_words (word) "
            "SELECT word FROM ts_stat('SELECT search FROM documents TABLESAMPLE SYSTEM (20)') "
            "WHERE length(word) BETWEEN 4 AND 30 AND word !~ '[0-9]' ORDER BY word ON CONFLICT DO NOTHING"
        )
    )
