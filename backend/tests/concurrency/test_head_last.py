"""The head of the trail is taken last: beside whoever holds what a row names, nobody dies of a deadlock."""

import asyncio

import httpx
from fastapi import FastAPI
from sqlalchemy import text

from app.audit.looks import chain_looks, note_look
from app.audit.service import record
from app.database import Database, parse_id
from tests.documents.conftest import MakeProcedure
from tests.documents.conftest import make_procedure as make_procedure
from tests.documents.test_files import filed, pdf
from tests.factories import present

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def somebody_waits(database: Database) -> None:
    async with asyncio.timeout(10):
        while True:
            async with database.reading() as session:
                if (await session.execute(WAITING)).scalar_one():
                    return


async def test_who_acts_on_a_filing_that_was_just_read_never_meets_the_chaining_head_on(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    database: Database = app.state.database
    other, held = [parse_id((await filed(client, pdf()))["id"]) for _ in range(2)]
    await chain_looks(database)
    for document_id in (other, held):
        await note_look(database, "file_read", actor_id=None, document_id=document_id)  # type: ignore[arg-type]

    async with database.transaction() as session:
        await session.execute(text("SELECT id FROM documents WHERE id = :id FOR UPDATE"), {"id": held})
        chaining = asyncio.create_task(chain_looks(database))
        await somebody_waits(database)
        # Had the chaining taken the head before it waited for the filing, one of the two would die here.
        await record(session, "receive", document_id=held)

    assert await chaining == 2


async def test_who_presents_under_a_procedure_that_is_being_changed_never_meets_the_change_head_on(
    app: FastAPI, client: httpx.AsyncClient, make_procedure: MakeProcedure
) -> None:
    database: Database = app.state.database
    procedure = await make_procedure()

    async with database.transaction() as session:
        await session.execute(text("SELECT id FROM procedures WHERE id = :id FOR UPDATE"), {"id": procedure.id})
        presenting = asyncio.create_task(present(client, procedure_id=str(procedure.id)))
        await somebody_waits(database)
        await record(session, "procedure_changed")

    assert (await presenting)["status"] == "presented"
