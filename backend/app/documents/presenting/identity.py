"""Identity documents of people and companies in Peru. Pure."""

import re
from enum import StrEnum

from stdnum.pe import ruc


class IdentityType(StrEnum):
    DNI = "dni"
    CE = "ce"
    PASSPORT = "passport"
    RUC = "ruc"
    PTP = "ptp"


# 16 is rare and unknown to stdnum's own list: its holder may present too.
_RUC_KINDS = ("10", "15", "16", "17", "20")
# RENIEC prints a check character beside the DNI, but nobody is asked for it: the eight digits have none of their own.
_SHAPES: dict[IdentityType, tuple[re.Pattern[str], str]] = {
    IdentityType.DNI: (re.compile(r"[0-9]{8}"), "El DNI tiene 8 dígitos."),
    IdentityType.CE: (re.compile(r"[0-9A-Z]{9,12}"), "El carné de extranjería tiene de 9 a 12 letras o dígitos."),
    IdentityType.PASSPORT: (re.compile(r"[0-9A-Z]{5,15}"), "El pasaporte tiene de 5 a 15 letras o dígitos."),
    IdentityType.RUC: (re.compile(r"[0-9]{11}"), "El RUC tiene 11 dígitos."),
    IdentityType.PTP: (re.compile(r"[0-9A-Z]{5,15}"), "El PTP tiene de 5 a 15 letras o dígitos."),
}


def fault(kind: IdentityType, number: str) -> str | None:
    """What is wrong with the number (upper case, trimmed), as a Spanish sentence; None when nothing is."""
    shape, sentence = _SHAPES[kind]
    if not shape.fullmatch(number):
        return sentence
    if kind is IdentityType.RUC and (number[:2] not in _RUC_KINDS or number[-1] != ruc.calc_check_digit(number)):
        return "El RUC no es válido: revise sus dígitos."
    return None
