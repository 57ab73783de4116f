"""A document's access key: opening it, replacing it, and giving the document to an account."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.database import new_id
from app.documents import access_keys
from app.documents.models import Document, DocumentOwner
from app.documents.tracking import queries
from app.documents.tracking.errors import NoSuchPair
from app.notifications.service import notify
from app.users.principals import Principal

MINUTES = 60


async def opened_by(session: AsyncSession, number: str, access_key: str) -> Document:
    """The document of a number and its key. Raises NoSuchPair, alike and after the same work for every wrong pair."""
    document = await queries.by_number(session, number)
    if not access_keys.opens(access_key, document.access_key_hash if document else None) or document is None:
        raise NoSuchPair
    return document


async def replace_key(session: AsyncSession, number: str, email: str) -> None:
    """Mails a new key to the address the filing was presented with, and ends the old one. Silent on a wrong pair."""
    document = await queries.by_number(session, number, lock=True)
    if document is None or (document.applicant_email or "").casefold() != email.casefold():
        return
    key = access_keys.new_key()
    document.access_key_hash = access_keys.hash_of(key)
    await notify(session, "access_key_replaced", document, movement_id=new_id(), secret=key, owners=())
    await audit.record(session, "access_key_replaced", document_id=document.id)


async def take_over(session: AsyncSession, number: str, access_key: str, *, by: Principal) -> Document:
    """Makes the account an owner of the filing. Again changes nothing. Raises NoSuchPair."""
    document = await opened_by(session, number, access_key)
    owner = insert(DocumentOwner).values(document_id=document.id, user_id=by.id).on_conflict_do_nothing()
    added = await session.execute(owner.returning(DocumentOwner.user_id))
    if added.first():
        await audit.record(session, "taken_over", actor_id=by.id, document_id=document.id)
    return document
