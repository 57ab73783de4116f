"""The daily seal: the audit chain's head at the end of a Lima day, signed as a row and as a PDF.

Whoever keeps yesterday's PDF can prove that yesterday's rows are still the same, whatever was done to the database.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.attachments.storage import Storage
from app.clock import LIMA, UTC
from app.database import Database, new_id
from app.dates import MONTHS, long_date, long_instant
from app.institution import service as institution
from app.institution.models import Institution
from app.processes import ProcessPool
from app.receipts import queries
from app.receipts.facts import grouped, hashed, institution_line, plain, signed_by, soft, strong
from app.receipts.keys import pdf_key, qr_keys
from app.receipts.models import DailySeal, Receipt
from app.receipts.qr import QrFacts, encode
from app.receipts.seal_signature import sign_head
from app.receipts.service import ensure_sealed, new_code, verification_address, verification_url
from app.settings import get_settings

KIND = "seal"
# After a long time off, so many days a turn.
DAYS_A_TURN = 31


async def seal_due_days(database: Database, storage: Storage, pool: ProcessPool) -> list[date]:
    """Seals each past Lima day that has no seal yet, oldest first; answers which. Idempotent."""
    sealed = []
    for _ in range(DAYS_A_TURN):
        async with database.transaction() as session:
            await queries.lock_seals(session)
            day = await _due_day(session)
            receipt = await issue_seal(session, day) if day else None
        if day is None or receipt is None:
            break
        await ensure_sealed(database, storage, pool, receipt.id)
        sealed.append(day)
    return sealed


async def _due_day(session: AsyncSession) -> date | None:
    """The day after the last seal, or that of the first row of the trail; None while it is not over."""
    last = await queries.last_sealed_day(session)
    if last:
        day = last + timedelta(days=1)
    else:
        first = await queries.first_audit_instant(session)
        if first is None:
            return None
        day = clock.lima_date(first)
    return day if day < clock.today() else None


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), LIMA)


async def issue_seal(session: AsyncSession, day: date) -> Receipt:
    """The row of the day's seal and its receipt, in the caller's transaction; the PDF follows by `ensure_sealed`.

    Rows chained after midnight are sealed too when one before them belongs to the day: a seal holds a whole prefix.
    """
    seq, head = await queries.head_before(session, _end_of(day))
    keys, instant = qr_keys(get_settings()), clock.now()
    receipt = _receipt(day, seq, head, instant, await institution.settings(session))
    session.add(receipt)
    await session.flush()
    seal = DailySeal(
        day=day,
        head_seq=seq,
        head_hash=head,
        key_id=keys.key_id,
        signature=sign_head(day, seq, head, keys),
        receipt_id=receipt.id,
        created_at=instant,
    )
    session.add(seal)
    return receipt


def _receipt(day: date, seq: int, head: str, instant: datetime, owner: Institution) -> Receipt:
    settings, code = get_settings(), new_code()
    key = pdf_key(settings)
    signed = {"signed": signed_by(own_key=key.own, signer=key.name), "verify_address": verification_address()}
    qr_facts = QrFacts(
        code=code,
        number=_number(day),
        registry_number=None,
        instant=instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        legal_date=day.isoformat(),
        main_sha256=head,
    )
    return Receipt(
        id=new_id(),
        kind=KIND,
        code=code,
        facts=_facts(day, seq, head, instant, code, owner) | signed,
        qr_text=encode(verification_url(code), qr_facts, qr_keys(settings)),
        issued_at=instant,
        signer=key.name,
    )


def _number(day: date) -> str:
    return f"SELLO-{day.isoformat()}"


def _facts(day: date, seq: int, head: str, instant: datetime, code: str, owner: Institution) -> dict[str, Any]:
    return {
        "issued": list(instant.astimezone(UTC).timetuple()[:6]),
        "title": "Sello diario de auditoría",
        "label": "Sello",
        "institution": {
            "name": owner.name,
            "short_name": owner.short_name,
            "place": owner.place,
            "line": institution_line(owner),
        },
        "stamp": {
            "date": f"{day.day:02d} {MONTHS[day.month - 1][:3].upper()} {day.year}",
            "hour": "23:59:59",
            "number": f"fila {seq}",
            "word": "SELLADO",
        },
        "sections": [
            {"label": "Día", "lines": [[strong(long_date(day))]]},
            {
                "label": "Registro",
                "lines": [
                    [plain(f"La cadena de auditoría llega hasta la fila {seq}, cuya huella es")],
                    [hashed(head)],
                    [soft("Cada fila lleva la huella de la anterior: cambiar una sola cambia esta.")],
                ],
            },
            {
                "label": "Sellado",
                "lines": [[plain(f"{long_instant(instant, seconds=True)} (hora de Lima, UTC−05:00).")]],
            },
        ],
        "files": [],
        "folios": "",
        "code": code,
        "code_shown": grouped(code),
        "legal": [],
        "numbers": {"number": None, "registry_number": None},
        "seal": {"day": day.isoformat(), "head_seq": seq, "head_hash": head},
    }
