"""What openapi.json promises of every operation, whoever wrote it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.main import create_app
from app.problems import MEDIA_TYPE
from app.settings import Settings

PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
# tus says 460 without a body's description: its answers follow its own protocol.
OWN_PROTOCOL = "460"
# 429 and 503 may happen to any call.
EVERYWHERE = {"429", "503"}


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    document = create_app(Settings(_env_file=None)).openapi()  # type: ignore[call-arg]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


@pytest.fixture(scope="module")
def contract() -> dict[str, dict[str, Any]]:
    return dict(operations())


def test_every_refusal_is_a_problem(contract: dict[str, dict[str, Any]]) -> None:
    for name, operation in contract.items():
        refusals = {status: answer for status, answer in operation["responses"].items() if status >= "4"}
        assert refusals.keys() >= EVERYWHERE, name
        for status, answer in refusals.items():
            if status != OWN_PROTOCOL:
                assert answer["content"] == PROBLEM, f"{name} {status}"


def test_who_needs_an_account_or_names_a_thing_may_be_refused(contract: dict[str, dict[str, Any]]) -> None:
    for name, operation in contract.items():
        statuses = operation["responses"].keys()
        if "{" in name:
            assert "404" in statuses, name
        if operation.get("security"):
            assert "401" in statuses, name
        if "If-Match" in [each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"]:
            assert "412" in statuses, name
        if operation.get("requestBody") or operation.get("parameters"):
            assert "422" in statuses, name


def test_no_call_answers_with_a_page(contract: dict[str, dict[str, Any]]) -> None:
    for name, operation in contract.items():
        for status, answer in operation["responses"].items():
            assert not any("html" in kind for kind in answer.get("content", ())), f"{name} {status}"


def test_every_operation_has_a_name_of_its_own(contract: dict[str, dict[str, Any]]) -> None:
    names = [operation["operationId"] for operation in contract.values()]

    assert sorted(names) == sorted(set(names))
    assert all(operation.get("description") for operation in contract.values())


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/", "/api/v1/nada", "/api/v1/documents/", "/api/v1/institution/x"])
async def test_an_address_that_does_not_exist_is_a_problem_even_to_a_browser(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await client.request(method, path, headers={"Accept": "text/html"})

    assert answer.status_code in (401, 404, 405)
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.json()["code"] in ("unauthorized", "not_found", "method_not_allowed")
