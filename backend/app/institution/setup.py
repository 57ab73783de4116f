"""The checklist of the first day: what an installation still lacks, told from facts and never from a mark."""

import asyncio
from datetime import datetime, time
from typing import Any, Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import pkcs12

from app import clock
from app.database import Database
from app.dates import long_date, long_instant
from app.institution import queries
from app.institution.administration import HOURS_CONFIRMED
from app.institution.schemas import SetupItem, SetupRead
from app.measures.certificates import signing_end, tls_end
from app.receipts.keys import PdfKey, pdf_key
from app.settings import Settings

# What the first migration puts there, so that an empty system works.
NEUTRAL_NAME = "Entidad pública"
NEUTRAL_HOURS = (time(8, 30), time(16, 30))


async def checklist(database: Database, settings: Settings) -> SetupRead:
    """Eight things, in the order in which one does them. No connection is held while the certificate is asked for."""
    async with database.reading() as session:
        facts = await queries.setup_facts(session)
    return SetupRead(
        items=[
            _institution(facts),
            _hours(facts),
            _areas(facts),
            _users(facts),
            _procedures(facts),
            _mail(facts, settings),
            await _certificate(settings),
            await asyncio.to_thread(_signing_key, settings),
        ]
    )


def _institution(facts: Any) -> SetupItem:
    owner = facts.Institution
    done = bool(owner.ruc) and owner.name != NEUTRAL_NAME
    detail = (
        f"{owner.name}, RUC {owner.ruc}."
        if done
        else "Escriba el nombre y el RUC de la institución: salen en cada constancia."
    )
    return SetupItem(code="institution", done=done, detail=detail)


def _hours(facts: Any) -> SetupItem:
    owner = facts.Institution
    hours = (owner.opens_at, owner.closes_at)
    confirmed = HOURS_CONFIRMED in owner.extra or hours != NEUTRAL_HOURS or facts.rules > 1
    said = f"La mesa atiende de {owner.opens_at:%H:%M} a {owner.closes_at:%H:%M}."
    detail = said if confirmed else f"{said} Revise el horario y la regla de cierre, y guárdelos aunque estén bien."
    return SetupItem(code="hours", done=confirmed, detail=detail)


def _areas(facts: Any) -> SetupItem:
    some = f"{_counted(facts.areas, 'área', 'áreas')} además de Mesa de Partes."
    return _some(
        "areas", facts.areas, some, "Agregue las áreas que atienden: sin ellas la mesa no tiene a quién derivar."
    )


def _users(facts: Any) -> SetupItem:
    some = f"{_counted(facts.clerks, 'persona atiende', 'personas atienden')} la mesa."
    none = "Cree la cuenta de quien atiende la mesa: sin ella nadie recibe lo que se presenta."
    return _some("users", facts.clerks, some, none)


def _procedures(facts: Any) -> SetupItem:
    some = f"{_counted(facts.procedures, 'trámite', 'trámites')} en el catálogo."
    none = "Agregue al menos un trámite del TUPA, con su plazo y sus requisitos."
    return _some("procedures", facts.procedures, some, none)


def _some(code: Literal["areas", "users", "procedures"], count: int, some: str, none: str) -> SetupItem:
    return SetupItem(code=code, done=count > 0, detail=some if count else none)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _mail(facts: Any, settings: Settings) -> SetupItem:
    done = bool(settings.smtp_host) and facts.mail_state == "sent"
    if not settings.smtp_host:
        detail = "Ponga SMTP_HOST en la configuración: hoy los correos quedan como archivos y no salen."
    elif facts.mail_state is None:
        detail = "Hay servidor de correo, pero aún no salió ninguno: cree una cuenta y su invitación lo probará."
    elif done:
        detail = f"El último correo salió el {long_instant(facts.mail_sent_at)}."
    else:
        detail = "El último correo no salió: revise SMTP_HOST, SMTP_USER y SMTP_PASSWORD. Ninguno se pierde."
    return SetupItem(code="mail", done=done, detail=detail)


async def _certificate(settings: Settings) -> SetupItem:
    if not settings.public_url.startswith("https://"):
        detail = "Ponga en PUBLIC_URL la dirección con https: las constancias llevan esa dirección."
        return SetupItem(code="certificate", done=False, detail=detail)
    try:
        end = await tls_end(settings)
    # TimeoutError and ssl.SSLError are OSErrors.
    except (OSError, ValueError):
        end = None
    if end is None:
        detail = f"{settings.public_url}. Desde aquí no se pudo leer hasta cuándo vale el certificado."
        return SetupItem(code="certificate", done=True, detail=detail)
    if end <= clock.now().timestamp():
        detail = f"El certificado venció el {_day(end)}: ejecute scripts/renew-certificates."
        return SetupItem(code="certificate", done=False, detail=detail)
    return SetupItem(code="certificate", done=True, detail=f"El certificado web vale hasta el {_day(end)}.")


def _day(end: float) -> str:
    return long_date(clock.lima_date(datetime.fromtimestamp(end, clock.UTC)))


def _fingerprint(key: PdfKey) -> str:
    """The first 16 hex digits of the SHA-256 of the certificate that signs."""
    _, certificate, _ = pkcs12.load_key_and_certificates(key.path.read_bytes(), key.password)
    return certificate.fingerprint(hashes.SHA256()).hex()[:16] if certificate else ""


def _signing_key(settings: Settings) -> SetupItem:
    try:
        key, end = pdf_key(settings), signing_end(settings)
    except (OSError, ValueError):
        detail = "No se puede abrir el certificado de SIGNING_P12_FILE: revise el archivo y SIGNING_P12_PASSWORD."
        return SetupItem(code="signing_key", done=False, detail=detail)
    if end <= clock.now().timestamp():
        detail = f"El certificado que firma venció el {_day(end)}: ponga el vigente en SIGNING_P12_FILE."
        return SetupItem(code="signing_key", done=False, detail=detail)
    if key.own:
        detail = (
            f"Llave propia de la instalación (huella {_fingerprint(key)}); las constancias lo dicen. "
            "Para firmar con un certificado, póngalo en SIGNING_P12_FILE."
        )
        return SetupItem(code="signing_key", done=True, detail=detail)
    return SetupItem(code="signing_key", done=True, detail=f"Firma {key.name}, hasta el {_day(end)}.")
