"""Prints `passed failed skipped` of a JUnit file. A runner that fails naming no test, or writes none, is one failure."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def count(file: Path, status: int) -> tuple[int, int, int]:
    if not file.exists():
        return 0, 1, 0
    cases = list(ElementTree.parse(file).iter("testcase"))
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    skipped = sum(1 for case in cases if case.find("skipped") is not None)
    passed = len(cases) - failed - skipped
    if (status or not cases) and not failed:
        failed = 1
    return passed, failed, skipped


if __name__ == "__main__":
    print(*count(Path(sys.argv[1]), int(sys.argv[2])))
