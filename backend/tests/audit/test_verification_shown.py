"""The last walk over the trail, for those who answer for it."""

from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from app.audit.models import Verification
from tests.people import sign_in

PATH = "/api/v1/audit/verification"
# Later than any walk of another test.
AT = datetime(2090, 1, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize("role", ["admin", "auditor"])
async def test_it_tells_what_the_newest_walk_found(app: FastAPI, client: httpx.AsyncClient, role: str) -> None:
    found = Verification(at=AT, ok=False, rows=41, seconds=0.2, first_bad=7, reason="hash")
    async with app.state.database.transaction() as session:
        session.add(found)
    try:
        answer = await client.get(PATH, headers=await sign_in(client, role))
    finally:
        async with app.state.database.transaction() as session:
            await session.execute(delete(Verification).where(Verification.id == found.id))

    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "at": "2090-01-02T15:00:00Z",
        "ok": False,
        "rows": 41,
        "seconds": 0.2,
        "first_bad": 7,
        "reason": "hash",
    }


@pytest.mark.parametrize(("role", "status"), [("clerk", 403), ("citizen", 403), (None, 401)])
async def test_nobody_else_is_told(client: httpx.AsyncClient, role: str | None, status: int) -> None:
    headers = await sign_in(client, role) if role else {}
    assert (await client.get(PATH, headers=headers)).status_code == status
