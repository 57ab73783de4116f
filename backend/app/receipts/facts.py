"""What a receipt says, frozen when it is issued. Identities are masked; names are printed in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.attachments.models import Attachment
from app.catalogue.models import Procedure
from app.clock import LIMA, UTC, lima_date
from app.dates import MONTHS, long_date, long_instant
from app.documents.models import Document
from app.institution.citations import Citations
from app.institution.models import Institution

Line = list[dict[str, str]]
IDENTITIES = {"dni": "DNI", "ce": "Carné de extranjería", "passport": "Pasaporte", "ruc": "RUC", "ptp": "PTP"}
SILENCES = {"positive": "positivo", "negative": "negativo", "automatic": "no corresponde: aprobación automática"}
RULES = {
    "full_day": "Se recibe a toda hora: lo enviado en día hábil cuenta ese día; lo demás, el siguiente día hábil.",
    "office_hours": "Lo enviado después de la hora de cierre o en día inhábil cuenta el siguiente día hábil.",
}
SHOWN_CHARACTERS = 2


class ReceiptKind(StrEnum):
    PRESENTATION = "presentation"
    RECEPTION = "reception"
    ANSWER = "answer"


TITLES = {ReceiptKind.PRESENTATION: "Constancia de presentación", ReceiptKind.RECEPTION: "Cargo de recepción"}
LABELS = {ReceiptKind.PRESENTATION: "Constancia", ReceiptKind.RECEPTION: "Cargo"}
STAMPED = {ReceiptKind.PRESENTATION: "PRESENTADO", ReceiptKind.RECEPTION: "RECIBIDO"}


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything a receipt is made from."""

    document: Document
    files: Sequence[Attachment]
    institution: Institution
    procedure: Procedure | None
    citations: Citations
    agent: str | None
    own_key: bool
    signer: str


def plain(text: str) -> dict[str, str]:
    return {"kind": "plain", "text": text}


def strong(text: str) -> dict[str, str]:
    return {"kind": "strong", "text": text}


def num(text: str) -> dict[str, str]:
    return {"kind": "num", "text": text}


def big(text: str) -> dict[str, str]:
    return {"kind": "big", "text": text}


def hashed(text: str) -> dict[str, str]:
    return {"kind": "hash", "text": text}


def soft(text: str) -> dict[str, str]:
    return {"kind": "soft", "text": text}


def masked(number: str) -> str:
    return "•" * max(0, len(number) - SHOWN_CHARACTERS) + number[-SHOWN_CHARACTERS:]


def grouped(code: str) -> str:
    """4MZK-77QD-R2WF"""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def freeze(kind: ReceiptKind, code: str, address: str, sources: Sources) -> dict[str, Any]:
    """The content of the receipt's template, but for its QR."""
    document, institution = sources.document, sources.institution
    instant = document.presented_at if kind is ReceiptKind.PRESENTATION else document.received_at
    assert instant is not None, "a reception receipt is issued by receiving"
    local = instant.astimezone(LIMA)
    number = document.number if kind is ReceiptKind.PRESENTATION else str(document.registry_number)
    return {
        "issued": list(instant.astimezone(UTC).timetuple()[:6]),
        "title": TITLES[kind],
        "label": LABELS[kind],
        "institution": {
            "name": institution.name,
            "short_name": institution.short_name,
            "place": institution.place,
            "line": institution_line(institution),
            "logo": institution.logo_sha256,
        },
        "stamp": {
            "date": f"{local.day:02d} {MONTHS[local.month - 1][:3].upper()} {local.year}",
            "hour": f"{local:%H:%M:%S}",
            "number": number,
            "word": STAMPED[kind],
        },
        "sections": _sections(kind, sources),
        "files": [_file(each) for each in sources.files],
        "folios": _folios(document, sources.files),
        "code": code,
        "code_shown": grouped(code),
        "verify_address": address,
        "signed": signed_by(own_key=sources.own_key, signer=sources.signer),
        "legal": _legal(kind, sources),
    }


def institution_line(institution: Institution) -> str:
    ruc = f"RUC {institution.ruc}" if institution.ruc else ""
    return " · ".join(part for part in (institution.desk_name, ruc, institution.place) if part)


def _to_the_second(instant: datetime) -> str:
    return f"{long_instant(instant, seconds=True)} (hora de Lima, UTC−05:00)."


def _sections(kind: ReceiptKind, sources: Sources) -> list[dict[str, Any]]:
    document = sources.document
    sections = [
        {"label": "Números", "lines": _numbers(kind, document)},
        {"label": "Fecha", "lines": _when(kind, document)},
        {"label": "Quién presenta", "lines": _who(document)},
        {"label": "Qué presenta", "lines": _what(sources)},
    ]
    if kind is ReceiptKind.RECEPTION:
        sections.append({"label": "Observaciones", "lines": _observations(document)})
    return [*sections, {"label": "Registró", "lines": [[plain(_agent(kind, sources))]]}]


def _agent(kind: ReceiptKind, sources: Sources) -> str:
    desk = sources.institution.desk_name
    if kind is ReceiptKind.PRESENTATION or not sources.agent:
        return f"{desk}: presentación en línea, registrada automáticamente por el sistema."
    return f"{sources.agent}, {desk}."


def _numbers(kind: ReceiptKind, document: Document) -> list[Line]:
    """The number this receipt gives, large; the other one below it."""
    presented = [plain("Presentación N.º "), num(document.number)]
    if kind is ReceiptKind.PRESENTATION or not document.registry_number:
        pending = [soft("El número de expediente lo da la mesa de partes al registrar el documento.")]
        return [[plain("Presentación N.º "), big(document.number)], pending]
    return [[plain("Expediente N.º "), big(document.registry_number)], presented]


def _when(kind: ReceiptKind, document: Document) -> list[Line]:
    lines = [
        [
            strong("Presentado: "),
            plain(_to_the_second(document.presented_at)),
        ],
        [
            strong("Fecha de presentación: "),
            plain(f"{long_date(document.presentation_date)}. "),
            soft(RULES.get(document.rule, "")),
        ],
    ]
    if kind is ReceiptKind.RECEPTION and document.received_at:
        lines.append([strong("Recibido: "), plain(_to_the_second(document.received_at))])
    return lines


def _who(document: Document) -> list[Line]:
    kind = IDENTITIES.get(document.identity_type, document.identity_type)
    lines = [[strong(document.applicant_name), plain(f", {kind} "), num(masked(document.identity_number))]]
    if person := document.representative:
        kind = IDENTITIES.get(person["identity_type"], person["identity_type"])
        capacity = f", {person['capacity']}" if person.get("capacity") else ""
        name = f"Representante: {person['name']}{capacity}, {kind} "
        lines.append([plain(name), num(masked(person["identity_number"]))])
    return lines


def _what(sources: Sources) -> list[Line]:
    document, procedure = sources.document, sources.procedure
    lines = [[strong(document.subject)]]
    if procedure is None:
        lines.append([plain("Sin procedimiento del TUPA indicado.")])
        return lines
    lines.append([plain(f"{procedure.name} ({procedure.code}).")])
    if document.term_days and document.due_on:
        term = f"Plazo: {document.term_days} días hábiles, hasta el {long_date(document.due_on)}."
        lines.append([plain(term)])
    elif document.term_days:
        lines.append([plain(f"Plazo: {document.term_days} días hábiles desde la recepción.")])
    lines.append([plain(f"Silencio administrativo {SILENCES[procedure.silence]}.")])
    return lines


def _observations(document: Document) -> list[Line]:
    if document.observation is None:
        return [[strong("SIN OBSERVACIONES")]]
    return [[plain(f"{item.position + 1}. {item.text} (subsanada)")] for item in document.observation.items]


def _file(each: Attachment) -> dict[str, str]:
    return {
        "name": each.filename,
        "sha256": each.sha256,
        "pages": str(each.pages) if each.pages else "—",
        "size": _size(each.size),
    }


def _size(size: int) -> str:
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.0f} kB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _folios(document: Document, files: Sequence[Attachment]) -> str:
    pages = sum(each.pages or 0 for each in files)
    declared = "1 folio declarado" if document.folios == 1 else f"{document.folios} folios declarados"
    return f"{declared}; {pages} {'página contada' if pages == 1 else 'páginas contadas'}."


def signed_by(*, own_key: bool, signer: str) -> str:
    """Whose signature it is, as the receipt says it."""
    if own_key:
        return "Firmado electrónicamente con la clave propia de esta instalación."
    return f"Firmado digitalmente por {signer}."


def _legal(kind: ReceiptKind, sources: Sources) -> list[str]:
    document = sources.document
    day = lima_date(document.presented_at)
    codes = [document.rule, "digital_reception", "term_start", "personal_data"]
    if kind is ReceiptKind.RECEPTION:
        codes.insert(0, "reception")
        codes += ["observation", "corrected_date"] if document.observation else []
    if sources.procedure:
        codes.append(f"silence_{sources.procedure.silence}")
    found = [sources.citations.on(code, day) for code in codes]
    return [f"{each.article}: {each.text}" for each in found if each]
