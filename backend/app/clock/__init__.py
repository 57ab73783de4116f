"""The legal clock. `now` and `today` are the only source of time in the system: tests and demo data set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC as UTC
from datetime import date, datetime
from zoneinfo import ZoneInfo

LIMA = ZoneInfo("America/Lima")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The current date in Lima."""
    return lima_date(now())


def lima_date(instant: datetime) -> date:
    return instant.astimezone(LIMA).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Inside the block, and in the tasks it starts, time stands at `at` (aware)."""
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
