"""Procedures and people of the documents' tests; installation keys in a folder of the session's."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.receipts.keys import PdfKey, pdf_key
from app.receipts.sealing import seal_bytes
from app.settings import Settings
from tests.documents.conftest import make_procedure as make_procedure
from tests.documents.conftest import signed_in as signed_in
from tests.receipts.contents import content

Seal = Callable[..., bytes]


@pytest.fixture(scope="session")
def own_key(tmp_path_factory: pytest.TempPathFactory) -> PdfKey:
    return pdf_key(Settings(mesa_data_dir=tmp_path_factory.mktemp("keys"), signing_p12_file=None))


@pytest.fixture(scope="session")
def sealed(own_key: PdfKey) -> bytes:
    """A presentation receipt, signed."""
    return seal_bytes(content(), own_key.path, own_key.password)


@pytest.fixture(scope="session")
def sealed_file(sealed: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sealed") / "constancia.pdf"
    path.write_bytes(sealed)
    return path
