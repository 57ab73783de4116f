"""A receipt's content as it is frozen, for tests that need no database."""

from datetime import UTC, date, datetime
from typing import Any

from app.attachments.models import Attachment
from app.catalogue.models import Procedure
from app.documents.models import Document, Observation, ObservationItem
from app.institution.citations import Citation, Citations
from app.institution.models import Institution
from app.receipts.facts import ReceiptKind, Sources, freeze

ADDRESS = "tramites.algarrobos.gob.pe/verificar"
CODE = "4MZK77QDR2WFK9QT"
# As long as a real one: the address, then a signature and the facts in base64url.
QR_TEXT = f"https://{ADDRESS}/{CODE}#" + "Ab3_" * 80
SHA256 = "9f2c" * 16
INSTITUTION = "Municipalidad Distrital de Los Algarrobos"


def institution() -> Institution:
    return Institution(
        id=1,
        name=INSTITUTION,
        short_name="M. D. Los Algarrobos",
        ruc="20154477374",
        place="Los Algarrobos, Piura",
        desk_name="Mesa de Partes",
    )


def files(count: int = 1, name: str = "Solicitud.pdf") -> list[Attachment]:
    return [
        Attachment(kind="main" if position == 0 else "annex", filename=name, size=1_234_567, sha256=SHA256, pages=3)
        for position in range(count)
    ]


def document(**over: Any) -> Document:
    return Document(
        **{
            "number": "P-2026-000347",
            "registry_number": "EXP-2026-000129",
            "subject": "Licencia de funcionamiento – bodega Rosita",
            "identity_type": "dni",
            "identity_number": "45678912",
            "applicant_name": "Rosa Quispe Mamani",
            "representative": None,
            "folios": 6,
            "presented_at": datetime(2026, 11, 24, 15, 47, 9, tzinfo=UTC),
            "presentation_date": date(2026, 11, 24),
            "rule": "full_day",
            "received_at": datetime(2026, 11, 24, 16, 20, 30, tzinfo=UTC),
            "due_on": date(2026, 12, 17),
            "term_days": 15,
            "observation": None,
        }
        | over
    )


def observed() -> Observation:
    texts = ("El escrito no está firmado.", "Falta la vigencia de poder.")
    items = [ObservationItem(position=position, text=text) for position, text in enumerate(texts)]
    return Observation(items=items, corrected_at=datetime(2026, 11, 25, 15, 0, tzinfo=UTC))


def sources(**over: Any) -> Sources:
    procedure = Procedure(code="LIC-01", name="Licencia de funcionamiento", silence="positive")
    since = date(2020, 1, 1)
    rules = [Citation("full_day", "Ley 31465, artículo único", "La recepción digital es a toda hora.", since, None)]
    values = {
        "document": document(),
        "files": files(),
        "institution": institution(),
        "procedure": procedure,
        "citations": Citations(rules),
        "agent": "Persona de Mesa",
        "own_key": True,
        "signer": "Mesa de Partes",
    }
    return Sources(**(values | over))


def content(kind: ReceiptKind = ReceiptKind.PRESENTATION, **over: Any) -> dict[str, Any]:
    """What the process that seals receives."""
    return freeze(kind, CODE, ADDRESS, sources(**over)) | {"qr_text": QR_TEXT}
