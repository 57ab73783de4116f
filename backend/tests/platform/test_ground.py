import httpx


async def test_an_unknown_call_is_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/unknown")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"
