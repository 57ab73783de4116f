"""The institution's settings: kept by the admin, read by the auditor, seen by everybody in the next answer."""

from datetime import datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.clock import LIMA, frozen
from tests.institution.trail import how_long, newest
from tests.people import sign_in
from tests.platform.processes import Server

API = "/api/v1"
SETTINGS = f"{API}/settings"
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
RULE = {"valid_from": "2047-05-02", "rule": "full_day"}
TEXT = {"title": "Aviso", "body": "Texto", "valid_from": "2047-05-02"}
ADMINS_CALLS = [
    ("PATCH", "/settings", {"name": "Otra"}),
    ("POST", "/settings/cutoff-rules", RULE),
    ("DELETE", "/settings/cutoff-rules/2047-05-02", None),
    ("POST", "/settings/consent-texts", TEXT),
    ("GET", "/setup", None),
]

pytestmark = pytest.mark.usefixtures("settings_given_back")


async def change(client: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await client.patch(SETTINGS, json=body, headers=await sign_in(client, "admin"))


@pytest.mark.parametrize(("method", "path", "body"), ADMINS_CALLS)
async def test_only_the_admin_keeps_them(client: httpx.AsyncClient, method: str, path: str, body: Any) -> None:
    for role in ("citizen", "clerk", "officer", "auditor"):
        answer = await client.request(method, API + path, json=body, headers=await sign_in(client, role))
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), role
    assert (await client.request(method, API + path, json=body)).status_code == 401


async def test_admin_and_auditor_read_them(client: httpx.AsyncClient) -> None:
    for role, status in (("admin", 200), ("auditor", 200), ("clerk", 403), ("officer", 403), ("citizen", 403)):
        assert (await client.get(SETTINGS, headers=await sign_in(client, role))).status_code == status, role
    assert (await client.get(SETTINGS)).status_code == 401

    found = (await client.get(SETTINGS, headers=await sign_in(client, "auditor"))).json()
    assert found["cutoff_rules"][0] == {"valid_from": "1901-01-01", "rule": "full_day", "closes_at": None}
    assert [each["version"] for each in found["consent_texts"]] == ["1"]
    assert found["logo_svg"] is None


async def test_a_change_is_seen_by_everybody_in_the_next_answer(client: httpx.AsyncClient, app: FastAPI) -> None:
    before = (await client.get(SETTINGS, headers=await sign_in(client, "admin"))).json()
    wanted = {
        "name": "Municipalidad de Prueba",
        "short_name": "M. de Prueba",
        "ruc": "20131312955",
        "place": "Cusco",
        "address": "Av. El Sol 1",
        "phone": "084 222 222",
        "email": "mesa@prueba.gob.pe",
        "desk_name": "Trámite Documentario",
        "opens_at": "07:45",
        "closes_at": "15:30",
        "correct_keeps_date": not before["correct_keeps_date"],
    }

    answer = await change(client, **wanted)

    assert answer.status_code == 200, answer.text
    assert answer.json() == before | wanted | {"version": before["version"] + 1}
    assert wanted.items() <= (await client.get(f"{API}/institution")).json().items()
    detail = await newest(app, "settings_changed")
    assert detail["after"] == wanted | {"opens_at": "07:45:00", "closes_at": "15:30:00"}
    assert detail["before"]["name"] == before["name"]


async def test_another_server_process_shows_it_too(client: httpx.AsyncClient, server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as elsewhere:
        # Whatever that process remembers, it has by now.
        before = (await elsewhere.get(f"{API}/institution")).json()
        await change(client, name="Entidad de Otro Proceso", logo_svg=SQUARE)
        after = (await elsewhere.get(f"{API}/institution")).json()

    assert (before["name"], before["logo_svg"]) != (after["name"], after["logo_svg"])
    assert (after["name"], after["logo_svg"]) == ("Entidad de Otro Proceso", SQUARE)


async def test_what_changes_nothing_leaves_no_trace(client: httpx.AsyncClient, app: FastAPI) -> None:
    first = (await change(client, name="Entidad Uno", phone="")).json()
    long = await how_long(app)

    again = await change(client, name=" Entidad Uno ", phone="", ruc=None)

    assert again.json() == first
    assert await how_long(app) == long


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"name": ""}, "name", "string_too_short"),
        ({"name": "\u200b"}, "name", "blank"),
        ({"name": "A\nB"}, "name", "control_character"),
        ({"name": "x" * 201}, "name", "string_too_long"),
        ({"short_name": "x" * 61}, "short_name", "string_too_long"),
        ({"desk_name": " "}, "desk_name", "string_too_short"),
        ({"place": ""}, "place", "string_too_short"),
        ({"ruc": "20131312954"}, "ruc", "ruc_invalid"),
        ({"ruc": "2013131295"}, "ruc", "ruc_invalid"),
        ({"email": "mesa"}, "email", "email_invalid"),
        ({"opens_at": "8"}, "opens_at", "time_invalid"),
        ({"closes_at": "16:30:30"}, "closes_at", "time_invalid"),
        ({"closes_at": "08:30"}, "closes_at", "hours_backwards"),
        ({"opens_at": "16:31"}, "opens_at", "hours_backwards"),
        ({"correct_keeps_date": "yes"}, "correct_keeps_date", "bool_type"),
        ({"logo_svg": "<svg/>"}, "logo_svg", "logo_not_svg"),
        ({"logo_svg": SQUARE.replace("<rect", "<script/><rect")}, "logo_svg", "logo_active"),
        ({"version": 9}, "version", "extra_forbidden"),
    ],
)
async def test_a_bad_value_names_its_field(
    client: httpx.AsyncClient, app: FastAPI, body: dict[str, Any], field: str, code: str
) -> None:
    long = await how_long(app)

    answer = await change(client, **body)

    assert answer.status_code == 422
    assert [(each["field"], each["code"]) for each in answer.json()["errors"]] == [(field, code)]
    assert await how_long(app) == long


async def test_the_logo_is_shown_and_taken_away(client: httpx.AsyncClient, app: FastAPI) -> None:
    assert (await change(client, logo_svg=SQUARE)).json()["logo_svg"] == SQUARE
    assert (await client.get(f"{API}/institution")).json()["logo_svg"] == SQUARE
    # The trail names the drawing; it does not hold it.
    assert len((await newest(app, "settings_changed"))["after"]["logo_sha256"]) == 64

    assert (await change(client, logo_svg=None)).json()["logo_svg"] is None
    assert (await client.get(f"{API}/institution")).json()["logo_svg"] is None
    assert (await change(client, logo_svg=SQUARE)).status_code == 200


async def test_saving_the_hours_as_they_are_confirms_them_once(client: httpx.AsyncClient, app: FastAPI) -> None:
    with frozen(datetime(2047, 5, 6, 9, 0, tzinfo=LIMA)):
        hours = {"opens_at": "08:30", "closes_at": "16:30"}
        first = await change(client, **hours)
        long = await how_long(app)
        await change(client, **hours)

    assert first.status_code == 200
    assert await newest(app, "hours_confirmed") == {"opens_at": "08:30:00", "closes_at": "16:30:00"}
    assert await how_long(app) == long


async def test_a_consent_text_is_a_new_version_from_its_day_on(client: httpx.AsyncClient, app: FastAPI) -> None:
    published = f"{SETTINGS}/consent-texts"
    with frozen(datetime(2047, 5, 6, 9, 0, tzinfo=LIMA)):
        admin = await sign_in(client, "admin")
        first = await client.post(published, json=TEXT | {"valid_from": "2047-05-06"}, headers=admin)
        second = await client.post(published, json=TEXT | {"valid_from": "2047-05-07"}, headers=admin)
        shown = (await client.get(f"{API}/institution")).json()["consent_texts"]
        known = (await client.get(SETTINGS, headers=admin)).json()["consent_texts"]

    assert first.status_code == 201, first.text
    assert (first.json()["version"], second.json()["version"]) == ("2", "3")
    assert [each["version"] for each in shown] == ["2", "1"]
    assert [each["version"] for each in known] == ["3", "2", "1"]
    assert (await newest(app, "consent_text_published"))["version"] == "3"
    with frozen(datetime(2047, 5, 7, 0, 0, tzinfo=LIMA)):
        assert (await client.get(f"{API}/institution")).json()["consent_texts"][0]["version"] == "3"


async def test_the_tenth_version_comes_after_the_ninth(client: httpx.AsyncClient) -> None:
    with frozen(datetime(2047, 5, 6, 9, 0, tzinfo=LIMA)):
        admin = await sign_in(client, "admin")
        for _ in range(9):
            await client.post(f"{SETTINGS}/consent-texts", json=TEXT | {"valid_from": "2047-05-06"}, headers=admin)
        shown = (await client.get(f"{API}/institution")).json()["consent_texts"]

    assert [each["version"] for each in shown][:2] == ["10", "9"]


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"valid_from": "2047-05-05"}, "valid_from"),
        ({"valid_from": "mañana"}, "valid_from"),
        ({"title": ""}, "title"),
        ({"body": " "}, "body"),
        ({"version": "9"}, "version"),
    ],
)
async def test_a_bad_consent_text_is_refused(client: httpx.AsyncClient, over: dict[str, Any], field: str) -> None:
    with frozen(datetime(2047, 5, 6, 9, 0, tzinfo=LIMA)):
        admin = await sign_in(client, "admin")
        body = TEXT | {"valid_from": "2047-05-06"} | over
        answer = await client.post(f"{SETTINGS}/consent-texts", json=body, headers=admin)

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_staff_read_the_citations(client: httpx.AsyncClient) -> None:
    listed = await client.get(f"{API}/legal-rules?limit=100", headers=await sign_in(client, "officer"))

    assert {"full_day", "office_hours", "observation"} <= {each["code"] for each in listed.json()["items"]}
    assert (await client.get(f"{API}/legal-rules", headers=await sign_in(client, "citizen"))).status_code == 403
