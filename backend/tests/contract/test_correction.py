"""A correction is only accepted against a real list of defects, which no fuzzer guesses: here it is given one."""

import asyncio
from typing import Any

import httpx
import requests
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import BaseSchema

from tests.contract.conftest import Headers, World
from tests.contract.test_fuzz import CHECKS, DOCUMENT, EXAMPLES, is_a_problem

DEFECT = {"reason_code": "unsigned", "text": "El escrito no está firmado."}


def observed(world: World, citizen: Headers, clerk: Headers) -> dict[str, Any]:
    """A new filing of the citizen, with one defect to answer."""

    async def made() -> dict[str, Any]:
        document = await world.document(citizen)
        async with httpx.AsyncClient(base_url=world.server.url, timeout=30) as client:
            path = DOCUMENT.format(document_id=document["id"])
            headers = clerk | {"If-Match": f'"{document["version"]}"'}
            answer = await client.post(f"{path}/observe", json={"items": [DEFECT]}, headers=headers)
            assert answer.status_code == 200, answer.text
            shown: dict[str, Any] = answer.json()
            return shown

    return asyncio.run(made())


async def test_whatever_words_answer_a_defect_the_contract_holds(world: World, api: BaseSchema) -> None:
    citizen, clerk = await world.caller("citizen"), await world.caller("clerk")
    operation = api[f"{DOCUMENT}/correct"]["post"]
    accepted = 0

    @hypothesis_settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def correct(case: Case) -> None:
        nonlocal accepted
        document = observed(world, citizen, clerk)
        case.path_parameters = {"document_id": document["id"]}
        (item,) = document["observation"]["items"]
        words = case.body["items"][0]["text"]
        case.body = {"items": [{"item_id": item["id"], "text": words}]}
        answer = case.call(
            base_url=world.server.url,
            headers=citizen | {"If-Match": f'"{document["version"]}"'},
            session=connection,
            timeout=30,
        )
        if answer.status_code == 422:
            is_a_problem(answer, "POST")
            assert {error["field"] for error in answer.json()["errors"]} == {"items.0.text"}
        else:
            assert answer.status_code == 200, answer.text
            assert answer.json()["status"] == "corrected"
            accepted += 1
        case.validate_response(answer, checks=CHECKS)

    with requests.Session() as connection:
        await asyncio.to_thread(correct)
    assert accepted, "no correction was accepted"
