"""What people may be told about, and whether they may choose not to be."""

from enum import StrEnum


class Kind(StrEnum):
    PRESENTED = "presented"
    RECEIVED = "received"
    OBSERVED = "observed"
    CORRECTED = "corrected"
    LAPSED = "lapsed"
    ROUTED = "routed"
    REQUIRED = "required"
    ANSWERED = "answered"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    DEADLINE_CHANGED = "deadline_changed"
    ACCESS_KEY_REPLACED = "access_key_replaced"


# What the law obliges the institution to notify cannot be switched off by the person notified.
OBLIGATORY = frozenset({Kind.OBSERVED, Kind.REQUIRED, Kind.ANSWERED, Kind.LAPSED})
MAILED = frozenset(Kind) - {Kind.CORRECTED, Kind.ROUTED, Kind.WITHDRAWN}
# Those a person may set in their preferences; an access key is only ever sent because its owner asked for it.
PREFERABLE = tuple(kind for kind in Kind if kind is not Kind.ACCESS_KEY_REPLACED)

TITLES: dict[Kind, str] = {
    Kind.PRESENTED: "Se presentó su documento",
    Kind.RECEIVED: "Se registró su documento",
    Kind.OBSERVED: "Su documento tiene observaciones por subsanar",
    Kind.CORRECTED: "Se subsanó un documento que usted observó",
    Kind.LAPSED: "Venció el plazo para subsanar",
    Kind.ROUTED: "Llegó un documento a su área",
    Kind.REQUIRED: "Se le pide información para continuar",
    Kind.ANSWERED: "Hay respuesta a su documento",
    Kind.FORWARDED: "Su documento se remitió a otra entidad",
    Kind.WITHDRAWN: "La persona se desistió de su trámite",
    Kind.VOIDED: "Su documento fue anulado",
    Kind.DEADLINE_CHANGED: "Cambió el plazo de su trámite",
    Kind.ACCESS_KEY_REPLACED: "Su nueva clave de acceso",
}


def allowed(preferences: dict[str, dict[str, bool]], kind: Kind, channel: str) -> bool:
    """Whether a person with these preferences is told of `kind` by `channel` (email or live)."""
    return kind in OBLIGATORY or preferences.get(kind, {}).get(channel, True)
