"""Why something that keeps the system is not begun."""

from app.problems import Conflict


class AlreadyRunning(Conflict):
    code = "already_running"
    title = "Ya está en curso. Espere a que termine."


class NotHere(Conflict):
    code = "not_here"
    title = "Desde aquí no se puede: ejecute la orden en el servidor."
