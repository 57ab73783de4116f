"""What can go wrong with the institution's settings and areas."""

from app.problems import Conflict, Unavailable


class AreaInUse(Conflict):
    code = "area_in_use"
    title = "El área tiene expedientes por atender y no se puede desactivar."


class DeskStays(Conflict):
    code = "desk_stays"
    title = "La mesa de partes no se puede desactivar ni cambiar de código."


class RuleInForce(Conflict):
    code = "rule_in_force"
    title = "Esa regla ya rige: lo presentado con ella conserva su fecha. Ponga otra desde un día que venga."


class RulesBusy(Unavailable):
    code = "rules_busy"
    title = "Ahora se está copiando la base de datos. Cambie la regla cuando la copia termine."
