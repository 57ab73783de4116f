"""What each story's people write."""

from app import clock
from app.dates import long_date
from app.demo.papers import Paper
from app.demo.stories import TOLD, Party, Story

MAYOR = "Señor alcalde de la Municipalidad Distrital de Los Algarrobos"


def party_of(story: Story) -> Party:
    return TOLD.parties[story.party]


def writ(story: Story) -> Paper:
    identity = party_of(story).identity_type.upper()
    opening = f"{party_of(story).name}, con {identity} {party_of(story).identity_number}, a usted respetuosamente digo:"
    closing = "POR LO EXPUESTO: a usted pido acceder a mi solicitud."
    body = (opening, f"I. PETITORIO. {story.request}", f"II. FUNDAMENTOS. {grounds(story)}", closing)
    return Paper(story.subject, party_of(story).name, MAYOR, place_and_date(), body)


def grounds(story: Story) -> str:
    return (
        "Cumplo con presentar lo que exige el texto único de procedimientos administrativos."
        if story.procedure
        else "Ampara mi pedido el derecho de petición que reconoce la Constitución."
    )


def form(story: Story, title: str) -> Paper:
    return Paper(title, party_of(story).name, MAYOR, place_and_date())


def place_and_date() -> str:
    return f"Los Algarrobos, {long_date(clock.today())}"


def slug(text: str) -> str:
    return "".join(each if each.isalnum() or each in " -–" else "" for each in text)[:60].strip()
