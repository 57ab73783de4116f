"""What any part of the system counts as it happens. Imports nothing of ours, so anybody may import it."""

from prometheus_client import Counter

VERDICTS = Counter(
    "mesa_upload_verdicts", "Files inspected, by what was found: `accepted` or the refusal.", ["verdict"]
)
SLOW = Counter("mesa_slow_statements", "Statements of SQL slower than SLOW_STATEMENT_SECONDS.")
