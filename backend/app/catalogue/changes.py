"""What a change to a row of the catalogue leaves in the trail: the old values beside the new ones."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit import service as audit
from app.users.principals import Principal


def told(value: Any) -> Any:
    """As the trail keeps it, which is JSON."""
    return str(value) if value is not None and not isinstance(value, bool | int | str | list) else value


def apply(row: Any, wanted: Mapping[str, Any]) -> dict[str, Any] | None:
    """Sets on `row` what differs from it. The old and new values, or None when nothing does."""
    changes = {name: value for name, value in wanted.items() if value != getattr(row, name)}
    if not changes:
        return None
    before = {name: told(getattr(row, name)) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    return {"before": before, "after": {name: told(value) for name, value in changes.items()}}


async def record(session: AsyncSession, action: str, *, by: Principal, **detail: Any) -> None:
    await audit.record(session, action, actor_id=by.id, detail=detail)


def sent(body: Mapping[str, Any], *, may_be_null: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What was sent, without the nulls that mean nothing."""
    return {name: value for name, value in body.items() if value is not None or name in may_be_null}


def cents(value: Decimal) -> Decimal:
    """As the database keeps it: `84.3` and `84.30` are the same."""
    return value.quantize(Decimal("0.01"))
