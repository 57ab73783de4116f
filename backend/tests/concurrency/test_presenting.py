"""Many presentations at once: numbers without a gap, one filing a key, one filing an upload."""

import asyncio
import contextlib
from datetime import UTC, date, datetime
from uuid import uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy.dialects.postgresql import insert

from app import clock
from app.documents.models import Counter
from app.documents.numbering import Series, next_number
from tests.factories import body, present, send, upload

# Years that no other test presents in.
YEAR_OF_FIFTY, YEAR_OF_REFUSALS, LAST_OF_YEAR, FULL_YEAR, ROLLED_BACK = 2038, 2032, 2033, 2035, 2036


def at(year: int) -> datetime:
    return datetime(year, 6, 15, 17, tzinfo=UTC)


async def uploads(client: httpx.AsyncClient, count: int) -> list[str]:
    return [(await upload(client))["upload_id"] for _ in range(count)]


async def test_fifty_at_once_get_contiguous_numbers(client: httpx.AsyncClient) -> None:
    with clock.frozen(at(YEAR_OF_FIFTY)):
        ids = await uploads(client, 50)
        answers = await asyncio.gather(*(send(client, body(each)) for each in ids))

    assert [answer.status_code for answer in answers] == [201] * 50
    assert sorted(answer.json()["number"] for answer in answers) == [
        f"P-{YEAR_OF_FIFTY}-{serial:06d}" for serial in range(1, 51)
    ]
    assert len({answer.json()["access_key"] for answer in answers}) == 50
    assert len({answer.json()["receipt"]["verification_code"] for answer in answers}) == 50


async def test_refused_filings_among_accepted_ones_leave_no_gap(client: httpx.AsyncClient) -> None:
    with clock.frozen(at(YEAR_OF_REFUSALS)):
        ids = await uploads(client, 20)
        filings = [body(each, document_type="poema" if place % 2 else "solicitud") for place, each in enumerate(ids)]
        answers = await asyncio.gather(*(send(client, filing) for filing in filings))

    accepted = [answer.json()["number"] for answer in answers if answer.status_code == 201]
    assert sorted(accepted) == [f"P-{YEAR_OF_REFUSALS}-{serial:06d}" for serial in range(1, 11)]


async def test_twenty_with_one_key_make_one_filing(client: httpx.AsyncClient) -> None:
    filing, key = body((await upload(client))["upload_id"]), str(uuid4())

    async def insist() -> httpx.Response:
        while (answer := await send(client, filing, key=key)).status_code == 409:
            assert answer.json()["code"] == "idempotency_key_in_flight"
            await asyncio.sleep(0.05)
        return answer

    answers = await asyncio.gather(*(insist() for _ in range(20)))

    assert [answer.status_code for answer in answers] == [201] * 20
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["access_key"]
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1


async def test_two_filings_that_race_for_an_upload_end_as_one(client: httpx.AsyncClient) -> None:
    for _ in range(5):
        filing = body((await upload(client))["upload_id"])

        answers = await asyncio.gather(send(client, filing), send(client, filing))

        assert sorted(answer.status_code for answer in answers) == [201, 422]
        refused = max(answers, key=lambda answer: answer.status_code)
        assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [
            ("main_upload_id", "upload_used")
        ]


async def test_filings_that_name_the_same_uploads_in_another_order_do_not_lock_each_other(
    client: httpx.AsyncClient,
) -> None:
    first, second = await uploads(client, 2)

    answers = await asyncio.gather(
        send(client, body(first, annexes=[{"upload_id": second}])),
        send(client, body(second, annexes=[{"upload_id": first}])),
    )

    assert sorted(answer.status_code for answer in answers) == [201, 422]


async def test_the_year_of_a_number_is_limas(client: httpx.AsyncClient) -> None:
    with clock.frozen(datetime(LAST_OF_YEAR + 1, 1, 1, 4, 59, 59, tzinfo=UTC)):
        before = await present(client)
    with clock.frozen(datetime(LAST_OF_YEAR + 1, 1, 1, 5, 0, 0, tzinfo=UTC)):
        after = await present(client)

    assert (before["number"], before["presented_at"]) == (f"P-{LAST_OF_YEAR}-000001", "2034-01-01T04:59:59Z")
    assert after["number"] == f"P-{LAST_OF_YEAR + 1}-000001"
    # 31 December 2033 is a Saturday: its legal date is in the next year, and its number is not.
    assert before["presentation_date"] == "2034-01-02"


async def test_past_999999_a_number_grows_a_digit(client: httpx.AsyncClient, app: FastAPI) -> None:
    row = insert(Counter).values(series="P", year=FULL_YEAR, value=999_998)
    async with app.state.database.transaction() as session:
        await session.execute(row)

    with clock.frozen(at(FULL_YEAR)):
        numbers = [(await present(client))["number"] for _ in range(3)]

    assert numbers == [f"P-{FULL_YEAR}-999999", f"P-{FULL_YEAR}-1000000", f"P-{FULL_YEAR}-1000001"]


async def test_a_number_of_a_transaction_that_failed_is_given_again(app: FastAPI) -> None:
    day = date(ROLLED_BACK, 3, 1)
    with contextlib.suppress(RuntimeError):
        async with app.state.database.transaction() as session:
            await next_number(session, Series.REGISTRY, on=day)
            raise RuntimeError
    async with app.state.database.transaction() as session:
        given = await next_number(session, Series.REGISTRY, on=day)
        other = await next_number(session, Series.PRESENTATION, on=day)

    assert (given, other) == (f"EXP-{ROLLED_BACK}-000001", f"P-{ROLLED_BACK}-000001")
