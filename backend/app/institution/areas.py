"""The admin's acts on areas."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.database import parse_id
from app.institution import queries
from app.institution.errors import AreaInUse, DeskStays
from app.institution.models import Area
from app.institution.schemas import AreaChanges, NewArea
from app.institution.service import DESK
from app.problems import FieldError, Unprocessable
from app.users.principals import Principal

CODE_TAKEN = FieldError("code", "duplicate", "Ya hay un área con ese código.")
NOT_A_MEMBER = FieldError("head_id", "unknown", "Esa persona no trabaja en el área.")


async def create(session: AsyncSession, body: NewArea, *, by: Principal) -> Area:
    """Raises Unprocessable when the code is taken."""
    if await queries.area_code_taken(session, body.code):
        raise Unprocessable(errors=[CODE_TAKEN])
    area = Area(code=body.code, name=body.name)
    session.add(area)
    await session.flush()
    await audit.record(session, "area_created", actor_id=by.id, detail={"area_id": str(area.id), **body.model_dump()})
    return area


async def change(session: AsyncSession, area: Area, body: AreaChanges, *, by: Principal) -> Area:
    """Applies what was sent to `area`, which the caller holds locked. Raises DeskStays, AreaInUse, Unprocessable."""
    sent = body.model_dump(exclude_unset=True)
    head = {"head_id": sent.pop("head_id")} if "head_id" in sent else {}
    changes = {name: value for name, value in sent.items() if value is not None and value != getattr(area, name)}
    await _check(session, area, changes)
    for name, value in changes.items():
        setattr(area, name, value)
    if head:
        await _set_head(session, area, head["head_id"])
    if changes or head:
        area.version += 1
        detail = {"area_id": str(area.id), **changes, **head}
        await audit.record(session, "area_changed", actor_id=by.id, detail=detail)
    return area


async def _set_head(session: AsyncSession, area: Area, head_id: str | None) -> None:
    user_id = None if head_id is None else parse_id(head_id)
    known = head_id is None or user_id is not None
    if not known or not await queries.set_head(session, area.id, user_id):
        raise Unprocessable(errors=[NOT_A_MEMBER])


async def _check(session: AsyncSession, area: Area, changes: dict[str, object]) -> None:
    if area.code == DESK and changes.keys() & {"code", "active"}:
        raise DeskStays
    if changes.get("active") is False and await queries.area_has_open_legs(session, area.id):
        raise AreaInUse
    if "code" in changes and await queries.area_code_taken(session, str(changes["code"]), but=area.id):
        raise Unprocessable(errors=[CODE_TAKEN])
