"""Finding a procedure by the words a citizen would use. Pure."""

import unicodedata

from app.catalogue.models import Procedure


def plain(text: str) -> str:
    """Without accents or case: `Constancia de Numeración` is `constancia de numeracion`."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def matches(procedure: Procedure, words: str) -> bool:
    """Whether each of `words` is found in the procedure or its requirements, whole or as part of a word."""
    requirements = (requirement.name for requirement in procedure.requirements)
    text = plain(" ".join((procedure.code, procedure.name, procedure.description, *requirements)))
    return all(word in text for word in plain(words).split())
