"""A filing written whole, by one statement (decisions/0014).

Every sender of a year waits for its counter: between that lock and the commit there are three round trips, this
statement and the two of the trail, where one for each table made a queue.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.models import Attachment
from app.audit import service as audit
from app.database import Base
from app.documents import history, search
from app.documents.models import Document, DocumentOwner, IdempotencyKey, Movement
from app.documents.presenting.service import Filed
from app.notifications import live
from app.notifications.models import Mail, Notification
from app.receipts.models import Receipt

TABLES: tuple[type[Base], ...] = (
    *(Document, DocumentOwner, Attachment, Receipt, Movement, Notification, Mail, IdempotencyKey),
)
SEARCH = Document.search.name


def _insert(model: type[Base]) -> str:
    """The rows under the table's name, as PostgreSQL reads them from JSON by its own types."""
    table = model.__tablename__
    columns = {column.name: f"row.{column.name}" for column in model.__table__.columns}
    if model is Document:
        columns[SEARCH] = "to_tsvector('mesa', sent.it->>'words')"
    into = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
    return f"new_{table} AS ({into} FROM sent, jsonb_populate_recordset(NULL::{table}, sent.it->'{table}') AS row)"


# Only names of our own models are put into the text; every value is in the one parameter.
WRITE = f"""
WITH sent AS (SELECT $1::jsonb AS it),
{", ".join(_insert(model) for model in TABLES)}
SELECT pg_notify('{live.CHANNEL}', event) FROM sent, jsonb_array_elements_text(sent.it->'events') AS event
"""  # noqa: S608


async def write(session: AsyncSession, filed: Filed, answer: IdempotencyKey | None) -> None:
    """Writes the filing, what is told of it, and the answer to keep. Nothing of it has been in the session before."""
    document, owner = filed.document, filed.owner
    owners = [owner.id] if owner else []
    rows: list[Base] = [document, *filed.attachments, filed.receipt, filed.movement, *filed.notices]
    rows += [answer] if answer else []
    rows += [DocumentOwner(document_id=document.id, user_id=user_id) for user_id in owners]
    sent: dict[str, Any] = {model.__tablename__: [] for model in TABLES}
    for each in rows:
        sent[each.__tablename__].append(_values(each))
    sent |= {"words": search.prepared(search.form_text(document)), "events": _events(document.id, owners)}
    connection = await session.connection()
    await connection.exec_driver_sql(WRITE, (orjson.dumps(sent, default=_as_text).decode(),))
    # Last: what the filing refers to is held by now, and whoever changes it waits for the trail's head as well.
    await audit.record(
        session,
        filed.movement.act,
        actor_id=owner.id if owner else None,
        document_id=document.id,
        detail=history.said_of(document, None),
        at=filed.movement.at,
    )


def _events(document_id: UUID, owners: Sequence[UUID]) -> list[str]:
    changed = live.new_document_event(document_id, owners)
    return [changed, live.notification_event(owners)] if owners else [changed]


def _values(row: Base) -> dict[str, Any]:
    """Every column of a row that no session has filled in, defaults included."""
    values = row.__dict__
    return {
        column.name: values[column.name] if column.name in values else _default(column)
        for column in row.__table__.columns
    }


def _default(column: Any) -> Any:
    if column.default is None:
        return None
    return column.default.arg(None) if column.default.is_callable else column.default.arg


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    # The driver's ids are a kind of their own.
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)
