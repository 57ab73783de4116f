"""Everything openapi.json allows, and much that it does not, sent by everyone: no answer is a surprise.

MESA_FUZZ_EXAMPLES says how many calls each operation gets from each caller.
"""

import asyncio
import json
import os
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.problems import MEDIA_TYPE
from tests.contract.conftest import Headers, World

CALLERS = ("anonymous", "citizen", "clerk", "admin")
EXAMPLES = int(os.environ.get("MESA_FUZZ_EXAMPLES", "6"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# What a caller who knows the contract sends besides; those of tus are not in openapi.json.
KNOWN_HEADERS = {"If-Match": '"1"', "Tus-Resumable": "1.0.0", "Upload-Length": "64", "Upload-Offset": "0"}
DOCUMENT = "/api/v1/documents/{document_id}"

CONTRACT = json.loads((Path(__file__).parents[2] / "openapi.json").read_text())
OPERATIONS = [(method, path) for path, operations in CONTRACT["paths"].items() for method in operations]


def is_a_problem(answer: Response, method: str) -> None:
    """Every refusal is one, with its fields, and carries the id of its request."""
    assert answer.headers["content-type"] == [MEDIA_TYPE], answer.headers
    if method == "HEAD":
        return
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["instance"] == answer.headers["x-request-id"][0]
    for name in ("type", "title", "code"):
        assert problem[name], name
    for error in problem.get("errors", ()):
        assert all(error[name] for name in ("field", "code", "message")), error


def strategy(operation: APIOperation) -> st.SearchStrategy[Case]:
    modes = [GenerationMode.POSITIVE]
    if operation.body or operation.query or operation.path_parameters:
        modes.append(GenerationMode.NEGATIVE)
    return st.one_of([operation.as_strategy(generation_mode=mode) for mode in modes])


def fuzz(operation: APIOperation, url: str, headers: Headers, known: dict[str, str]) -> None:
    """Calls the operation EXAMPLES times; half of them name things that exist and the version they have."""
    connection = requests.Session()

    @hypothesis_settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy(operation), real=st.booleans())
    def call(case: Case, real: bool) -> None:
        own = dict(headers)
        if real:
            wanted = {name: value for name, value in known.items() if name in (case.path_parameters or {})}
            case.path_parameters = {**(case.path_parameters or {}), **wanted}
            own |= KNOWN_HEADERS
        if not headers:
            (case.headers or {}).pop("Authorization", None)
        answer = case.call(base_url=url, headers=own, session=connection, timeout=30)
        if answer.status_code >= 400:
            is_a_problem(answer, case.method)
        case.validate_response(answer, checks=CHECKS)

    with connection:
        call()


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS])
async def test_no_call_surprises(caller: str, method: str, path: str, world: World, api: BaseSchema) -> None:
    headers = await world.caller(caller)
    known = dict(world.ids)
    if method == "post" and path.startswith(DOCUMENT) and caller in ("citizen", "clerk"):
        known["document_id"] = (await world.document(headers if caller == "citizen" else {}))["id"]

    await asyncio.to_thread(fuzz, api[path][method], world.server.url, headers, known)
