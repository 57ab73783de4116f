"""A slow statement is one log line with the id of its request, from nginx's log to SQL.

The id goes into the log and not into the statement: a comment makes every statement a new one, which throws away what
driver and server prepared, and naming the connection would cost a round trip in every transaction.
"""

import logging
import re
import time
from typing import Any

from sqlalchemy import Engine, event

from app.measures.counts import SLOW

logger = logging.getLogger(__name__)
SHOWN = 1_000
_SPACE = re.compile(r"\s+")


def watch(engine: Engine, seconds: float) -> None:
    """Logs each statement that takes longer. Its text has placeholders: what people typed is in the parameters."""

    def before(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if context is not None:
            context.mesa_began = time.perf_counter()

    def after(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        took = time.perf_counter() - getattr(context, "mesa_began", float("inf"))
        if took > seconds:
            SLOW.inc()
            facts = {"milliseconds": round(took * 1000), "statement": _SPACE.sub(" ", statement)[:SHOWN]}
            logger.warning("slow statement", extra=facts)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
