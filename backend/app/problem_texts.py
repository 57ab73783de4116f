"""The Spanish sentences of problems that no package owns: statuses, and pydantic's validation codes."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic_core.core_schema import ErrorType

STATUS_TITLES: dict[int, str] = {
    400: "La solicitud no se entiende.",
    401: "Ingrese con su cuenta para continuar.",
    403: "Su cuenta no puede hacer esto.",
    404: "No encontramos lo que busca.",
    405: "Esta dirección no admite esa operación.",
    406: "No podemos responder en el formato pedido.",
    408: "La solicitud tardó demasiado en llegar.",
    409: "No se puede hacer esto ahora.",
    410: "Lo que busca ya no está disponible.",
    412: "El documento cambió desde que usted lo abrió. Vuelva a cargarlo.",
    413: "Lo que envía supera el tamaño permitido.",
    415: "Ese tipo de contenido no se admite.",
    416: "El archivo no tiene la parte que pide.",
    422: "Revise los campos señalados.",
    428: "Falta indicar la versión del documento (If-Match).",
    429: "Hizo demasiados intentos. Espere un momento.",
    431: "Las cabeceras de la solicitud son demasiado grandes.",
    500: "Algo falló de nuestro lado. Ya quedó registrado.",
    503: "El sistema no está disponible por un momento. Intente de nuevo.",
}

_MESSAGES: dict[str, str] = {
    "missing": "Este dato es obligatorio.",
    "extra_forbidden": "Este campo no existe.",
    "string_type": "Debe ser un texto.",
    "int_type": "Debe ser un número entero.",
    "int_parsing": "Debe ser un número entero.",
    "int_from_float": "Debe ser un número entero.",
    "float_type": "Debe ser un número.",
    "decimal_parsing": "Debe ser un número.",
    "bool_type": "Debe ser verdadero o falso.",
    "bool_parsing": "Debe ser verdadero o falso.",
    "date_from_datetime_parsing": "La fecha no es válida.",
    "date_parsing": "La fecha no es válida.",
    "date_type": "La fecha no es válida.",
    "datetime_parsing": "La fecha y hora no son válidas.",
    "datetime_from_date_parsing": "La fecha y hora no son válidas.",
    "timezone_aware": "La fecha y hora deben indicar su zona.",
    "list_type": "Debe ser una lista.",
    "dict_type": "Debe ser un objeto.",
    "model_type": "Debe ser un objeto.",
    "model_attributes_type": "Debe ser un objeto.",
    "literal_error": "El valor no está entre los permitidos.",
    "enum": "El valor no está entre los permitidos.",
    "value_error": "El valor no es válido.",
}

_LIMITS: dict[str, tuple[str, str]] = {
    "string_too_short": ("min_length", "Debe tener al menos {} caracteres."),
    "string_too_long": ("max_length", "Debe tener como máximo {} caracteres."),
    "too_short": ("min_length", "Debe tener al menos {} elementos."),
    "too_long": ("max_length", "Debe tener como máximo {} elementos."),
    "greater_than_equal": ("ge", "Debe ser {} o más."),
    "less_than_equal": ("le", "Debe ser {} o menos."),
    "greater_than": ("gt", "Debe ser mayor que {}."),
    "less_than": ("lt", "Debe ser menor que {}."),
}


_OF_PYDANTIC = frozenset(get_args(ErrorType))


def field_message(error: Mapping[str, Any]) -> str:
    """A sentence that says how to fix the field. Our own PydanticCustomErrors bring their Spanish with them."""
    kind = error["type"]
    if kind in _LIMITS:
        name, sentence = _LIMITS[kind]
        return sentence.format(error.get("ctx", {}).get(name, ""))
    if kind in _OF_PYDANTIC:
        return _MESSAGES.get(kind, "El valor no es válido.")
    return str(error["msg"])
