"""How the keeping of the system stands, told from its runs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.keeping import here, queries
from app.keeping.models import KeepingKind, KeepingRun, KeepingState
from app.keeping.schemas import (
    DrillPart,
    DrillResult,
    KeepingPart,
    KeepingRead,
    KeepingRunRead,
    StorageCheckPart,
    StorageFigures,
)
from app.keeping.service import DUE
from app.settings import Settings

SHOWN = 10
ENDED = (KeepingState.DONE, KeepingState.FAILED)


async def read(session: AsyncSession, settings: Settings) -> KeepingRead:
    """Two statements: all runs, and the reports of the last drill and the last check."""
    runs = [shown(run, name) for run, name in await queries.runs(session)]
    ended = sorted((run for run in runs if run.finished_at), key=lambda run: run.finished_at or 0, reverse=True)
    parts = {kind: _part(kind, runs, ended, settings) for kind in KeepingKind}
    reports = await _last_reports(session, ended)
    figures = reports[KeepingKind.STORAGE_CHECK]
    return KeepingRead(
        backup=KeepingPart(**parts[KeepingKind.BACKUP]),
        drill=DrillPart(
            **parts[KeepingKind.DRILL],
            results=[DrillResult.model_validate(each) for each in reports[KeepingKind.DRILL].get("results", ())],
        ),
        storage_check=StorageCheckPart(
            **parts[KeepingKind.STORAGE_CHECK], figures=StorageFigures.model_validate(figures) if figures else None
        ),
        runs=ended[:SHOWN],
    )


async def _last_reports(session: AsyncSession, ended: Sequence[KeepingRunRead]) -> dict[KeepingKind, dict[str, Any]]:
    # Of a check that could not be done nothing is known: what the one before found still stands.
    last = {
        kind: next((run.id for run in ended if (run.kind, run.state) == (kind, KeepingState.DONE)), None)
        for kind in KeepingKind
    }
    found = await queries.reports(session, [each for each in last.values() if each])
    return {kind: found.get(run_id, {}) if run_id else {} for kind, run_id in last.items()}


def _part(
    kind: KeepingKind, runs: Sequence[KeepingRunRead], ended: Sequence[KeepingRunRead], settings: Settings
) -> dict[str, Any]:
    good_at = next((run.finished_at for run in ended if run.kind == kind and run.ok), None)
    why_not = here.why_not(kind, settings)
    return {
        "last": next((run for run in ended if run.kind == kind), None),
        "running": next((run for run in runs if run.kind == kind and run.state not in ENDED), None),
        "good_at": good_at,
        "due_seconds": int(DUE[kind].total_seconds()),
        # As the alerts have it: no copy at all is too late, no drill yet is a beginning.
        "late": clock.now() - good_at > DUE[kind] if good_at else kind is KeepingKind.BACKUP,
        "may_run": not why_not,
        "why_not": why_not,
        "command": here.command(kind),
    }


def shown(run: KeepingRun, name: str | None) -> KeepingRunRead:
    began, ended = run.started_at, run.finished_at
    return KeepingRunRead(
        id=run.id,
        kind=KeepingKind(run.kind),
        state=KeepingState(run.state),
        requested_at=run.requested_at,
        requested_by=name,
        started_at=began,
        finished_at=ended,
        seconds=round((ended - began).total_seconds(), 1) if began and ended else None,
        progress=run.progress,
        ok=run.ok,
        summary=run.summary,
    )
