"""Whether what was acknowledged is there: each filing with its receipt, and no number missing in either series."""

import hashlib
from collections import defaultdict
from typing import Any

import httpx

API = "/api/v1"


async def account(client: httpx.AsyncClient, clerk: dict[str, str], acknowledged: list[dict[str, Any]]) -> str:
    """Looks for each acknowledged filing and its receipt, and for holes in the numbers. Raises AssertionError."""
    kept = await every_document(client, clerk)
    found = sum(kept.get(told["id"], {}).get("number") == told["number"] for told in acknowledged)
    receipts = 0
    for told in acknowledged:
        address = f"{API}/documents/{told['id']}/receipt?kind=presentation"
        answer = await client.get(address, headers=clerk)
        receipts += hashlib.sha256(answer.content).hexdigest() == told["receipt"]["sha256"]
    missing = gaps([each[name] for each in kept.values() for name in ("number", "registry_number") if each[name]])
    line = f"acknowledged {len(acknowledged)}, found {found}, receipts {receipts}, gaps {missing}"
    assert 0 < len(acknowledged) == found == receipts, line
    assert missing == 0, line
    return line


def gaps(numbers: list[str]) -> int:
    """Holes and repetitions in series that begin at 1 each year, such as `P-2026-000123`."""
    series: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        name, serial = number.rsplit("-", 1)
        series[name].append(int(serial))
    return sum(
        len(set(range(1, max(given) + 1)) ^ set(given)) + len(given) - len(set(given)) for given in series.values()
    )


async def every_document(client: httpx.AsyncClient, clerk: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The desk's whole list, by id."""
    kept: dict[str, dict[str, Any]] = {}
    cursor: str | None = ""
    while cursor is not None:
        query = {"limit": "100", **({"cursor": cursor} if cursor else {})}
        answer = await client.get(f"{API}/documents", params=query, headers=clerk)
        assert answer.status_code == 200, answer.text
        kept |= {each["id"]: each for each in answer.json()["items"]}
        cursor = answer.json()["next_cursor"]
    return kept
