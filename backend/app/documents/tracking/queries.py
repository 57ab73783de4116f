"""Finding a document by what is printed on its receipts."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.documents.models import Document


async def by_number(session: AsyncSession, number: str, *, lock: bool = False) -> Document | None:
    """The document with either number, in upper case."""
    wanted = select(Document).where(or_(Document.number == number, Document.registry_number == number))
    return await session.scalar(wanted.with_for_update() if lock else wanted)
