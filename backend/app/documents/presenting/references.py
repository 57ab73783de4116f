"""What a filing names that must exist: procedure, requirements, document type, consent text, a related file.

Read leniently from whatever was sent, so that one answer can name every bad field even when the shape is wrong too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, String, Uuid, bindparam, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.catalogue.models import DocumentType, Procedure, Requirement
from app.database import parse_id
from app.documents.models import Document
from app.institution.models import ConsentText
from app.problems import FieldError

MOST_CODE = 64


def _named(values: Any, name: str) -> str | None:
    """The text under `name`, when there is one that a database could be asked for."""
    value = values.get(name) if isinstance(values, dict) else None
    if not isinstance(value, str):
        return None
    value = value.strip()
    return value if 0 < len(value) <= MOST_CODE and value.isprintable() else None


@dataclass(frozen=True, slots=True)
class References:
    procedure_id: str | None = None
    document_type: str | None = None
    consent_version: str | None = None
    related_number: str | None = None
    requirements: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, sent: Any) -> "References":
        """From a parsed JSON body of any shape. Field paths are the keys of `requirements` and `uploads`."""
        requirements: dict[str, str] = {}
        uploads: dict[str, str] = {}
        if main := _named(sent, "main_upload_id"):
            uploads["main_upload_id"] = main
        annexes = sent.get("annexes") if isinstance(sent, dict) else None
        for at, annex in enumerate(annexes if isinstance(annexes, list) else ()):
            if upload := _named(annex, "upload_id"):
                uploads[f"annexes.{at}.upload_id"] = upload
            if requirement := _named(annex, "requirement_id"):
                requirements[f"annexes.{at}.requirement_id"] = requirement
        return cls(
            _named(sent, "procedure_id"),
            _named(sent, "document_type"),
            _named(sent, "privacy_consent_version"),
            _named(sent, "related_registry_number"),
            requirements,
            uploads,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What of the references exists. `requirement_ids` are those of the procedure."""

    procedure: Procedure | None
    document_type: bool
    consent: bool
    related: bool
    requirement_ids: frozenset[UUID]

    def faults(self, named: References, *, max_files: int) -> Iterator[FieldError]:
        """One error for each thing named that does not exist, and one for too many files."""
        if named.procedure_id and not self.procedure:
            yield FieldError("procedure_id", "unknown", "Ese procedimiento no existe o ya no se ofrece.")
        if named.document_type and not self.document_type:
            yield FieldError("document_type", "unknown", "Ese tipo de documento no existe.")
        if named.consent_version and not self.consent:
            yield FieldError("privacy_consent_version", "unknown", "Esa versión del consentimiento no existe.")
        if named.related_number and not self.related:
            yield FieldError("related_registry_number", "unknown", "No hay ningún expediente con ese número.")
        for at, requirement in named.requirements.items():
            if parse_id(requirement) not in self.requirement_ids:
                yield FieldError(at, "unknown", "Ese requisito no es del procedimiento elegido.")
        if len(named.uploads) > max_files:
            yield FieldError("annexes", "too_many_files", f"Puede presentar hasta {max_files} archivos en total.")


def _query() -> Any:
    """All of it in one row. Built once: putting it together took longer than running it."""
    related = bindparam("related", type_=String)
    requirement_ids = select(func.array_agg(Requirement.id)).where(Requirement.procedure_id == Procedure.id)
    return (
        select(
            Procedure,
            DocumentType.code,
            ConsentText.version,
            exists().where(or_(Document.registry_number == related, Document.number == related)),
            requirement_ids.scalar_subquery(),
        )
        .select_from(select(literal(1).label("one")).subquery())
        .outerjoin(Procedure, (Procedure.id == bindparam("procedure_id", type_=Uuid())) & Procedure.active)
        .outerjoin(DocumentType, (DocumentType.code == bindparam("document_type", type_=String)) & DocumentType.active)
        .outerjoin(
            ConsentText,
            (ConsentText.version == bindparam("consent", type_=String))
            & (ConsentText.valid_from <= bindparam("today", type_=Date)),
        )
    )


QUERY = _query()


async def look_up(session: AsyncSession, named: References, *, today: date) -> Found:
    """One statement for all of it."""
    asked = {
        "procedure_id": parse_id(named.procedure_id or ""),
        "document_type": named.document_type,
        "consent": named.consent_version,
        "related": (named.related_number or "").upper(),
        "today": today,
    }
    procedure, code, version, related, requirement_ids = (await session.execute(QUERY, asked)).one()
    ids: Sequence[UUID] = requirement_ids or ()
    return Found(procedure, code is not None, version is not None, related, frozenset(ids))
