"""What must not get in, does not, and says why."""

from pathlib import Path

import pytest

from app.attachments.errors import REFUSALS
from app.attachments.inspection import Limits, inspect
from tests.attachments import hostile_images, hostile_office, hostile_pdf
from tests.attachments.hostile_pdf import Hostile

ALL: list[Hostile] = [*hostile_pdf.HOSTILE, *hostile_office.HOSTILE, *hostile_images.HOSTILE]
# Told before inspection or by the scanner: seen over HTTP in test_multipart.py and test_scanning.py.
ELSEWHERE = {"file_too_large", "file_infected", "file_name_invalid"}


@pytest.mark.parametrize("hostile", ALL, ids=[f"{each[1]}: {each[0]}" for each in ALL])
def test_a_hostile_file_is_refused(hostile: Hostile, tmp_path: Path) -> None:
    _, name, make, code = hostile
    path = tmp_path / "arrived"
    path.write_bytes(make())

    assert inspect(path, name, Limits()).refusal == code


def test_every_refusal_is_reached_by_several_routes() -> None:
    routes = {code: sum(each[3] == code for each in ALL) for code in REFUSALS if code not in ELSEWHERE}

    assert min(routes.values()) >= 3, routes
    assert len(ALL) >= 40
