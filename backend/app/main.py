"""Assembles the application. Nothing is decided here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

from app import api_docs, body_limit, headers, health, observability, problems, replica, spa
from app.attachments import router as attachments
from app.attachments.storage import open_storage
from app.audit import router as audit
from app.catalogue import router as catalogue
from app.clock import router as clock
from app.database import Database
from app.documents import files
from app.documents import router as documents
from app.documents.listing import router as listing
from app.documents.presenting import router as presenting
from app.documents.tracking import router as tracking
from app.institution import router as institution
from app.institution import settings_router
from app.keeping import router as keeping
from app.measures import process
from app.notifications import router as notifications
from app.notifications import websocket
from app.notifications.hub import Hub
from app.processes import ProcessPool
from app.rate_limits import RateLimits, within_limits
from app.receipts import router as receipts
from app.settings import Settings, get_settings
from app.users import auth_router as auth
from app.users import router as users

API = "/api/v1"


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    database = app.state.database = Database(settings)
    pool = app.state.pool = ProcessPool(settings.worker_processes)
    app.state.storage = open_storage(settings)
    app.state.rate_limits = RateLimits(settings)
    hub = app.state.hub = Hub(settings, database)
    hub.start()
    try:
        async with process.sampled(app):
            yield
    finally:
        await hub.stop()
        pool.close()
        await database.close()


def operation_id(route: APIRoute) -> str:
    """The function's name: what the generated client calls it."""
    return route.name


def api_router() -> APIRouter:
    """Every call of the contract."""
    limited = [Depends(within_limits(API))]
    api = APIRouter(prefix=API, dependencies=limited, responses=problems.problems(429, 503))
    # The busiest first: the router asks them in turn.
    api.include_router(listing.router)
    api.include_router(presenting.router)
    api.include_router(attachments.router)
    api.include_router(documents.router)
    api.include_router(files.router)
    api.include_router(notifications.router)
    api.include_router(users.router)
    api.include_router(auth.router)
    api.include_router(tracking.router)
    api.include_router(catalogue.router)
    api.include_router(clock.router)
    api.include_router(institution.router)
    api.include_router(settings_router.router)
    api.include_router(receipts.router)
    api.include_router(audit.router)
    api.include_router(keeping.router)
    return api


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application for `settings` (the environment's by default)."""
    settings = settings or get_settings()
    app = FastAPI(
        title="Mesa de Partes",
        version="0.1.0",
        lifespan=lifespan,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        generate_unique_id_function=operation_id,
    )
    app.state.settings = settings
    problems.install(app)
    app.include_router(api_router())
    app.include_router(websocket.router)
    app.include_router(health.router)
    api_docs.install(app, settings)
    spa.install(app)
    # What is added last sees a request first.
    replica.install(app, settings)
    body_limit.install(app)
    observability.install(app)
    headers.install(app, settings)
    _describe_problems(app)
    return app


def _describe_problems(app: FastAPI) -> None:
    """Adds the Problem schema to openapi.json and says that 422 answers are problems too."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema:
            return app.openapi_schema
        schema = generate()
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schemas["Problem"].pop("$defs", {})
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        unprocessable = problems.problems(422)[422]
        for path in schema.get("paths", {}).values():
            for operation in path.values():
                if "422" in operation.get("responses", {}):
                    operation["responses"]["422"] = unprocessable
        app.openapi_schema = schema
        return schema

    app.openapi = openapi  # type: ignore[method-assign]
