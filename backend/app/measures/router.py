"""`/metrics`, for Prometheus only: nginx does not pass it on."""

import asyncio
import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.responses import Response

from app.database import Database
from app.measures.certificates import Certificates
from app.measures.desk import Figures
from app.measures.process import forget_the_dead, storage_space
from app.settings import Settings

# Prometheus waits ten seconds; a database that is away must not take the rest of the figures with it.
PATIENCE_SECONDS = 4.0

router = APIRouter(include_in_schema=False)


class _Found(Collector):
    def __init__(self, found: list[Metric]) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        return self._found


def _counted() -> CollectorRegistry:
    """What this process counted, or all processes of this server together."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder is None:
        return REGISTRY
    forget_the_dead(Path(folder))
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


async def _of_the_database(database: Database, figures: Figures) -> list[Metric]:
    found: list[Metric] = []
    with contextlib.suppress(Exception):
        async with asyncio.timeout(PATIENCE_SECONDS), database.reading() as session:
            found = await figures.read(session)
    return [*found, GaugeMetricFamily("mesa_database_up", "1 when the figures could be read.", 1 if found else 0)]


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    state = request.app.state
    settings: Settings = state.settings
    if not hasattr(state, "figures"):
        state.figures, state.certificates = Figures(), Certificates(settings)
    asked = CollectorRegistry()
    asked.register(
        _Found(
            [
                *await _of_the_database(state.database, state.figures),
                *await state.certificates.read(),
                *storage_space(settings.files_dir),
            ]
        )
    )
    text = generate_latest(_counted()) + generate_latest(asked)
    return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST})
