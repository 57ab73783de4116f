"""`POST /calendar/preview`, as outsiders check our counting."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from tests.clock.test_golden import ROWS

PATH = "/api/v1/calendar/preview"
SENT: dict[str, Any] = {"sent_at": "2026-07-22T18:30:00-05:00", "term_days": 30}


async def preview(client: httpx.AsyncClient, **over: Any) -> dict[str, Any]:
    answer = await client.post(PATH, json=SENT | over)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("row", ROWS.strip().splitlines(), ids=lambda row: row.split()[0])
async def test_golden_row(client: httpx.AsyncClient, row: str) -> None:
    sent, term, full_day, due, office_hours, office_due, _ = row.split()
    sending = {"sent_at": f"{sent}-05:00", "term_days": int(term)}

    one = await preview(client, **sending)
    other = await preview(client, **sending, rule="office_hours", closes_at="16:30")

    assert (one["presentation_date"], one["starts_on"], one["due_on"]) == (full_day, full_day, due)
    assert (other["presentation_date"], other["starts_on"], other["due_on"]) == (office_hours, office_hours, office_due)


async def test_the_ledger_explains_every_day_after_the_start(client: httpx.AsyncClient) -> None:
    found = await preview(
        client,
        sent_at="2026-07-24T10:00:00-05:00",
        term_days=2,
        closures=[
            {"date": "2026-07-30", "kind": "decreed", "reason": "Puente"},
            {"date": "2026-07-31", "kind": "regional", "reason": "Aniversario"},
            {"date": "2026-08-03", "kind": "outage", "reason": "Corte de energía"},
        ],
        pauses=[{"from": "2026-08-03", "to": "2026-08-04"}],
    )

    assert found["rule"] == "full_day"
    ledger = found["ledger"]
    assert [each["date"] for each in ledger] == [
        (date(2026, 7, 24) + timedelta(days=after)).isoformat() for after in range(1, 13)
    ]
    assert [each["number"] for each in ledger if each["counted"]] == [1, 2]
    assert all(each["number"] is None for each in ledger if not each["counted"])
    assert found["due_on"] == ledger[-1]["date"] == "2026-08-05"
    assert len({each["reason"] for each in ledger}) == 9
    assert all(each["legal_rule"].startswith("TUO de la Ley N.° 27444") for each in ledger)


async def test_a_citation_is_the_one_in_force_on_its_day(client: httpx.AsyncClient) -> None:
    found = await preview(client, sent_at="2019-01-24T10:00:00-05:00", term_days=2)

    assert [each["legal_rule"] for each in found["ledger"]] == [
        "Ley N.° 27444, art. 134.1",
        "TUO de la Ley N.° 27444 (D.S. N.° 004-2019-JUS), art. 145.1",
        "TUO de la Ley N.° 27444 (D.S. N.° 004-2019-JUS), art. 145.1",
        "TUO de la Ley N.° 27444 (D.S. N.° 004-2019-JUS), art. 145.1",
    ]


async def test_any_offset_is_the_same_instant(client: httpx.AsyncClient) -> None:
    lima = await preview(client, sent_at="2026-12-31T23:00:00-05:00", term_days=7)

    assert lima["presentation_date"] == "2026-12-31"
    assert await preview(client, sent_at="2027-01-01T04:00:00Z", term_days=7) == lima
    assert await preview(client, sent_at="2027-01-01T13:00:00+09:00", term_days=7) == lima


async def test_a_closure_on_the_day_of_sending_moves_the_presentation(client: httpx.AsyncClient) -> None:
    closure = {"date": "2026-07-22", "kind": "outage", "reason": "Sistema caído"}
    found = await preview(client, closures=[closure])

    assert found["presentation_date"] == "2026-07-24"


async def test_office_hours_close_at_half_past_four_unless_told(client: httpx.AsyncClient) -> None:
    in_time = await preview(client, sent_at="2026-10-07T16:30:00-05:00", rule="office_hours")
    early = await preview(client, sent_at="2026-10-07T16:30:00-05:00", rule="office_hours", closes_at="16:29:59")

    assert (in_time["presentation_date"], early["presentation_date"]) == ("2026-10-07", "2026-10-09")


async def test_a_term_may_start_with_the_reception(client: httpx.AsyncClient) -> None:
    found = await preview(client, term_days=5, term_starts_from="reception", received_at="2026-09-09T02:00:00Z")

    assert found["presentation_date"] == "2026-07-22"
    assert (found["starts_on"], found["due_on"]) == ("2026-09-08", "2026-09-15")


async def test_an_open_pause_has_no_due_date(client: httpx.AsyncClient) -> None:
    found = await preview(client, pauses=[{"from": "2026-07-27"}])

    assert (found["due_on"], found["paused"]) == (None, True)
    assert found["ledger"][-1]["date"] == "2026-07-27"


async def test_the_institutions_own_closures_play_no_part(client: httpx.AsyncClient) -> None:
    assert (await preview(client))["ledger"][1]["reason"] == "Día hábil"


CLOSURE = {"date": "2026-07-30", "kind": "decreed", "reason": "Puente"}


@pytest.mark.parametrize(
    ("over", "fields"),
    [
        ({"sent_at": "2026-07-22T18:30:00"}, {"sent_at": "timezone_aware"}),
        ({"sent_at": "2026-07-22"}, {"sent_at": "instant_invalid"}),
        ({"sent_at": "1784763000"}, {"sent_at": "instant_invalid"}),
        ({"sent_at": 1784763000}, {"sent_at": "instant_invalid"}),
        ({"sent_at": None}, {"sent_at": "instant_invalid"}),
        ({"sent_at": "2026-02-30T10:00:00-05:00"}, {"sent_at": "datetime_from_date_parsing"}),
        ({"sent_at": "0001-01-01T00:00:00+14:00"}, {"sent_at": "date_out_of_range"}),
        ({"sent_at": "9999-12-31T23:59:59-12:00"}, {"sent_at": "date_out_of_range"}),
        ({"term_days": 0}, {"term_days": "greater_than_equal"}),
        ({"term_days": 1001}, {"term_days": "less_than_equal"}),
        ({"term_days": "30"}, {"term_days": "int_type"}),
        ({"term_days": 2.5}, {"term_days": "int_type"}),
        ({"term_days": True}, {"term_days": "int_type"}),
        ({"rule": "half_day"}, {"rule": "enum"}),
        ({"closes_at": "25:00"}, {"closes_at": "time_invalid"}),
        ({"closes_at": 1630}, {"closes_at": "time_invalid"}),
        ({"term_starts_from": "answer"}, {"term_starts_from": "enum"}),
        ({"term_starts_from": "reception"}, {"received_at": "missing"}),
        ({"term_starts_from": "reception", "received_at": None}, {"received_at": "missing"}),
        (
            {"term_starts_from": "reception", "received_at": "2026-07-22T18:29:59-05:00"},
            {"received_at": "received_before_sent"},
        ),
        ({"received_at": "2026-07-22T18:30:00"}, {"received_at": "timezone_aware"}),
        ({"pauses": [{"from": "2026-08-05", "to": "2026-08-04"}]}, {"pauses.0.to": "pause_backwards"}),
        ({"pauses": [{"to": "2026-08-04"}]}, {"pauses.0.from": "missing"}),
        ({"pauses": [{"from": "2026-08-04", "to": "2036-08-05"}]}, {"pauses.0.to": "pause_too_long"}),
        ({"pauses": [{"from": "2026-08-04T00:00:00Z"}]}, {"pauses.0.from": "date_invalid"}),
        ({"pauses": [{"from": 0}]}, {"pauses.0.from": "date_invalid"}),
        ({"pauses": {}}, {"pauses": "list_type"}),
        ({"closures": [CLOSURE, CLOSURE]}, {"closures.1.date": "duplicate"}),
        ({"closures": [CLOSURE | {"kind": "party"}]}, {"closures.0.kind": "enum"}),
        ({"closures": [CLOSURE | {"reason": " "}]}, {"closures.0.reason": "string_too_short"}),
        ({"closures": [CLOSURE | {"reason": "a\u0000b"}]}, {"closures.0.reason": "control_character"}),
        ({"closures": [CLOSURE | {"date": "2076-01-01"}]}, {"closures.0.date": "date_out_of_range"}),
        ({"closures": [CLOSURE | {"date": "٢٠٢٦-07-30"}]}, {"closures.0.date": "date_invalid"}),
        ({"closures": [CLOSURE | {"note": "x"}]}, {"closures.0.note": "extra_forbidden"}),
        ({"holidays": []}, {"holidays": "extra_forbidden"}),
        (
            {
                "term_days": 0,
                "pauses": [{"from": "2026-08-05", "to": "2026-08-04"}],
                "closures": [CLOSURE, CLOSURE],
                "term_starts_from": "reception",
            },
            {
                "term_days": "greater_than_equal",
                "pauses.0.to": "pause_backwards",
                "closures.1.date": "duplicate",
                "received_at": "missing",
            },
        ),
    ],
)
async def test_bad_input_is_named_by_its_field(
    client: httpx.AsyncClient, over: Mapping[str, Any], fields: Mapping[str, str]
) -> None:
    answer = await client.post(PATH, json={**SENT, **over})

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "validation_error")
    assert {each["field"]: each["code"] for each in problem["errors"]} == fields
    assert all(each["message"] for each in problem["errors"])


async def test_a_term_without_instant_or_days_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(PATH, json={})

    assert [each["field"] for each in answer.json()["errors"]] == ["sent_at", "term_days"]


async def test_a_body_of_another_shape_is_refused(client: httpx.AsyncClient) -> None:
    for body in ("[]", "null", "7", '"x"', "{"):
        answer = await client.post(PATH, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422, body


async def test_the_longest_term_still_has_its_holidays(client: httpx.AsyncClient) -> None:
    found = await preview(client, sent_at="2075-12-31T23:00:00-05:00", term_days=1000)

    assert found["due_on"].startswith("2080")
    assert any(each["reason"] == "Feriado nacional: Jueves Santo" for each in found["ledger"])
