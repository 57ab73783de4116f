"""Requests are measured under the names the library gives them, by whole route."""

import httpx
from prometheus_client import REGISTRY

UNKNOWN = "/api/v1/documents/no-existe"
ROUTE = "/api/v1/documents/{document_id}"


def counted(**labels: str) -> float:
    return REGISTRY.get_sample_value("http_requests_total", labels) or 0


async def test_a_request_counts_under_its_whole_route(client: httpx.AsyncClient) -> None:
    before = counted(method="GET", handler=ROUTE, status="401")

    await client.get(UNKNOWN)

    assert counted(method="GET", handler=ROUTE, status="401") == before + 1


async def test_a_wrong_method_counts_under_its_route_and_the_unknown_under_none(client: httpx.AsyncClient) -> None:
    before = counted(method="PUT", handler=ROUTE, status="405"), counted(method="GET", handler="none", status="404")

    await client.put(UNKNOWN)
    await client.get("/api/v1/no-hay")

    after = counted(method="PUT", handler=ROUTE, status="405"), counted(method="GET", handler="none", status="404")
    assert after == (before[0] + 1, before[1] + 1)


async def test_probes_are_not_counted(client: httpx.AsyncClient) -> None:
    for path in ("/health/live", "/health/ready", "/metrics"):
        await client.get(path)

    assert not any(
        "/health" in line or '"/metrics"' in line for line in (await client.get("/metrics")).text.split("\n")
    )


async def test_the_names_are_those_of_the_library(client: httpx.AsyncClient) -> None:
    await client.get(UNKNOWN)

    text = (await client.get("/metrics")).text
    for name in (
        "http_requests_total{",
        "http_request_duration_highr_seconds_bucket{",
        f'http_request_duration_seconds_bucket{{handler="{ROUTE}"',
        "http_request_size_bytes_sum{",
        "http_response_size_bytes_sum{",
    ):
        assert name in text, name
