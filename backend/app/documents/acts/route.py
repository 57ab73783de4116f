"""Sending a registered filing to the areas: one acts, others give an opinion or take note."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.database import new_id, parse_id
from app.documents import queries
from app.documents.acts.bodies import LegBody, Route
from app.documents.acts.step import step
from app.documents.errors import TransitionNotAllowed
from app.documents.lifecycle import Act, Status, next_status
from app.documents.models import Document, Leg
from app.notifications.service import notify
from app.problems import FieldError, Unprocessable
from app.users.principals import Principal

ACTION = "action"


async def route(session: AsyncSession, document: Document, body: Route, *, by: Principal) -> None:
    """The desk's routing of what it registered. On from in process only the officer in charge routes."""
    next_status(document.status, Act.ROUTE)
    if document.status == Status.IN_PROCESS:
        raise TransitionNotAllowed("Ya lo tiene un área: solo ella puede derivarlo.")
    errors = await faults(session, body.legs)
    if body.respond_by and body.respond_by < clock.today():
        errors.append(FieldError("respond_by", "in_the_past", "La fecha ya pasó."))
    if errors:
        raise Unprocessable(errors=errors)
    if body.priority:
        document.priority = body.priority
    detail = {"respond_by": body.respond_by.isoformat()} if body.respond_by else None
    await send(session, document, body.legs, by=by, at=clock.now(), detail=detail)


async def faults(session: AsyncSession, legs: Sequence[LegBody]) -> list[FieldError]:
    """What is wrong with these legs: exactly one is for action, each to another area that exists."""
    if not legs:
        return []
    errors: list[FieldError] = []
    ids = [parse_id(leg.area_id) for leg in legs]
    known = await queries.active_areas(session, [each for each in ids if each])
    for index, area_id in enumerate(ids):
        if area_id not in known:
            errors.append(FieldError(f"legs.{index}.area_id", "area_unknown", "Esa área no existe."))
        elif area_id in ids[:index]:
            errors.append(FieldError(f"legs.{index}.area_id", "area_repeated", "Esa área ya está en la lista."))
    if sum(leg.purpose == ACTION for leg in legs) != 1:
        errors.append(FieldError("legs", "one_action_leg", "Exactamente un área debe tener la responsabilidad."))
    return errors


async def send(
    session: AsyncSession,
    document: Document,
    legs: Sequence[LegBody],
    *,
    by: Principal,
    at: datetime,
    detail: dict[str, str] | None = None,
) -> None:
    """Makes the legs, whose areas are known to exist, and takes the document to routed."""
    areas: list[UUID] = [UUID(leg.area_id) for leg in legs]
    codes = await queries.area_codes(session, areas)
    rows = [
        Leg(
            id=new_id(),
            document_id=document.id,
            area_id=area_id,
            purpose=leg.purpose,
            instruction=leg.instruction,
            state="sent",
            sent_at=at,
            sent_by=by.id,
        )
        for leg, area_id in zip(legs, areas, strict=True)
    ]
    document.legs.extend(rows)
    told = [
        {"id": str(row.id), "area_code": codes[row.area_id], "purpose": row.purpose, "instruction": row.instruction}
        for row in rows
    ]
    movement = await step(session, document, Act.ROUTE, by=by, at=at, legs=told, detail=detail)
    people = await queries.members(session, areas)
    await notify(session, "routed", document, movement_id=movement.id, owners=(), staff=people)
