"""What the endpoints of files need of the process."""

from typing import Annotated

from fastapi import Depends, Request

from app.attachments.service import Intake


async def intake(request: Request) -> Intake:
    state = request.app.state
    return Intake(state.database, state.storage, state.pool, state.settings)


IntakeDep = Annotated[Intake, Depends(intake)]
