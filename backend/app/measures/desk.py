"""How the desk stands, read from the database in one statement when Prometheus asks, at most every few seconds."""

import time
from dataclasses import dataclass, field

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from sqlalchemy import ARRAY, Date, DateTime, String, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock

# Every status in which somebody still has something to do; the ended ones grow for ever and would be slow to count.
OPEN = ["presented", "corrected", "observed", "received", "routed", "in_process", "required"]

# Open ones first, by index: their number does not grow with the years. An instant is seconds since 1970.
FIGURES = text("""
WITH standing AS MATERIALIZED (
    SELECT status, count(*) AS n,
        count(*) FILTER (WHERE status IN ('presented', 'corrected')
            AND (holder_id IS NULL OR held_until < :now)) AS unclaimed,
        count(*) FILTER (WHERE status IN ('received', 'routed', 'in_process') AND due_on < :today) AS late,
        min(presented_at) FILTER (WHERE status IN ('presented', 'corrected')) AS oldest
    FROM documents WHERE status = ANY(:open) GROUP BY status
),
observed AS (SELECT count(*) AS n, count(corrected_at) AS corrected, count(lapsed_at) AS lapsed FROM observations),
waiting AS (SELECT count(*) AS n, min(created_at) AS oldest FROM mails WHERE state = 'pending'),
walked AS (SELECT at, ok, rows FROM audit_verifications ORDER BY at DESC LIMIT 1),
checked AS (
    SELECT finished_at, report FROM keeping_runs WHERE kind = 'storage_check' AND state = 'done'
    ORDER BY finished_at DESC LIMIT 1
)
SELECT
    (SELECT coalesce(sum(value), 0) FROM counters WHERE series = 'P') AS presented,
    (SELECT coalesce(sum(value), 0) FROM counters WHERE series = 'EXP') AS registered,
    (SELECT n FROM observed) AS observed,
    (SELECT corrected FROM observed) AS corrected,
    (SELECT lapsed FROM observed) AS lapsed,
    (SELECT jsonb_object_agg(status, n) FROM standing) AS standing,
    (SELECT coalesce(sum(unclaimed), 0) FROM standing) AS unclaimed,
    (SELECT coalesce(sum(late), 0) FROM standing) AS late,
    (SELECT extract(epoch FROM :now - min(oldest)) FROM standing) AS desk_seconds,
    (SELECT n FROM waiting) AS mails_waiting,
    (SELECT extract(epoch FROM :now - oldest) FROM waiting) AS mail_seconds,
    (SELECT count(*) FROM mails WHERE state = 'failed') AS mails_failed,
    (SELECT extract(epoch FROM :now - min(issued_at)) FROM receipts WHERE sealed_at IS NULL) AS unsealed_seconds,
    (SELECT extract(epoch FROM clock_timestamp() - max(at)) FROM heartbeats WHERE name LIKE 'worker%')
        AS worker_seconds,
    (SELECT extract(epoch FROM :now - at) FROM audit_rows ORDER BY seq DESC LIMIT 1) AS head_seconds,
    (SELECT seq FROM audit_head) AS head_seq,
    (SELECT ok::int FROM walked) AS chain_ok,
    (SELECT extract(epoch FROM at) FROM walked) AS chain_checked,
    (SELECT (report ->> 'missing')::bigint + (report ->> 'changed')::bigint FROM checked) AS files_lost,
    (SELECT extract(epoch FROM finished_at) FROM checked) AS files_checked,
    (SELECT count(DISTINCT user_id) FROM sessions
        WHERE ended_at IS NULL AND expires_at > :now AND rotated_at > :now - interval '1 hour') AS active_users,
    extract(epoch FROM clock_timestamp()) AS database_time
""").bindparams(
    bindparam("now", type_=DateTime(timezone=True)),
    bindparam("today", type_=Date()),
    bindparam("open", OPEN, type_=ARRAY(String())),
)

# Column, name, what it is. Totals of the database, not of a process: nothing is counted twice.
COUNTERS = (
    ("presented", "mesa_presented", "Filings presented, since the first day."),
    ("registered", "mesa_registered", "Filings registered by the desk, since the first day."),
    ("observed", "mesa_observed", "Filings observed, since the first day."),
    ("corrected", "mesa_corrected", "Observations corrected in time, since the first day."),
    ("lapsed", "mesa_lapsed", "Observations nobody corrected in time, since the first day."),
)
GAUGES = (
    ("unclaimed", "mesa_unclaimed", "Filings waiting for a clerk to take them."),
    ("late", "mesa_late", "Files past their due date."),
    ("desk_seconds", "mesa_desk_oldest_seconds", "Age of the oldest filing the desk has not decided."),
    ("mails_waiting", "mesa_outbox_pending", "Mails not sent yet."),
    ("mail_seconds", "mesa_outbox_oldest_seconds", "Age of the oldest mail not sent yet; 0 when there is none."),
    ("mails_failed", "mesa_outbox_failed", "Mails that were given up."),
    ("unsealed_seconds", "mesa_receipts_unsealed_oldest_seconds", "Age of the oldest receipt issued and not sealed."),
    ("worker_seconds", "mesa_worker_heartbeat_age_seconds", "Seconds since the worker said that it lives."),
    ("head_seconds", "mesa_audit_head_age_seconds", "Age of the newest row of the trail."),
    ("head_seq", "mesa_audit_rows", "Rows of the trail."),
    ("chain_ok", "mesa_audit_chain_ok", "1 when the last walk over the whole trail found nothing, 0 when it did."),
    ("chain_checked", "mesa_audit_chain_verified_timestamp_seconds", "When the trail was last walked."),
    ("files_lost", "mesa_files_lost", "Files that the last check of the storage found missing or changed."),
    ("files_checked", "mesa_files_checked_timestamp_seconds", "When every file was last checked."),
    ("active_users", "mesa_active_users", "People whose session was used within the last hour."),
)
# Nothing waiting is no age; a worker never seen is not a young one.
ZERO_WHEN_NONE = frozenset({"desk_seconds", "mail_seconds", "unsealed_seconds"})


@dataclass
class Figures:
    """The last answer, kept for `seconds`: a scrape a second costs the database no more than one every five."""

    seconds: float = 5.0
    _read_at: float = -float("inf")
    _found: list[Metric] = field(default_factory=list)

    async def read(self, session: AsyncSession) -> list[Metric]:
        if time.monotonic() - self._read_at > self.seconds:
            self._found = await figures(session)
            self._read_at = time.monotonic()
        return self._found


async def figures(session: AsyncSession) -> list[Metric]:
    # A connection that must be made first would look like a clock that is ahead.
    await session.connection()
    asked = clock.now()
    row = (await session.execute(FIGURES, {"now": asked, "today": clock.today()})).one()._mapping
    # The statement ran somewhere between asking and hearing: the middle is the best guess of when.
    halfway = asked.timestamp() + (clock.now() - asked).total_seconds() / 2
    found: list[Metric] = [CounterMetricFamily(name, help_, float(row[column])) for column, name, help_ in COUNTERS]
    for column, name, help_ in GAUGES:
        value = 0 if row[column] is None and column in ZERO_WHEN_NONE else row[column]
        if value is not None:
            found.append(GaugeMetricFamily(name, help_, float(value)))
    standing = GaugeMetricFamily("mesa_open", "Filings in each status that has not ended.", labels=["status"])
    for status in OPEN:
        standing.add_metric([status], (row["standing"] or {}).get(status, 0))
    drift = float(row["database_time"]) - halfway
    return [
        *found,
        standing,
        GaugeMetricFamily("mesa_clock_drift_seconds", "Clock of the database less that of this process.", drift),
    ]
