"""The admin's acts on procedures. What was presented under one keeps its term and its requirements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.catalogue import changes, queries
from app.catalogue.models import Procedure, Requirement
from app.catalogue.schemas import NewProcedure, ProcedureChanges, RequirementBody
from app.database import new_id, parse_id
from app.problems import FieldError, Unprocessable
from app.settings import Settings
from app.users.principals import Principal

MAY_BE_NULL = frozenset({"term_days", "area_id"})
CODE_TAKEN = FieldError("code", "duplicate", "Ya hay un trámite con ese código.")
AREA_UNKNOWN = FieldError("area_id", "unknown", "Esa área no existe o está desactivada.")


async def create(session: AsyncSession, settings: Settings, body: NewProcedure, *, by: Principal) -> UUID:
    """A procedure in use at once; its id. Raises Unprocessable with every bad field."""
    await queries.hold_to_change(session)
    values = body.model_dump(exclude={"requirements"})
    values |= {"id": new_id(), "fee": changes.cents(body.fee), "term_starts_from": body.term_starts_from.value}
    await _check(session, settings, values, body.requirements, known=())
    values["area_id"] = parse_id(body.area_id or "")
    session.add(Procedure(**values))
    await session.flush()
    _, after = _relist(session, values["id"], (), body.requirements)
    detail = {name: changes.told(value) for name, value in values.items() if name != "id"}
    detail |= {"procedure_id": str(values["id"]), "requirements": after}
    await changes.record(session, "procedure_created", by=by, **detail)
    id: UUID = values["id"]
    return id


async def change(
    session: AsyncSession, settings: Settings, procedure: Procedure, body: ProcedureChanges, *, by: Principal
) -> None:
    """Applies what was sent to `procedure`, held locked. Raises Unprocessable with every bad field."""
    await queries.hold_to_change(session)
    wanted = changes.sent(body.model_dump(exclude_unset=True, exclude={"requirements"}), may_be_null=MAY_BE_NULL)
    if body.fee is not None:
        wanted["fee"] = changes.cents(body.fee)
    if body.term_starts_from is not None:
        wanted["term_starts_from"] = body.term_starts_from.value
    kept = await queries.requirements(session, procedure.id)
    if wanted.get("area_id") == str(procedure.area_id):
        # An area taken out of use after it was chosen is no fault of this change.
        del wanted["area_id"]
    await _check(session, settings, wanted, body.requirements or [], known=kept, but=procedure.id)
    if "area_id" in wanted:
        wanted["area_id"] = parse_id(wanted["area_id"] or "")
    detail = changes.apply(procedure, wanted) or {"before": {}, "after": {}}
    if body.requirements is not None:
        before, after = _relist(session, procedure.id, kept, body.requirements)
        if before != after:
            detail["before"]["requirements"], detail["after"]["requirements"] = before, after
    if detail["after"]:
        await changes.record(session, "procedure_changed", by=by, procedure_id=str(procedure.id), **detail)


async def _check(
    session: AsyncSession,
    settings: Settings,
    wanted: dict[str, Any],
    requirements: Sequence[RequirementBody],
    *,
    known: Sequence[Requirement],
    but: UUID | None = None,
) -> None:
    errors: list[FieldError] = []
    if "code" in wanted and await queries.procedure_code_taken(session, wanted["code"], but=but):
        errors.append(CODE_TAKEN)
    if wanted.get("area_id") is not None:
        area_id = parse_id(wanted["area_id"])
        if area_id is None or not await queries.area_in_use(session, area_id):
            errors.append(AREA_UNKNOWN)
    errors += _requirement_faults(requirements, {each.id for each in known}, settings.allowed_extensions)
    if errors:
        raise Unprocessable(errors=errors)


def _requirement_faults(sent: Sequence[RequirementBody], known: set[UUID], allowed: Sequence[str]) -> list[FieldError]:
    errors: list[FieldError] = []
    left = set(known)
    for at, each in enumerate(sent):
        if each.id is not None:
            id = parse_id(each.id)
            if id in left:
                left.remove(id)
            else:
                again = id in known
                message = "Ese requisito está dos veces." if again else "Ese requisito no es de este trámite."
                errors.append(FieldError(f"requirements.{at}.id", "duplicate" if again else "unknown", message))
        if bad := [extension for extension in each.formats if extension not in allowed]:
            message = f"Esta institución no recibe archivos {', '.join(bad)}: solo {', '.join(allowed)}."
            errors.append(FieldError(f"requirements.{at}.formats", "format_not_allowed", message))
    return errors


def _relist(
    session: AsyncSession, procedure_id: UUID, kept: Sequence[Requirement], sent: Sequence[RequirementBody]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Makes `sent` the list of what is asked for, in its order, and retires what it leaves out. Before and after."""
    before = [_as_told(each) for each in kept]
    rows: list[Requirement] = []
    for position, each in enumerate(sent):
        row = next((old for old in kept if each.id and old.id == parse_id(each.id)), None)
        if row is None:
            row = Requirement(id=new_id(), procedure_id=procedure_id, active=True)
            session.add(row)
        row.position, row.name, row.required = position, each.name, each.required
        formats = list(dict.fromkeys(each.formats))
        if formats != row.formats:
            row.formats = formats
        rows.append(row)
    for left_out in (each for each in kept if each not in rows):
        left_out.active = False
    return before, [_as_told(row) for row in rows]


def _as_told(row: Requirement) -> dict[str, Any]:
    return {"id": str(row.id), "name": row.name, "required": row.required, "formats": list(row.formats)}
