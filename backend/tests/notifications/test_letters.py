"""What the letters say, without sending any."""

import pytest

from app.notifications import letters
from app.notifications.kinds import MAILED

FACTS = {
    "name": "Rosa <b>Quispe</b>",
    "number": "P-2026-000347",
    "registry_number": "EXP-2026-000101",
    "subject": "Licencia & bodega «Rosita» 🙂",
    "presented_at": "2026-11-24T15:47:09+00:00",
    "presentation_date": "2026-11-24",
    "due_on": "2026-12-17",
    "items": ["Falta la firma.", "La página 2 no se lee."],
    "correct_by": "2026-11-27T04:59:59+00:00",
    "entity": "SUNARP",
    "reason": "Es de su competencia.",
    "due_before": "2026-12-17",
    "due_after": "2026-12-18",
}
KINDS = sorted([*MAILED, "verify_email", "already_registered", "reset_password", "invitation"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_reads_the_same_in_text_and_html(kind: str) -> None:
    letter = letters.write(kind, FACTS, public_url="https://mesa.ejemplo.pe", secret="K7QM-2XWP-9TRA-HF4C")

    text, html = letters.as_text(letter, "M. D. Los Algarrobos"), letters.as_html(letter, "M. D. Los Algarrobos")

    assert "Rosa <b>Quispe</b>" in text
    assert "Rosa &lt;b&gt;Quispe" in html
    for part in (*letter.items, *letter.closing):
        assert part in text
    assert "None" not in text + html


@pytest.mark.parametrize("kind", sorted(MAILED))
def test_a_letter_about_a_filing_names_it(kind: str) -> None:
    letter = letters.write(kind, FACTS, public_url="https://mesa.ejemplo.pe", secret="K7QM")

    said = letter.subject + letters.as_text(letter, "M. D.")
    assert "P-2026-000347" in said or "EXP-2026-000101" in said


def test_an_observation_says_what_and_until_when() -> None:
    letter = letters.write("observed", FACTS, public_url="https://mesa.ejemplo.pe")

    text = letters.as_text(letter, "M. D.")

    assert "1. Falta la firma." in text
    assert "2. La página 2 no se lee." in text
    assert "jueves 26 de noviembre de 2026, 23:59" in text


def test_links_carry_the_token_and_the_public_address() -> None:
    letter = letters.write("reset_password", {}, public_url="https://mesa.ejemplo.pe", secret="abc")

    assert letter.action == ("Elegir una nueva contraseña", "https://mesa.ejemplo.pe/restablecer?token=abc")
