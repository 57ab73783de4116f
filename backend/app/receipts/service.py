"""Receipts: issued in the act's transaction, sealed after it (decisions/0004)."""

import base64
import logging
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.attachments.storage import Storage
from app.catalogue.models import Procedure
from app.database import Database, new_id
from app.documents.models import Document
from app.institution import service as institution
from app.institution.service import InForce
from app.processes import ProcessPool, WorkerDied, WorkerTimeout
from app.receipts import queries
from app.receipts.errors import NoReceipt
from app.receipts.facts import ReceiptKind, Sources, freeze
from app.receipts.keys import PdfKey, pdf_key, qr_keys, raw_public
from app.receipts.models import Receipt
from app.receipts.qr import QrFacts, encode
from app.receipts.sealing import ReceiptNotCompiled, seal_bytes
from app.settings import get_settings
from app.users.principals import Principal

logger = logging.getLogger(__name__)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
SEAL_SECONDS = 20.0
# A request seals its own receipt; after this the worker thinks that it died.
LEFT_TO_THE_REQUEST = timedelta(seconds=10)
PENDING_A_TURN = 50


def new_code() -> str:
    """A verification code: 80 random bits in Crockford's base32."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(CODE_LENGTH))


def verification_url(code: str) -> str:
    """The page that verifies a receipt. Absolute."""
    return f"{get_settings().public_url}/verificar/{code}"


def verification_address() -> str:
    """The same page without a code, as it is printed."""
    return get_settings().public_url.split("://", 1)[-1] + "/verificar"


def public_key_info() -> dict[str, Any]:
    """The keys that verify a QR without asking us: Ed25519, raw, in base64url."""
    keys = qr_keys(get_settings())
    return {
        "algorithm": "Ed25519",
        "key_id": keys.key_id,
        "keys": {key_id: base64.urlsafe_b64encode(raw_public(key)).decode() for key_id, key in keys.public.items()},
    }


async def issue(session: AsyncSession, document: Document, kind: str, *, by: Principal | None, on: InForce) -> Receipt:
    """Fixes what the receipt of an act says, in that act's transaction. `document.attachments` is loaded."""
    procedure = await session.get(Procedure, document.procedure_id) if document.procedure_id else None
    receipt = draft(document, kind, procedure, by=by, on=on)
    session.add(receipt)
    return receipt


def draft(document: Document, kind: str, procedure: Procedure | None, *, by: Principal | None, on: InForce) -> Receipt:
    """The row of a receipt, not written yet. `procedure` is the document's."""
    settings = get_settings()
    receipt_kind, code = ReceiptKind(kind), new_code()
    key = pdf_key(settings)
    files = [each for each in document.attachments if each.kind in ("main", "annex", "correction")]
    sources = Sources(
        document=document,
        files=files,
        institution=on.settings,
        procedure=procedure,
        citations=on.citations,
        agent=by.name if by else None,
        own_key=key.own,
        signer=key.name,
    )
    instant = _instant(document, receipt_kind)
    return Receipt(
        id=new_id(),
        document_id=document.id,
        kind=receipt_kind,
        code=code,
        facts=freeze(receipt_kind, code, verification_address(), sources) | {"numbers": _numbers(document)},
        qr_text=encode(verification_url(code), _qr_facts(document, code, instant), qr_keys(settings)),
        issued_at=instant,
        issued_by=by.id if by else None,
        signer=key.name,
    )


def _instant(document: Document, kind: ReceiptKind) -> datetime:
    if kind is ReceiptKind.PRESENTATION:
        return document.presented_at
    return document.received_at or clock.now()


def _numbers(document: Document) -> dict[str, str | None]:
    return {"number": document.number, "registry_number": document.registry_number}


def _qr_facts(document: Document, code: str, instant: datetime) -> QrFacts:
    return QrFacts(
        code=code,
        number=document.number,
        registry_number=document.registry_number,
        instant=instant.astimezone(clock.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        legal_date=document.presentation_date.isoformat(),
        main_sha256=document.attachments[0].sha256,
    )


async def ensure_sealed(
    database: Database, storage: Storage, pool: ProcessPool, receipt_id: UUID, *, just_issued: Receipt | None = None
) -> Receipt:
    """The receipt with its PDF signed, stored and recorded. Idempotent: of two sealers at once, the first counts.

    Holds no transaction while signing. `just_issued`, by the transaction that has just committed, saves reading it.
    Raises NoReceipt, WorkerDied, WorkerTimeout, ReceiptNotCompiled.
    """
    receipt = just_issued
    if receipt is None:
        async with database.reading() as session:
            receipt = await session.get(Receipt, receipt_id)
    if receipt is None:
        raise NoReceipt
    if receipt.sealed_at is not None:
        return receipt
    key: PdfKey = pdf_key(get_settings())
    logo = await institution.logo_svg(database, receipt.facts["institution"].get("logo"))
    content = receipt.facts | {"qr_text": receipt.qr_text, "logo_svg": logo}
    pdf = await pool.run(seal_bytes, content, key.path, key.password, seconds=SEAL_SECONDS)
    sha256 = await storage.put(pdf)
    seal: dict[str, Any] = {"sha256": sha256, "size": len(pdf), "sealed_at": clock.now(), "signer": key.name}
    async with database.single_statement() as session:
        first = await queries.record_seal(session, receipt_id, **seal)
    if not first:
        async with database.reading() as session:
            return await session.get_one(Receipt, receipt_id)
    for name, value in seal.items():
        setattr(receipt, name, value)
    return receipt


async def seal_pending(database: Database, storage: Storage, pool: ProcessPool) -> int:
    """Seals what requests that died left behind; answers how many. One that cannot be sealed keeps no other waiting."""
    async with database.reading() as session:
        waiting = await queries.unsealed(session, clock.now() - LEFT_TO_THE_REQUEST, PENDING_A_TURN)
    sealed = 0
    for receipt_id in waiting:
        try:
            await ensure_sealed(database, storage, pool, receipt_id)
            sealed += 1
        except (ReceiptNotCompiled, WorkerDied, WorkerTimeout):
            logger.exception("receipt not sealed", extra={"receipt_id": str(receipt_id)})
    return sealed


async def receipt_pdf(database: Database, storage: Storage, pool: ProcessPool, document_id: UUID, kind: str) -> bytes:
    """A document's receipt of this kind as it was signed. Raises NoReceipt when no such act happened."""
    async with database.reading() as session:
        receipt = await queries.of_document(session, document_id, kind)
    if receipt is None:
        raise NoReceipt
    sealed = await ensure_sealed(database, storage, pool, receipt.id)
    return await storage.read(str(sealed.sha256))
