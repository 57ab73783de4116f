"""Who stands at the desk's two sides in these tests, and what they do, as calls to the API."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from app.clock import LIMA, frozen
from app.notifications.models import Mail
from tests.factories import API, present

# A Monday with no holiday in the four weeks that follow.
MONDAY = date(2031, 3, 3)
WEDNESDAY, FRIDAY = MONDAY + timedelta(days=2), MONDAY + timedelta(days=4)
UNSIGNED = {"reason_code": "unsigned", "text": "El escrito no está firmado."}


@dataclass(frozen=True)
class Person:
    """A caller with their credentials."""

    client: httpx.AsyncClient
    headers: dict[str, str]

    async def get(self, document_id: str, path: str = "") -> httpx.Response:
        return await self.client.get(f"{API}/documents/{document_id}{path}", headers=self.headers)

    async def read(self, document_id: str) -> dict[str, Any]:
        answer = await self.get(document_id)
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def try_to(
        self, verb: str, document_id: str, version: object, body: Any = None, **headers: str
    ) -> httpx.Response:
        """The act on the version seen; an int is quoted as the contract says, None sends no If-Match."""
        seen = {} if version is None else {"If-Match": f'"{version}"' if isinstance(version, int) else str(version)}
        return await self.client.post(
            f"{API}/documents/{document_id}/{verb}", json=body, headers=self.headers | seen | headers
        )

    async def do(self, verb: str, document: dict[str, Any], body: Any = None) -> dict[str, Any]:
        """The act on the document as last seen; gives what it became."""
        answer = await self.try_to(verb, document["id"], document["version"], body)
        assert answer.status_code == 200, answer.text
        after: dict[str, Any] = answer.json()
        assert answer.headers["ETag"] == f'"{after["version"]}"'
        return after


async def tracking(client: httpx.AsyncClient, presented: dict[str, Any]) -> Person:
    """Whoever holds the access key of this filing."""
    pair = {"number": presented["number"], "access_key": presented["access_key"]}
    answer = await client.post(f"{API}/tracking", json=pair)
    assert answer.status_code == 200, answer.text
    return Person(client, {"Authorization": f"Bearer {answer.json()['tracking_token']}"})


async def present_by(person: Person, **over: Any) -> dict[str, Any]:
    """A filing of a signed-in citizen."""
    return await present(person.client, headers=person.headers, **over)


def correction(document: dict[str, Any], text: str = "Adjunto lo que faltaba.", **over: Any) -> dict[str, Any]:
    """An answer to every item of the observation."""
    return {"items": [{"item_id": item["id"], "text": text} | over for item in document["observation"]["items"]]}


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]


def bad_fields(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {error["field"] for error in answer.json()["errors"]}


def at(day: date, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    """That instant in Lima."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=LIMA)


async def observed(clerk: Person, citizen: Person, items: Any = None, **over: Any) -> dict[str, Any]:
    """Presented on MONDAY and observed on WEDNESDAY at ten; as the citizen sees it."""
    with frozen(at(MONDAY)):
        presented = await present_by(citizen, **over)
    with frozen(at(WEDNESDAY)):
        await clerk.do("observe", presented, {"items": items or [UNSIGNED]})
        return await citizen.read(presented["id"])


async def letters(app: FastAPI, document_id: str) -> list[Mail]:
    """What the outbox holds about a document, oldest first."""
    async with app.state.database.reading() as session:
        wanted = select(Mail).where(Mail.document_id == document_id).order_by(Mail.created_at, Mail.id)
        return list(await session.scalars(wanted))
