"""What a receipt says: everything PRODUCT's sixth rule lists."""

from datetime import UTC, date, datetime

import pytest

from app.receipts.facts import ReceiptKind, masked
from app.receipts.sealing import compile_pdf
from tests.receipts.contents import SHA256, content, document, observed
from tests.receipts.test_sealing import text_of


def words(kind: ReceiptKind = ReceiptKind.PRESENTATION, **over: object) -> str:
    return text_of(compile_pdf(content(kind, **over)))


@pytest.mark.parametrize(
    "said",
    [
        "Municipalidad Distrital de Los Algarrobos",
        "Mesa de Partes · RUC 20154477374 · Los Algarrobos, Piura",
        "P-2026-000347",
        "martes 24 de noviembre de 2026, 10:47:09 (hora de Lima, UTC−05:00)",
        "Fecha de presentación: martes 24 de noviembre de 2026.",
        "lo enviado en día hábil cuenta ese día",
        "Rosa Quispe Mamani, DNI ••••••12",
        "Licencia de funcionamiento – bodega Rosita",
        "6 folios declarados; 3 páginas contadas.",
        "Solicitud.pdf",
        SHA256,
        "1.2 MB",
        "Licencia de funcionamiento (LIC-01).",
        "Plazo: 15 días hábiles, hasta el jueves 17 de diciembre de 2026.",
        "Silencio administrativo positivo.",
        "registrada automáticamente por el sistema",
        "4MZK-77QD-R2WF-K9QT",
        "tramites.algarrobos.gob.pe/verificar",
        "Firmado electrónicamente con la clave propia de esta instalación.",
        "Ley 31465, artículo único: La recepción digital es a toda hora.",
        "24 NOV 2026",
        "PRESENTADO",
    ],
)
def test_a_presentation_receipt_says(said: str) -> None:
    assert said in words()


@pytest.mark.parametrize(
    "said",
    [
        "EXP-2026-000129",
        "P-2026-000347",
        "Recibido: martes 24 de noviembre de 2026, 11:20:30 (hora de Lima, UTC−05:00)",
        "SIN OBSERVACIONES",
        "Persona de Mesa, Mesa de Partes.",
        "RECIBIDO",
    ],
)
def test_a_reception_receipt_says(said: str) -> None:
    assert said in words(ReceiptKind.RECEPTION)


def test_what_was_observed_and_corrected_is_listed() -> None:
    said = words(ReceiptKind.RECEPTION, document=document(observation=observed()))

    assert "1. El escrito no está firmado. (subsanada)" in said
    assert "2. Falta la vigencia de poder. (subsanada)" in said
    assert "SIN OBSERVACIONES" not in said


def test_the_representative_is_named_and_masked() -> None:
    person = {"name": "José Ñahui", "identity_type": "ce", "identity_number": "001234567", "capacity": "apoderado"}

    said = words(document=document(representative=person))

    assert "Representante: José Ñahui, apoderado, Carné de extranjería •••••••67" in said
    assert "001234567" not in said
    assert "45678912" not in said


def test_the_hour_is_limas_on_both_sides_of_its_midnight() -> None:
    late = datetime(2026, 11, 25, 4, 59, 59, tzinfo=UTC)

    said = words(document=document(presented_at=late, presentation_date=date(2026, 11, 24)))

    assert "martes 24 de noviembre de 2026, 23:59:59" in said
    assert "24 NOV 2026" in said


def test_without_a_procedure_it_promises_no_term() -> None:
    said = words(procedure=None, document=document(due_on=None))

    assert "Sin procedimiento del TUPA indicado." in said
    assert "Plazo:" not in said
    assert "Silencio" not in said


@pytest.mark.parametrize(("number", "shown"), [("45678912", "••••••12"), ("AB12C", "•••2C"), ("7", "7")])
def test_an_identity_shows_its_last_two(number: str, shown: str) -> None:
    assert masked(number) == shown
