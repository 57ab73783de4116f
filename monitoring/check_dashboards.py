#!/usr/bin/env python3
"""Asks a running Prometheus every expression of the dashboards: monitoring/check_dashboards.py [ADDRESS]

Alerts it cannot evaluate are told, too. A query that fails, or a panel that would be empty, is a failure; empty by
right are those of MAY_BE_EMPTY. Needs only Python. Ends with one line, `N passed, M failed`.
"""

import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# Metric: why a healthy system may not have it yet.
MAY_BE_EMPTY = {
    "mesa_backup_last_success_timestamp_seconds": "todavía no hubo un respaldo",
    "mesa_upload_verdicts_total": "todavía no se envió ningún archivo",
}


def expressions() -> Iterator[tuple[str, str]]:
    """Where an expression stands, and the expression."""
    for file in sorted((HERE / "grafana" / "dashboards").glob("*.json")):
        for panel in json.loads(file.read_text())["panels"]:
            for target in panel["targets"]:
                yield f"{file.stem}: {panel['title']} {target['legendFormat']}".strip(), target["expr"]


def get(address: str, path: str) -> Any:
    with urllib.request.urlopen(f"{address}/api/v1/{path}", timeout=10) as answer:  # noqa: S310
        return json.load(answer)["data"]


def ask(address: str, expression: str) -> list[object]:
    """The series an expression gives now. Raises ValueError with what Prometheus says of a bad one."""
    try:
        return list(get(address, f"query?{urllib.parse.urlencode({'query': expression})}")["result"])
    except urllib.error.HTTPError as error:
        raise ValueError(json.load(error)["error"]) from None


def rules_in_error(address: str) -> list[str]:
    """The alerts that Prometheus itself cannot evaluate."""
    rules = [rule for group in get(address, "rules")["groups"] for rule in group["rules"]]
    return [f"alerta {rule['name']}: {rule['lastError']}" for rule in rules if rule["health"] == "err"]


def complaint(address: str, expression: str) -> str | None:
    """What is wrong with it, or None."""
    try:
        if ask(address, expression):
            return None
    except ValueError as error:
        return str(error)
    return None if any(re.search(rf"\b{name}\b", expression) for name in MAY_BE_EMPTY) else "sin datos"


def main() -> int:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:9090"
    passed, failed = 0, rules_in_error(address)
    for where, expression in expressions():
        if why := complaint(address, expression):
            failed.append(f"{where}: {why}\n        {expression}")
        else:
            passed += 1
    for each in failed:
        print(f"FAILED  {each}")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
