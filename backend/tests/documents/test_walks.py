"""After any walk of acts, done or refused, the history replays to what the document is, and the chain holds."""

import random
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.audit.verification import verify
from app.documents.lifecycle import TRANSITIONS, Act, Status
from tests.documents.conftest import MakeArea, SignedIn
from tests.documents.desk import UNSIGNED, Person, correction, tracking
from tests.factories import present

STEPS = 14
VERBS = ("claim", "release", "receive", "observe", "correct", "route", "forward", "void", "withdraw")
# Ends come seldom, or no walk would get anywhere.
WEIGHTS = (3, 2, 2, 4, 6, 3, 0.4, 0.4, 0.4)


@dataclass
class Walk:
    """One document and whoever may act on it."""

    people: list[Person]
    citizen: Person
    document_id: str
    area_id: str
    chance: random.Random

    def body(self, verb: str, document: dict[str, Any]) -> Any:
        legs = [{"area_id": self.area_id, "purpose": "action", "instruction": "Atender."}]
        match verb:
            case "receive":
                return self.chance.choice([{}, {"legs": legs}, {"comment": "Conforme."}, {"folios": -1}])
            case "observe":
                return {"items": [UNSIGNED] * self.chance.randint(0, 3)}
            case "correct":
                return correction(document) if document["observation"] else {"items": [{"item_id": "x", "text": "x"}]}
            case "route":
                return {"legs": legs}
            case "forward":
                return {"entity": "SUNARP", "reason": "Es suyo."}
            case "void":
                return {"reason_code": "test", "reason": "Prueba."}
        return None

    async def step(self) -> None:
        verb = self.chance.choices(VERBS, WEIGHTS)[0]
        document = await self.citizen.read(self.document_id)
        person = self.citizen if verb in ("correct", "withdraw") else self.chance.choice(self.people)
        version = document["version"] + self.chance.choice([0, 0, 0, 0, 1])
        answer = await person.try_to(verb, self.document_id, version, self.body(verb, document))

        assert answer.status_code in (200, 403, 409, 412, 422), answer.text
        after = await self.citizen.read(self.document_id)
        if answer.status_code == 200:
            assert after["version"] == answer.json()["version"] > document["version"]
        else:
            assert after == document


@pytest.mark.parametrize("seed", range(8))
async def test_after_any_walk_the_history_is_whole(
    client: httpx.AsyncClient, app: FastAPI, signed_in: SignedIn, make_area: MakeArea, seed: int
) -> None:
    presented = await present(client)
    roles = ("clerk", "clerk", "clerk", "auditor")
    people = [Person(client, await signed_in(role)) for role in roles]
    citizen = await tracking(client, presented)
    walk = Walk(people, citizen, presented["id"], str((await make_area()).id), random.Random(seed))

    for _ in range(STEPS):
        await walk.step()

    document = await people[0].read(presented["id"])
    status: str | None = None
    for movement in (movements := (await people[0].get(presented["id"], "/movements")).json()):
        assert movement["from_status"] == status
        if status is not None:
            assert TRANSITIONS[Status(status), Act(movement["act"])] == movement["to_status"]
        status = movement["to_status"]
    assert status == document["status"]
    assert len(movements) == document["version"]
    trail = (await people[0].get(presented["id"], "/audit")).json()
    assert [row["action"] for row in trail if row["action"] != "read"] == [each["act"] for each in movements]
    async with app.state.database.snapshot() as session:
        assert (await verify(session)).ok
