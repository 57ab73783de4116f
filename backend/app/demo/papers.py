"""The papers people present in the demonstration: real PDFs, made here."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson
import typst

TEMPLATE = Path(__file__).parent / "paper.typ"


@dataclass(frozen=True)
class Paper:
    """A written request or an annex. Without `body` it is a form with its title and lines to fill."""

    title: str
    sender: str
    addressee: str
    place_and_date: str
    body: tuple[str, ...] = ()
    pages: int = 1


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(str(TEMPLATE))


def as_pdf(paper: Paper) -> bytes:
    content = {
        "title": paper.title,
        "sender": paper.sender,
        "addressee": paper.addressee,
        "place_and_date": paper.place_and_date,
        "body": list(paper.body),
        "pages": paper.pages,
    }
    pdf = _compiler().compile(format="pdf", sys_inputs={"paper": orjson.dumps(content).decode()})
    assert isinstance(pdf, bytes), "one file for the whole paper"
    return pdf
