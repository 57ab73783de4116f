from app.problems import NotFound


class NoSuchPair(NotFound):
    code = "no_such_document"
    title = "El número y la clave no corresponden a ningún documento."
