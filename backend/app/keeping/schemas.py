"""Copies, drills and storage checks on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.keeping.models import KeepingKind, KeepingState


class KeepingRunRead(BaseModel):
    """One run. `ok` is null until it came to its end, and for one that could not be done (`failed`)."""

    id: UUID
    kind: KeepingKind
    state: KeepingState
    requested_at: datetime
    requested_by: str | None = Field(description="Nombre de quien la pidió; vacío si nadie la pidió desde la página.")
    started_at: datetime | None
    finished_at: datetime | None
    seconds: float | None = Field(description="Cuánto duró, una vez terminada.")
    progress: float | None = Field(description="De 0 a 1, mientras corre y se puede saber.")
    ok: bool | None
    summary: str


class StorageFinding(BaseModel):
    """A file that is not as it must be. `document` is the number of its filing; empty when it has none."""

    problem: Literal["missing", "changed", "stray"]
    sha256: str
    document: str
    detail: str


class StorageFigures(BaseModel):
    """What the last check counted; `findings` are the worst 200."""

    files: int
    bytes: int
    missing: int
    changed: int
    stray: int
    arriving: int
    findings: list[StorageFinding]


class DrillResult(BaseModel):
    what: str
    ok: bool
    said: str


class KeepingPart(BaseModel):
    """How one kind stands. `good_at` is when one last ended well."""

    last: KeepingRunRead | None
    running: KeepingRunRead | None
    good_at: datetime | None
    due_seconds: int = Field(description="Cada cuánto debe haber una buena, en segundos.")
    late: bool
    may_run: bool
    why_not: str = Field(description="Por qué no se puede pedir desde aquí; vacío si se puede.")
    command: str


class DrillPart(KeepingPart):
    results: list[DrillResult] = Field(description="Lo que verificó el último ensayo, si lo anotó.")


class StorageCheckPart(KeepingPart):
    figures: StorageFigures | None


class KeepingRead(BaseModel):
    backup: KeepingPart
    drill: DrillPart
    storage_check: StorageCheckPart
    runs: list[KeepingRunRead] = Field(description="Las diez últimas terminadas, de la más nueva a la más antigua.")
