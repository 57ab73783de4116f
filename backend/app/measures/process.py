"""What this process holds: connections, sockets, space. Right with several processes, too."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI
from prometheus_client import Gauge
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import mark_process_dead
from sqlalchemy.pool import QueuePool

from app.database import Database
from app.notifications.hub import Hub
from app.settings import Settings

SAMPLED_SECONDS = 2.0
# "livesum": over the processes that live. Each writes its own, for only it knows them.
IN_USE = Gauge(
    "mesa_database_connections_in_use",
    "Connections of the pool that are working.",
    multiprocess_mode="livesum",
)
AT_MOST = Gauge(
    "mesa_database_connections_max",
    "Connections the pool may open: DATABASE_POOL_SIZE and DATABASE_MAX_OVERFLOW of every process.",
    multiprocess_mode="livesum",
)
SOCKETS = Gauge("mesa_websocket_clients", "Open WebSockets.", multiprocess_mode="livesum")


@contextlib.asynccontextmanager
async def sampled(app: FastAPI) -> AsyncIterator[None]:
    """Keeps the gauges of this process true while the block runs."""
    sampling = asyncio.create_task(_sample(app), name="measures")
    try:
        yield
    finally:
        sampling.cancel()
        for gauge in (IN_USE, AT_MOST, SOCKETS):
            gauge.set(0)


async def _sample(app: FastAPI) -> None:
    settings: Settings = app.state.settings
    database: Database = app.state.database
    hub: Hub = app.state.hub
    AT_MOST.set(settings.database_pool_size + settings.database_max_overflow)
    pool = database.engine.sync_engine.pool
    while True:
        IN_USE.set(pool.checkedout() if isinstance(pool, QueuePool) else 0)
        SOCKETS.set(hub.size)
        await asyncio.sleep(SAMPLED_SECONDS)


def forget_the_dead(folder: Path) -> None:
    """Drops the gauges of processes that ended without a word; their counters stay, for they did happen."""
    for file in folder.glob("gauge_live*_*.db"):
        pid = int(file.stem.rsplit("_", 1)[1])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
        except PermissionError:
            continue


def storage_space(folder: Path) -> list[Metric]:
    """Bytes of the disk where originals are kept."""
    if not folder.exists():
        return []
    found = shutil.disk_usage(folder)
    return [
        GaugeMetricFamily("mesa_storage_free_bytes", "Free bytes where originals are kept.", found.free),
        GaugeMetricFamily("mesa_storage_size_bytes", "Bytes of the disk where originals are kept.", found.total),
    ]
