"""The words of a file, for search."""

from pathlib import Path

import pytest

from app.attachments.inspection.office import EXCEL, WORD
from app.attachments.text import LONGEST, extract_text
from tests.attachments.makers import SHEET_XML, office, picture, word_text
from tests.factories import pdf


def text_of(tmp_path: Path, content: bytes, media_type: str) -> str:
    path = tmp_path / "kept"
    path.write_bytes(content)
    return extract_text(path, media_type)


def test_a_pdf_gives_the_words_of_its_pages(tmp_path: Path) -> None:
    said = text_of(tmp_path, pdf(2), "application/pdf")

    assert "pagina 1" in said
    assert "pagina 2" in said


def test_word_gives_its_paragraphs(tmp_path: Path) -> None:
    content = office("docx", {"word/document.xml": word_text("Solicito pensión")})

    assert text_of(tmp_path, content, WORD).split() == ["Solicito", "pensión"]


def test_excel_gives_its_cells(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{SHEET_XML}"><si><t>Nombre</t></si><si><t>Monto</t></si></sst>'

    assert text_of(tmp_path, office("xlsx", {"xl/sharedStrings.xml": strings}), EXCEL).split() == ["Nombre", "Monto"]


def test_a_picture_has_no_words(tmp_path: Path) -> None:
    assert text_of(tmp_path, picture("PNG"), "image/png") == ""


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    content = office("docx", {"word/document.xml": word_text("ñandú " * 90_000)})

    assert LONGEST - 2 <= len(text_of(tmp_path, content, WORD).encode()) <= LONGEST


@pytest.mark.parametrize("media_type", ["application/pdf", WORD, EXCEL])
def test_a_broken_file_has_no_words(tmp_path: Path, media_type: str) -> None:
    assert text_of(tmp_path, b"%PDF-1.7 PK nothing", media_type) == ""
