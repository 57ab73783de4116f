"""The interactive pages of the API at /api/docs, from our own address and without a script written in the page."""

from pathlib import Path

import fastapi_offline
from fastapi import FastAPI
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from app.settings import Settings

FILES = Path(fastapi_offline.__file__).parent / "static"
PAGE = """<!doctype html>
<html lang="es-PE">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API de Mesa de Partes</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/files/swagger-ui.css">
<div id="api"></div>
<script src="/api/docs/files/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</html>
"""
START = """SwaggerUIBundle({url: "/api/v1/openapi.json", dom_id: "#api", deepLinking: true});
"""


def install(app: FastAPI, settings: Settings) -> None:
    """Nothing in production, unless API_DOCS_ENABLED says so."""
    if not settings.docs_enabled:
        return

    @app.get("/api/docs", include_in_schema=False)
    async def page() -> HTMLResponse:
        return HTMLResponse(PAGE)

    @app.get("/api/docs/start.js", include_in_schema=False)
    async def start() -> Response:
        return Response(START, media_type="text/javascript")

    app.mount("/api/docs/files", StaticFiles(directory=FILES))
