"""`/metrics`, for Prometheus only: nginx does not pass it on."""

import os

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import Response

router = APIRouter(include_in_schema=False)


def _counted() -> CollectorRegistry:
    """What this process counted, or all processes of this server together."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


@router.get("/metrics")
async def metrics() -> Response:
    return Response(generate_latest(_counted()), headers={"Content-Type": CONTENT_TYPE_LATEST})
