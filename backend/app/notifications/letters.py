"""What each letter says. One `Letter` is rendered as text and as HTML, so the two never differ."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.dates import long_date, long_instant
from app.notifications.kinds import Kind

Facts = dict[str, Any]


@dataclass(slots=True)
class Letter:
    """`items` are the points a person must answer; `code` is what they must copy; `action` is one link."""

    subject: str
    paragraphs: list[str]
    greeting: str = "Buen día:"
    items: list[str] = field(default_factory=list)
    code: str | None = None
    action: tuple[str, str] | None = None
    closing: list[str] = field(default_factory=list)


WRITERS: dict[str, Callable[[Facts, str, str | None], Letter]] = {}


def writes(kind: str) -> Callable[[Callable[[Facts, str, str | None], Letter]], Callable[..., Letter]]:
    def keep(writer: Callable[[Facts, str, str | None], Letter]) -> Callable[..., Letter]:
        WRITERS[kind] = writer
        return writer

    return keep


def write(kind: str, facts: Facts, *, public_url: str, secret: str | None = None) -> Letter:
    """The letter of `kind`. `secret` is the access key or the link's token. Raises KeyError on a kind nobody writes."""
    letter = WRITERS[kind](facts, public_url, secret)
    if facts.get("name"):
        letter.greeting = f"Buen día, {facts['name']}:"
    return letter


def _number(facts: Facts) -> str:
    return str(facts.get("registry_number") or facts["number"])


def _about(facts: Facts) -> str:
    return f"Asunto: {facts['subject']}"


def _track(url: str) -> tuple[str, str]:
    return "Consultar mi trámite", f"{url}/consultar"


def _moment(facts: Facts, name: str) -> str:
    return long_instant(datetime.fromisoformat(facts[name]))


def _day(facts: Facts, name: str) -> str:
    return long_date(date.fromisoformat(facts[name]))


@writes(Kind.PRESENTED)
def _presented(facts: Facts, url: str, secret: str | None) -> Letter:
    paragraphs = [
        f"Recibimos su documento el {_moment(facts, 'presented_at')}. Su número es {facts['number']}.",
        f"Cuenta con fecha de presentación del {_day(facts, 'presentation_date')}.",
        _about(facts),
        "La mesa de partes lo revisará. Si falta algo, se lo dirá una sola vez y usted tendrá 2 días hábiles para "
        "subsanarlo.",
    ]
    if facts.get("due_on"):
        paragraphs.append(f"El plazo para responderle vence el {_day(facts, 'due_on')}.")
    return Letter(
        subject=f"Presentamos su documento: {facts['number']}",
        paragraphs=paragraphs,
        action=_track(url),
        closing=[
            "La constancia va adjunta. Es un documento firmado: guárdela.",
            "Para consultar su trámite necesita el número y la clave que vio en pantalla. Si no guardó la clave, pida "
            f"otra en {url}/recuperar-clave.",
        ],
    )


@writes(Kind.RECEIVED)
def _received(facts: Facts, url: str, secret: str | None) -> Letter:
    paragraphs = [
        f"Su documento {facts['number']} quedó registrado como expediente {facts['registry_number']}.",
        _about(facts),
    ]
    if facts.get("due_on"):
        paragraphs.append(f"El plazo para responderle vence el {_day(facts, 'due_on')}.")
    return Letter(
        subject=f"Registramos su documento: {facts['registry_number']}",
        paragraphs=paragraphs,
        action=_track(url),
        closing=["El cargo de recepción va adjunto."],
    )


@writes(Kind.OBSERVED)
def _observed(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject=f"Debe subsanar su documento {facts['number']}",
        paragraphs=[
            f"La mesa de partes revisó su documento {facts['number']} y encontró lo siguiente:",
            _about(facts),
        ],
        items=list(facts["items"]),
        action=("Subsanar ahora", f"{url}/consultar"),
        closing=[
            f"Tiene hasta el {_moment(facts, 'correct_by')} para subsanar. Después, el sistema tendrá el documento por "
            "no presentado.",
            "Si subsana a tiempo, su documento conserva la fecha en que lo presentó. No habrá una segunda observación "
            "de la mesa de partes.",
        ],
    )


@writes(Kind.LAPSED)
def _lapsed(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject=f"Venció el plazo para subsanar {facts['number']}",
        paragraphs=[
            f"No recibimos la subsanación de su documento {facts['number']} dentro del plazo. Se tiene por no "
            "presentado.",
            _about(facts),
        ],
        action=("Presentar de nuevo", f"{url}/presentar"),
        closing=["Puede presentarlo otra vez cuando tenga todo lo necesario."],
    )


@writes(Kind.REQUIRED)
def _required(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject=f"Le pedimos información para {_number(facts)}",
        paragraphs=["Para continuar con su trámite necesitamos lo siguiente:", _about(facts)],
        items=list(facts["items"]),
        action=_track(url),
        closing=[f"Responda hasta el {_day(facts, 'respond_by')}."] if facts.get("respond_by") else [],
    )


@writes(Kind.ANSWERED)
def _answered(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject=f"Hay respuesta a su expediente {_number(facts)}",
        paragraphs=["La entidad respondió su trámite.", _about(facts), *([facts["text"]] if facts.get("text") else [])],
        action=_track(url),
        closing=["La respuesta y su constancia están en la consulta de su trámite."],
    )


@writes(Kind.FORWARDED)
def _forwarded(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject=f"Remitimos su documento {_number(facts)} a {facts['entity']}",
        paragraphs=[
            f"Lo que usted pide en {_number(facts)} le corresponde a otra entidad. Lo remitimos a {facts['entity']}.",
            _about(facts),
            f"Motivo: {facts['reason']}",
        ],
        action=_track(url),
    )


@writes(Kind.VOIDED)
def _voided(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject=f"Se anuló su documento {_number(facts)}",
        paragraphs=[
            f"La mesa de partes anuló su documento {_number(facts)}.",
            _about(facts),
            f"Motivo: {facts['reason']}",
        ],
        action=_track(url),
    )


@writes(Kind.DEADLINE_CHANGED)
def _deadline_changed(facts: Facts, url: str, secret: str | None) -> Letter:
    changes = []
    if facts.get("due_after"):
        before = f" Antes era el {_day(facts, 'due_before')}." if facts.get("due_before") else ""
        changes.append(f"El plazo para responderle ahora vence el {_day(facts, 'due_after')}.{before}")
    if facts.get("correct_by"):
        changes.append(f"Ahora puede subsanar hasta el {_moment(facts, 'correct_by')}.")
    return Letter(
        subject=f"Cambió el plazo de su trámite {_number(facts)}",
        paragraphs=[*changes, f"Motivo: {facts['reason']}", _about(facts)],
        action=("Ver cómo se cuenta", f"{url}/consultar"),
    )


@writes(Kind.ACCESS_KEY_REPLACED)
def _access_key_replaced(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject=f"Nueva clave de acceso para {facts['number']}",
        paragraphs=[
            f"Usted pidió una nueva clave para consultar {facts['number']}. La anterior ya no sirve. La nueva es:",
        ],
        code=secret,
        action=_track(url),
        closing=["Si usted no la pidió, alguien que conoce su número y su correo lo hizo: la clave solo llega aquí."],
    )


@writes("verify_email")
def _verify_email(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject="Confirme su correo",
        paragraphs=["Para activar su cuenta, confirme que este correo es suyo."],
        action=("Confirmar mi correo", f"{url}/verificar-correo?token={secret}"),
        closing=["El enlace vence en 24 horas. Si usted no creó una cuenta, no haga nada."],
    )


@writes("already_registered")
def _already_registered(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject="Ya tiene una cuenta",
        paragraphs=["Alguien quiso crear una cuenta con este correo, que ya tiene una."],
        action=("Ingresar", f"{url}/ingresar"),
        closing=[f"Si olvidó su contraseña, pida otra en {url}/recuperar."],
    )


@writes("reset_password")
def _reset_password(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject="Cambie su contraseña",
        paragraphs=["Pidió cambiar la contraseña de su cuenta."],
        action=("Elegir una nueva contraseña", f"{url}/restablecer?token={secret}"),
        closing=["El enlace vence en 1 hora y sirve una sola vez. Si usted no lo pidió, no haga nada."],
    )


@writes("invitation")
def _invitation(facts: Facts, url: str, secret: str | None) -> Letter:
    return Letter(
        subject="Su cuenta en la mesa de partes",
        paragraphs=["Se creó una cuenta para usted. Elija su contraseña para empezar."],
        action=("Elegir mi contraseña", f"{url}/restablecer?token={secret}"),
        closing=["El enlace vence en 3 días."],
    )


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(["html.j2", "html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def as_text(letter: Letter, institution: str) -> str:
    return _templates().get_template("letter.txt.j2").render(letter=letter, institution=institution)


def as_html(letter: Letter, institution: str) -> str:
    return _templates().get_template("letter.html.j2").render(letter=letter, institution=institution)
