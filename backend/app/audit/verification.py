"""Walking the chain: the trail proves itself, or names the first row that does not fit."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import queries
from app.audit.service import GENESIS, row_hash
from app.receipts.keys import qr_keys
from app.receipts.models import DailySeal
from app.receipts.seal_signature import holds
from app.settings import get_settings

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """`first_bad` is the sequence number of the first row that is changed, missing or added; None when all is well."""

    ok: bool
    rows: int
    head: str
    seals: int
    first_bad: int | None
    reason: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


async def verify(session: AsyncSession) -> Verdict:
    """Reads the whole trail once, a batch at a time, and holds it against its head and the daily seals."""
    seals = await queries.seals(session)
    sealed = {seal.head_seq: seal.head_hash for seal in seals if seal.head_seq > 0}
    previous, expected, rows = GENESIS, 1, 0
    bad = forged_seal(seals)
    while bad is None and (batch := await queries.rows_after(session, expected - 1, limit=BATCH)):
        for row in batch:
            bad = _fault(row, expected, previous, sealed)
            if bad:
                break
            previous, expected, rows = row.hash, expected + 1, rows + 1
    head = await queries.head(session)
    if bad is None and (head.seq, head.hash) != (expected - 1, previous):
        bad = (expected, "the head names a row that is not there")
    if bad is None and sealed and max(sealed) >= expected:
        bad = (expected, "a daily seal names a row that is not there")
    return Verdict(bad is None, rows, head.hash, len(seals), bad[0] if bad else None, bad[1] if bad else None)


def forged_seal(seals: Sequence[DailySeal]) -> tuple[int, str] | None:
    """The first row whose daily seal was not signed with a key of this installation."""
    keys = qr_keys(get_settings()).public if seals else {}
    for seal in seals:
        if not holds(seal.day, seal.head_seq, seal.head_hash, seal.signature, keys.get(seal.key_id)):
            return seal.head_seq, f"the signature of the seal of {seal.day} does not hold"
    return None


def _fault(row: Any, expected: int, previous: str, sealed: dict[int, str]) -> tuple[int, str] | None:
    if row.seq != expected:
        return expected, "a row is missing"
    if row.previous_hash != previous:
        return row.seq, "the row does not follow the one before it"
    fields = {name: getattr(row, name) for name in ("seq", "id", "at", "actor_id", "action", "document_id", "detail")}
    if row_hash(**fields, previous_hash=row.previous_hash) != row.hash:
        return row.seq, "the row was changed"
    if sealed.get(row.seq, row.hash) != row.hash:
        return row.seq, "the row differs from its daily seal"
    return None
