"""Is this a receipt of ours, and is it untouched?"""

import io
import re
from pathlib import Path

import pikepdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy.ext.asyncio import AsyncSession

from app.attachments.models import Attachment
from app.database import Database
from app.processes import ProcessPool, WorkerDied, WorkerTimeout
from app.receipts import queries
from app.receipts.facts import grouped
from app.receipts.models import Receipt
from app.receipts.schemas import FileVerification, SignatureRead, Verification, VerifiedFile

LOOK_SECONDS = 10.0
MOST_CODES = 10
AUTHENTIC = "Es auténtica: coincide byte por byte con la que emitió la institución."
ALTERED = "El archivo fue alterado: lleva el código de la constancia {number}, pero no es la que emitimos."
NOT_OURS = "Esta institución no emitió este archivo."
NOT_A_PDF = "El archivo no es un PDF que se pueda leer."
XMP_KEYWORDS = re.compile(rb"<pdf:Keywords>([^<]{0,200})</pdf:Keywords>")
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{12,20}")
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def normalised(code: str) -> str:
    """A code as it is kept: case, dashes and spaces do not matter, and O, I, L are 0, 1, 1."""
    return re.sub(r"[\s-]", "", code).upper().translate(LOOKALIKES)


async def by_code(session: AsyncSession, code: str) -> Verification | None:
    kept = normalised(code)
    receipt = await queries.by_code(session, kept) if CODE.fullmatch(kept) else None
    return Verification(valid=True, **await _said(session, receipt)) if receipt else None


async def _said(session: AsyncSession, receipt: Receipt) -> dict[str, object]:
    files = await queries.files_of(session, receipt.document_id) if receipt.document_id else []
    named = {each["sha256"] for each in receipt.facts.get("files", [])}
    return {
        "kind": receipt.kind,
        **receipt.facts.get("numbers", {}),
        "issued_at": receipt.issued_at,
        "institution": receipt.facts["institution"]["name"],
        "signer": receipt.signer,
        "document_sha256": receipt.sha256,
        "files": [_file(each) for each in files if each.sha256 in named],
        "seal": receipt.facts.get("seal"),
    }


def _file(each: Attachment) -> VerifiedFile:
    return VerifiedFile(name=each.filename, size=each.size, sha256=each.sha256)


async def by_file(database: Database, pool: ProcessPool, path: Path, sha256: str) -> FileVerification:
    """Yes for a PDF that is ours to the byte; else no, and what seems to have happened to it."""
    try:
        signature, codes = await pool.run(look, path, seconds=LOOK_SECONDS)
    except (WorkerDied, WorkerTimeout):
        signature, codes = None, None
    # Only now: no connection is held while a stranger's file is opened.
    async with database.reading() as session:
        if receipt := await queries.by_sha256(session, sha256):
            said = await _said(session, receipt)
            return FileVerification(valid=True, reason=AUTHENTIC, signature=signature, **said)
        for code in codes or ():
            if known := await queries.by_code(session, code):
                reason = ALTERED.format(number=_name(known))
                said = await _said(session, known)
                return FileVerification(valid=False, reason=reason, signature=signature, **said)
    reason = NOT_A_PDF if codes is None else NOT_OURS
    return FileVerification(valid=False, reason=reason, signature=signature)


def _name(receipt: Receipt) -> str:
    numbers = receipt.facts.get("numbers", {})
    number = numbers.get("registry_number") if receipt.kind == "reception" else numbers.get("number")
    return str(number or grouped(receipt.code))


def look(path: Path) -> tuple[SignatureRead | None, list[str] | None]:
    """A stranger's PDF: its signature, and the codes it claims; no codes at all when it is no PDF. Runs in the pool."""
    content = path.read_bytes()
    # The keywords stand twice in a receipt: a flipped byte may hide them in one place.
    claimed = b" ".join(XMP_KEYWORDS.findall(content)).decode("latin-1")
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            claimed += " " + str(document.docinfo.get("/Keywords", ""))
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RuntimeError):
        return None, _codes(claimed) or ([] if content.startswith(b"%PDF-") else None)
    return _signature(content), _codes(claimed)


def _codes(claimed: str) -> list[str]:
    return list(dict.fromkeys(CODE.findall(claimed)))[:MOST_CODES]


def _signature(content: bytes) -> SignatureRead | None:
    try:
        signatures = PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures
        if not signatures:
            return None
        last = signatures[-1]
        # Asked is whether the file is what was signed, not who vouches for the signer.
        context = ValidationContext(trust_roots=[last.signer_cert], allow_fetching=False, revocation_mode="soft-fail")
        status = validate_pdf_signature(last, context)
        name = str(last.signer_cert.subject.native.get("common_name", ""))
        return SignatureRead(signer=name, intact=bool(status.intact and status.valid))
    except Exception:  # A signature nobody can read proves nothing.
        return None
