"""Who may see what is out of use, and the row an admin changes."""

from typing import Annotated

from fastapi import Depends, Query, Request

from app.catalogue import queries
from app.catalogue.models import DocumentType, ObservationReason, Procedure
from app.database import SessionDep, parse_id
from app.problems import NotFound
from app.users.dependencies import (
    AdminUser,
    Credentials,
    current_user,
    optional_caller,
    optional_user,
    require_role,
)
from app.users.models import STAFF

_only_staff = require_role(*STAFF)
MOST_CODE = 40
NO_PROCEDURE = "Ese procedimiento no existe o ya no está vigente."


async def with_inactive(
    request: Request,
    credentials: Credentials,
    inactive: Annotated[bool, Query(description="También los que ya no están en uso; solo para el personal.")] = False,
) -> bool:
    """Whether those out of use are wanted too. Of who does not ask for them, not even a bad token is looked at."""
    if inactive:
        await _only_staff(await current_user(await optional_user(await optional_caller(request, credentials))))
    return inactive


WithInactive = Annotated[bool, Depends(with_inactive)]


async def the_procedure(_: AdminUser, procedure_id: str, session: SessionDep) -> Procedure:
    known = parse_id(procedure_id)
    procedure = await queries.procedure_to_change(session, known) if known else None
    if procedure is None:
        raise NotFound(NO_PROCEDURE)
    return procedure


async def the_type(_: AdminUser, code: str, session: SessionDep) -> DocumentType:
    known = len(code) <= MOST_CODE and code.isprintable()
    row = await queries.document_type_to_change(session, code) if known else None
    if row is None:
        raise NotFound("Ese tipo de documento no existe.")
    return row


async def the_reason(_: AdminUser, reason_id: str, session: SessionDep) -> ObservationReason:
    known = parse_id(reason_id)
    row = await queries.reason_to_change(session, known) if known else None
    if row is None:
        raise NotFound("Ese motivo no existe.")
    return row


TheProcedure = Annotated[Procedure, Depends(the_procedure)]
TheType = Annotated[DocumentType, Depends(the_type)]
TheReason = Annotated[ObservationReason, Depends(the_reason)]
