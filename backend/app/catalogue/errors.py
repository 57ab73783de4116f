"""What can go wrong with the catalogue."""

from app.problems import Conflict


class LastDocumentType(Conflict):
    code = "last_document_type"
    title = "Debe quedar al menos un tipo de documento en uso: sin él nadie podría presentar."
