"""What was tried, one line each, and how many held."""

import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager


class Report:
    def __init__(self) -> None:
        self.passed = self.failed = 0

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """One thing that must hold. What it raises is printed, and the next step goes on."""
        began = time.monotonic()
        try:
            yield
        except Exception:
            self.failed += 1
            print(f"FAILED  {what}", flush=True)
            traceback.print_exc()
        else:
            self.passed += 1
            print(f"ok      {what} ({time.monotonic() - began:.1f} s)", flush=True)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"
