"""Dates and hours as people in Peru write them."""

from datetime import date, datetime

from app.clock import LIMA

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "setiembre",
    "octubre",
    "noviembre",
    "diciembre",
)


def long_date(day: date) -> str:
    """martes 24 de noviembre de 2026"""
    return f"{WEEKDAYS[day.weekday()]} {day.day} de {MONTHS[day.month - 1]} de {day.year}"


def long_instant(instant: datetime, *, seconds: bool = False) -> str:
    """martes 24 de noviembre de 2026, 10:47, in Lima"""
    local = instant.astimezone(LIMA)
    return f"{long_date(local.date())}, {local:%H:%M:%S}" if seconds else f"{long_date(local.date())}, {local:%H:%M}"
