"""The admin's acts on kinds of document and on reasons to observe."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.catalogue import changes, queries
from app.catalogue.errors import LastDocumentType
from app.catalogue.models import DocumentType, ObservationReason
from app.catalogue.schemas import (
    DocumentTypeChanges,
    NewDocumentType,
    NewObservationReason,
    ObservationReasonChanges,
)
from app.problems import FieldError, Unprocessable
from app.users.principals import Principal

LAST_POSITION = 9999
TYPE_TAKEN = FieldError("code", "duplicate", "Ya hay un tipo de documento con ese código.")
REASON_TAKEN = FieldError("code", "duplicate", "Ya hay un motivo con ese código.")
RULE_UNKNOWN = FieldError("legal_rule", "unknown", "Esa norma no está en la lista de normas.")


async def add_type(session: AsyncSession, body: NewDocumentType, *, by: Principal) -> DocumentType:
    """A kind in use at once. Raises Unprocessable on a code taken, by one out of use too."""
    await queries.hold_to_change(session)
    rows = await queries.document_types(session, inactive=True)
    if body.code in {each.code for each in rows}:
        raise Unprocessable(errors=[TYPE_TAKEN])
    position = _after(max((each.position for each in rows), default=0)) if body.position is None else body.position
    row = DocumentType(code=body.code, name=body.name, position=position, active=True)
    session.add(row)
    await changes.record(session, "document_type_created", by=by, **body.model_dump() | {"position": position})
    return row


async def change_type(session: AsyncSession, row: DocumentType, body: DocumentTypeChanges, *, by: Principal) -> None:
    """Applies what was sent to `row`. Raises LastDocumentType."""
    await queries.hold_to_change(session)
    if body.active is False and row.active and len(await queries.document_types(session)) == 1:
        raise LastDocumentType
    if detail := changes.apply(row, changes.sent(body.model_dump(exclude_unset=True))):
        await changes.record(session, "document_type_changed", by=by, code=row.code, **detail)


async def add_reason(session: AsyncSession, body: NewObservationReason, *, by: Principal) -> ObservationReason:
    """A reason in use at once. Raises Unprocessable with every bad field."""
    await queries.hold_to_change(session)
    rows = await queries.observation_reasons(session, inactive=True)
    errors = [REASON_TAKEN] if body.code in {each.code for each in rows} else []
    errors += await _rule_faults(session, body.legal_rule)
    if errors:
        raise Unprocessable(errors=errors)
    position = _after(max((each.position for each in rows), default=0)) if body.position is None else body.position
    row = ObservationReason(**body.model_dump() | {"position": position}, active=True)
    session.add(row)
    await session.flush()
    detail = {"reason_id": str(row.id), **body.model_dump(), "position": position}
    await changes.record(session, "observation_reason_created", by=by, **detail)
    return row


async def change_reason(
    session: AsyncSession, row: ObservationReason, body: ObservationReasonChanges, *, by: Principal
) -> None:
    """Applies what was sent to `row`. Raises Unprocessable."""
    await queries.hold_to_change(session)
    wanted = changes.sent(body.model_dump(exclude_unset=True), may_be_null=frozenset({"legal_rule"}))
    if errors := await _rule_faults(session, wanted.get("legal_rule")):
        raise Unprocessable(errors=errors)
    if detail := changes.apply(row, wanted):
        await changes.record(session, "observation_reason_changed", by=by, reason_id=str(row.id), **detail)


def _after(position: int) -> int:
    return min(position + 1, LAST_POSITION)


async def _rule_faults(session: AsyncSession, code: str | None) -> list[FieldError]:
    return [] if code is None or await queries.legal_rule_known(session, code) else [RULE_UNKNOWN]
