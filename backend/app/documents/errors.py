"""What can go wrong with a filing, in words its reader understands."""

from app.problems import Conflict, DomainError


class TransitionNotAllowed(Conflict):
    code = "transition_not_allowed"
    title = "El documento ya no está en un estado que permita esto."


class ClaimedByAnother(Conflict):
    code = "claimed_by_another"
    title = "Otra persona tiene este documento en sus manos."


class CorrectionLapsed(Conflict):
    code = "correction_lapsed"
    title = "El plazo para subsanar ya venció."


class VersionRequired(DomainError):
    code, status = "version_required", 428
    title = "Falta indicar la versión del documento (If-Match)."


class VersionStale(DomainError):
    code, status = "version_stale", 412
    title = "El documento cambió desde que usted lo abrió. Vuelva a cargarlo."


class IdempotencyKeyRequired(DomainError):
    code, status = "idempotency_key_required", 400
    title = "Falta la cabecera Idempotency-Key."


class IdempotencyKeyInFlight(Conflict):
    code = "idempotency_key_in_flight"
    title = "Este mismo envío se está procesando. Espere un momento."


class IdempotencyKeyReused(DomainError):
    code, status = "idempotency_key_reused", 422
    title = "Esta clave de envío ya se usó con otros datos."
