"""What can go wrong with a receipt."""

from app.problems import NotFound


class NoReceipt(NotFound):
    code, title = "receipt_not_found", "No hay una constancia así."
