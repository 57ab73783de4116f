"""Making the words of files findable. The worker runs this; what it has not done yet is `text_done = false`."""

import logging
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.models import Attachment
from app.attachments.storage import Storage
from app.attachments.text import extract_text
from app.database import Database
from app.documents.models import Document, SearchWord
from app.documents.search import form_text, vector
from app.processes import ProcessPool, WorkerDied, WorkerTimeout

logger = logging.getLogger(__name__)

EXTRACT_SECONDS = 30.0
# A tsvector holds 1 MB at most. A text of odd words may still not fit: then less of it is indexed.
BYTES_TRIED = (400_000, 100_000, 20_000, 0)
DOCUMENTS_A_TURN = 50
# Letters of a word that may stand in for a mistyped one.
WORD_LENGTHS = (3, 40)


async def index_text(database: Database, storage: Storage, pool: ProcessPool, *, most: int = DOCUMENTS_A_TURN) -> int:
    """Reads the files nobody has read yet and indexes their filings. How many filings; less than `most` means all."""
    waiting = Attachment.text_done.is_(False)
    async with database.reading() as session:
        document_ids = list(await session.scalars(select(Attachment.document_id).where(waiting).distinct().limit(most)))
    for document_id in document_ids:
        await _index(database, storage, pool, document_id)
    return len(document_ids)


async def _index(database: Database, storage: Storage, pool: ProcessPool, document_id: UUID) -> None:
    async with database.reading() as session:
        wanted = select(Attachment).where(Attachment.document_id == document_id, Attachment.text_done.is_(False))
        files = list(await session.scalars(wanted))
    # No transaction is open while files are read: a slow one must hold no lock.
    texts = {file.id: await _text_of(storage, pool, file) for file in files}
    async with database.transaction() as session:
        for file_id, text in texts.items():
            await session.execute(
                update(Attachment).where(Attachment.id == file_id).values(text=text or None, text_done=True)
            )
        await reindex(session, document_id)


async def _text_of(storage: Storage, pool: ProcessPool, file: Attachment) -> str:
    try:
        async with storage.local(file.sha256) as path:
            text = await pool.run(extract_text, path, file.media_type, seconds=EXTRACT_SECONDS)
    except ConnectionError:  # The storage is away: not read yet, and tried again.
        raise
    except (WorkerDied, WorkerTimeout, OSError, ValueError) as error:
        logger.warning("file not read for search", extra={"attachment": str(file.id), "error": type(error).__name__})
        return ""
    return text.replace("\0", " ").encode(errors="ignore").decode()


async def reindex(session: AsyncSession, document_id: UUID) -> None:
    """Writes the filing's words anew, from the form and every file read so far, and adds those nobody had used."""
    document = await session.get_one(Document, document_id)
    texts: Sequence[str | None] = (
        await session.scalars(
            select(Attachment.text).where(Attachment.document_id == document_id).order_by(Attachment.position)
        )
    ).all()
    of_files = "\n".join(text for text in texts if text).encode()
    for most in BYTES_TRIED:
        words = form_text(document) + "\n" + of_files[:most].decode(errors="ignore")
        try:
            async with session.begin_nested():
                await session.execute(
                    update(Document).where(Document.id == document_id).values(search=vector(words)),
                    execution_options={"synchronize_session": False},
                )
            break
        except DBAPIError:
            logger.warning("words do not fit the index", extra={"document": str(document_id), "bytes": most})
    kept = select(Document.search).where(Document.id == document_id).scalar_subquery()
    lexeme = func.unnest(func.tsvector_to_array(kept)).column_valued("lexeme")
    # In order, so that two transactions that add the same words wait for each other instead of dying.
    fresh = select(lexeme).where(func.length(lexeme).between(*WORD_LENGTHS)).order_by(lexeme)
    await session.execute(upsert(SearchWord).from_select(["word"], fresh).on_conflict_do_nothing())
