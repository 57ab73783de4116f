"""What honest people send gets in, however unusual, with a word on what they should know."""

from pathlib import Path

import pytest

from app.attachments.inspection import Limits, inspect
from app.attachments.inspection.names import clean_name
from tests.attachments.honest import HONEST, Honest, blank_second
from tests.attachments.makers import changed_pdf
from tests.attachments.signed import SIGNER, signed_pdf
from tests.factories import pdf


@pytest.mark.parametrize("honest", HONEST, ids=[f"{each[1]}: {each[0]}" for each in HONEST])
def test_an_honest_file_is_accepted(honest: Honest, tmp_path: Path) -> None:
    _, raw, make, pages, findings = honest
    path = tmp_path / "arrived"
    path.write_bytes(make())
    name = clean_name(raw)
    assert name is not None

    verdict = inspect(path, name, Limits())

    assert (verdict.refusal, verdict.pages, [each.code for each in verdict.findings]) == (None, pages, findings)


def test_a_signature_names_its_signer(tmp_path: Path) -> None:
    path = tmp_path / "arrived"
    path.write_bytes(signed_pdf(pdf()))

    said = [each.message for each in inspect(path, "a.pdf", Limits()).findings if each.code == "signature_valid"]

    assert said == [f"Se lee bien y está firmado digitalmente por {SIGNER}."]


def test_a_blank_page_is_named_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "arrived"
    path.write_bytes(changed_pdf(blank_second))

    (finding,) = inspect(path, "a.pdf", Limits()).findings

    assert finding.message == (
        "La página 2 está en blanco. Si le falta el reverso, cámbielo; si es así el original, siga."
    )
