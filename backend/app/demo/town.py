"""The municipality of the demonstration: its face, its areas, its people, its TUPA. Data only."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from app.users.models import Role

INSTITUTION = {
    "name": "Municipalidad Distrital de Los Algarrobos",
    "short_name": "M. D. Los Algarrobos",
    "ruc": "20990004049",
    "place": "Los Algarrobos, Piura",
    "address": "Jr. Los Próceres 420",
    "phone": "073 555 010",
    "email": "mesadepartes@demo.pe",
    "desk_name": "Mesa de Partes",
    "opens_at": time(8, 0),
    "closes_at": time(16, 30),
}

AREAS = {
    "MP": "Mesa de Partes",
    "LOG": "Subgerencia de Logística",
    "OAJ": "Oficina de Asesoría Jurídica",
    "GDE": "Gerencia de Desarrollo Económico",
    "REN": "Subgerencia de Rentas",
    "OBR": "Subgerencia de Obras",
}


@dataclass(frozen=True)
class DemoPerson:
    email: str
    name: str
    role: Role
    area: str | None = None
    head: bool = False
    dni: str | None = None


PEOPLE = (
    DemoPerson("admin@demo.pe", "Ana Lucía Távara Ruesta", Role.ADMIN),
    DemoPerson("mesa@demo.pe", "Lidia Carreño Sosa", Role.CLERK, "MP"),
    DemoPerson("mesa2@demo.pe", "Marco Antonio Girón Peña", Role.CLERK, "MP"),
    DemoPerson("logistica@demo.pe", "Wilmer Chiroque Nizama", Role.OFFICER, "LOG"),
    DemoPerson("legal@demo.pe", "Patricia Adrianzén Vera", Role.OFFICER, "OAJ", head=True),
    DemoPerson("auditor@demo.pe", "Rubén Zapata Arca", Role.AUDITOR),
    DemoPerson("ciudadana@demo.pe", "Rosa Elena Quispe Mamani", Role.CITIZEN, dni="43218765"),
)


@dataclass(frozen=True)
class DemoProcedure:
    code: str
    name: str
    description: str
    term_days: int | None
    silence: str
    fee: Decimal
    area: str
    requirements: tuple[tuple[str, bool], ...]


PROCEDURES = (
    DemoProcedure(
        "TUPA-001",
        "Licencia de funcionamiento",
        "Para abrir un negocio de riesgo bajo o medio en un local de hasta 500 m².",
        15,
        "positive",
        Decimal("84.30"),
        "GDE",
        (
            ("Declaración jurada de condiciones de seguridad", True),
            ("Vigencia de poder, si firma un representante", False),
            ("Recibo de pago por derecho de trámite", True),
        ),
    ),
    DemoProcedure(
        "TUPA-002",
        "Prescripción de deuda",
        "Para que la municipalidad deje de cobrar una deuda tributaria que ya prescribió.",
        45,
        "negative",
        Decimal(0),
        "REN",
        (("Copia de la última declaración del predio", False),),
    ),
    DemoProcedure(
        "TUPA-003",
        "Acceso a la información",
        "Para pedir documentos o datos que la municipalidad tiene. No tiene que decir para qué los quiere.",
        10,
        "negative",
        Decimal(0),
        "OAJ",
        (),
    ),
    DemoProcedure(
        "TUPA-004",
        "Certificado de numeración",
        "Certifica el número que le corresponde a su predio.",
        5,
        "positive",
        Decimal("32.50"),
        "OBR",
        (("Documento que acredite la propiedad o posesión", True),),
    ),
    DemoProcedure(
        "TUPA-005",
        "Copia certificada",
        "Copia certificada de un documento que obra en los archivos de la municipalidad.",
        5,
        "positive",
        Decimal("12.00"),
        "OAJ",
        (("Recibo de pago", True),),
    ),
    DemoProcedure(
        "TUPA-006",
        "Recurso de reconsideración",
        "Para que la misma autoridad revise lo que decidió, con una prueba nueva.",
        15,
        "negative",
        Decimal(0),
        "OAJ",
        (("Prueba nueva", True),),
    ),
    DemoProcedure(
        "TUPA-007",
        "Recurso de apelación",
        "Para que la autoridad superior revise una decisión.",
        30,
        "negative",
        Decimal(0),
        "OAJ",
        (("Copia de la resolución que apela", False),),
    ),
    DemoProcedure(
        "TUPA-008",
        "Autorización de evento en la vía pública",
        "Para usar una calle o un parque en una actividad de un solo día.",
        10,
        "negative",
        Decimal("120.00"),
        "GDE",
        (("Croquis del lugar", True), ("Carta de la junta vecinal", False)),
    ),
    DemoProcedure(
        "TUPA-009",
        "Licencia de edificación, modalidad A",
        "Para construir una vivienda de hasta 120 m². La aprobación es automática.",
        None,
        "automatic",
        Decimal("215.40"),
        "OBR",
        (("Formulario único de edificación", True), ("Planos firmados", True)),
    ),
    DemoProcedure(
        "TUPA-010",
        "Constancia de posesión",
        "Acredita que usted ocupa un predio, para pedir servicios básicos.",
        30,
        "negative",
        Decimal("45.00"),
        "OBR",
        (("Declaración de dos vecinos", True), ("Plano simple de ubicación", False)),
    ),
)
