"""What can go wrong with the institution's areas."""

from app.problems import Conflict


class AreaInUse(Conflict):
    code = "area_in_use"
    title = "El área tiene expedientes por atender y no se puede desactivar."


class DeskStays(Conflict):
    code = "desk_stays"
    title = "La mesa de partes no se puede desactivar ni cambiar de código."
