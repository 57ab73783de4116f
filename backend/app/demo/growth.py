"""Many filings for measuring, and a deadline that ends now for showing."""

from datetime import timedelta

from sqlalchemy import select

from app import clock
from app.database import Database
from app.documents.acts.lapse import lapse_due
from app.documents.lifecycle import Status
from app.documents.models import Document


async def lapse_now(database: Database, number: str) -> str:
    """Ends the time to correct an observed filing, as if it had passed, and lapses it as the schedule does."""
    async with database.transaction() as session:
        document = await session.scalar(select(Document).where(Document.number == number).with_for_update())
        if document is None or document.status != Status.OBSERVED:
            return f"{number} no está observado."
        document.correct_by = clock.now() - timedelta(seconds=2)
    await lapse_due(database)
    return f"{number} venció."
