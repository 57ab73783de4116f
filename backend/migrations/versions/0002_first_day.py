"""first day

What an empty system needs before anybody configures it: the institution's row with neutral values, the cut-off rule, the
legal rules, the reasons to observe, the kinds of document, the consent text and the desk's area.

Citations were gathered from public sources, not from counsel: each text says so, and an admin dates a new row when an
article moves.
"""

from datetime import date, time
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import insert

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LAW_2001 = (date(2001, 10, 11), date(2019, 1, 25))
TUO_2019 = (date(2019, 1, 26), None)
DIGITAL_2022 = (date(2022, 5, 5), None)

LAW = "Ley N.° 27444, art. "
TUO = "TUO de la Ley N.° 27444 (D.S. N.° 004-2019-JUS), art. "
HEDGE = " (Según fuentes públicas; no reemplaza la consulta de la norma vigente.)"

# code: article of the 2001 law, article of its 2019 consolidated text, what it says.
MOVED = {
    "business_day": ("134.1", "145.1",
        "El plazo señalado por días se cuenta en días hábiles consecutivos."),
    "weekend": ("134.1", "145.1",
        "Del cómputo se excluyen los días no laborables del servicio."),
    "national_holiday": ("134.1", "145.1",
        "Del cómputo se excluyen los feriados no laborables de orden nacional."),
    "regional_closure": ("134.1", "145.1",
        "Del cómputo se excluyen los feriados no laborables de orden regional."),
    "decreed_closure": ("137.1", "148.1",
        "El Poder Ejecutivo fija por decreto supremo los días inhábiles a efecto del cómputo de plazos administrativos."),
    "outage": ("137.3", "148.3",
        "La entidad garantiza el funcionamiento de su recepción documental; aquí no se cuenta el día en que este sistema "
        "no pudo recibir."),
    "pause": ("125.3", "136.3 y 136.5",
        "Mientras esté pendiente lo que se pidió subsanar al administrado, no procede el cómputo de plazos."),
    "term_start": ("133.1", "144.1",
        "El plazo expresado en días se cuenta a partir del día hábil siguiente."),
    "office_hours": ("138", "149",
        "Son horas hábiles las del horario de la entidad; lo que llega después cuenta desde el día hábil siguiente."),
    "reception": ("125.1", "136.1",
        "Deben ser recibidos todos los escritos presentados, aunque incumplan requisitos."),
    "observation": ("125.1", "136.1",
        "La unidad de recepción observa en un solo acto y por única vez lo que no pueda salvar de oficio."),
    "correction": ("125.1", "136.1",
        "El administrado subsana lo observado dentro de un plazo máximo de dos días hábiles."),
    "not_presented": ("125.4", "136.4",
        "Transcurrido el plazo sin que ocurra la subsanación, el escrito se considera no presentado."),
    "corrected_date": ("126.1", "137.1",
        "Subsanado debidamente, el escrito se considera recibido desde el documento inicial."),
    "writ_requirements": ("113", "124",
        "Todo escrito contiene la identidad y el domicilio de quien lo presenta, lo que pide y sus fundamentos, lugar, "
        "fecha y firma, la autoridad a la que se dirige y la relación de lo que acompaña."),
    "representation": ("115", "126",
        "Quien actúa por otra persona acredita su representación."),
    "fee": ("44", "53",
        "Procede el derecho de tramitación cuando el TUPA lo establece."),
    "wrong_authority": ("130", "141",
        "El órgano que no es competente remite lo recibido al que lo es y lo comunica al administrado."),
    "withdrawal": ("189", "200",
        "El administrado puede desistirse del procedimiento antes de que se notifique la resolución final."),
    "silence_automatic": ("31", "33",
        "En los procedimientos de aprobación automática la solicitud se considera aprobada desde su presentación."),
    "silence_positive": ("33", "35",
        "Vencido el plazo sin pronunciamiento, el administrado puede considerar aprobado lo que pidió."),
    "silence_negative": ("34", "38",
        "Vencido el plazo sin pronunciamiento, el administrado puede considerar denegado lo que pidió e impugnar."),
}

# code: law and article, what it says, from when to when.
FIXED = {
    "full_day": (
        "Ley N.° 27444, art. 117.1, modificado por la Ley N.° 31465",
        "Lo presentado por medios digitales entre las 00:00 y las 23:59:59 de un día hábil se considera presentado ese "
        "día; lo demás, el primer día hábil siguiente.",
        DIGITAL_2022),
    "digital_reception": ("Ley N.° 27444, art. 123, modificado por la Ley N.° 31465",
        "Las entidades reciben documentos por medios digitales las 24 horas, los siete días de la semana.",
        DIGITAL_2022),
    "remote_reception": ("Decreto Legislativo N.° 1497",
        "Las entidades facilitan la presentación de documentos por medios no presenciales.",
        (date(2020, 5, 11), None)),
    "electronic_notice": ("TUO de la Ley N.° 27444 (D.S. N.° 004-2019-JUS), art. 20.4",
        "El administrado puede autorizar de manera expresa que se le notifique por correo electrónico.",
        TUO_2019),
    "electronic_signature": ("Ley N.° 27269, art. 1",
        "La firma electrónica tiene la misma validez y eficacia jurídica que la manuscrita.",
        (date(2000, 5, 29), None)),
    "personal_data": ("Ley N.° 29733, art. 18",
        "El titular de datos personales es informado de la finalidad para la que serán tratados.",
        (date(2011, 7, 4), None)),
}

# code, name, text sent to the citizen, legal rule
REASONS = [
    ("unsigned", "Falta la firma",
        "El escrito no lleva firma. Preséntelo firmado a mano y escaneado, o con firma digital.", "writ_requirements"),
    ("identity_incomplete", "Identidad incompleta o errada",
        "Los datos de identidad de quien presenta están incompletos o no coinciden con el escrito. Corríjalos.",
        "writ_requirements"),
    ("request_unclear", "No se entiende lo que pide",
        "El escrito no dice con claridad qué se pide o en qué se funda. Precise su pedido y sus fundamentos.",
        "writ_requirements"),
    ("illegible", "Documento ilegible",
        "El documento señalado no se puede leer. Vuelva a escanearlo, completo y derecho, y adjúntelo de nuevo.",
        "observation"),
    ("missing_requirement", "Falta un requisito",
        "No se adjuntó un requisito que el procedimiento exige. Adjúntelo.", "observation"),
    ("missing_representation", "No acredita representación",
        "Usted presenta a nombre de otra persona y no acredita su representación. Adjunte la carta poder o la vigencia de "
        "poder.", "representation"),
    ("missing_payment", "Falta el pago del derecho de trámite",
        "No consta el pago del derecho de tramitación. Indique el número, la fecha y el monto del comprobante.", "fee"),
    ("missing_pages", "Documento incompleto",
        "Al documento señalado le faltan páginas o no coincide con los folios declarados. Adjúntelo completo.",
        "observation"),
    ("wrong_file", "El archivo no corresponde",
        "El archivo señalado no es el documento que se anuncia. Adjunte el que corresponde.", "observation"),
    ("expired_document", "Documento vencido",
        "El documento señalado no está vigente. Adjunte uno vigente.", "observation"),
]

DOCUMENT_TYPES = [
    ("solicitud", "Solicitud"),
    ("escrito", "Escrito"),
    ("carta", "Carta"),
    ("oficio", "Oficio"),
    ("informe", "Informe"),
    ("recurso_reconsideracion", "Recurso de reconsideración"),
    ("recurso_apelacion", "Recurso de apelación"),
    ("descargo", "Descargo"),
    ("denuncia", "Denuncia"),
    ("queja", "Queja por defecto de tramitación"),
    ("subsanacion", "Subsanación"),
    ("otro", "Otro"),
]

CONSENT = """Los datos personales que usted consigna se usan para identificarle, tramitar lo que presenta, notificarle y \
dejar constancia de lo actuado. El responsable de su tratamiento es esta institución, que los conserva con el expediente \
por el plazo que fijan las normas de archivo y solo los comunica a quien deba intervenir en el trámite o lo ordene la ley.

Los datos marcados como obligatorios son necesarios: sin ellos no es posible dar trámite a lo que presenta.

Usted puede ejercer sus derechos de acceso, rectificación, cancelación y oposición con una solicitud por esta misma Mesa \
de Partes. La lista de quienes abrieron su expediente queda registrada.

Base legal: Ley N.° 29733, Ley de Protección de Datos Personales, y su reglamento (según fuentes públicas)."""


def legal_rules() -> list[dict[str, Any]]:
    rows: list[tuple[str, str, str, tuple[date, date | None]]] = []
    for code, (of_2001, of_2019, text) in MOVED.items():
        rows += [(code, LAW + of_2001, text, LAW_2001), (code, TUO + of_2019, text, TUO_2019)]
    rows += [(code, article, text, valid) for code, (article, text, valid) in FIXED.items()]
    return [
        {
            "id": uuid4(),
            "code": code,
            "article": article,
            "text": text + HEDGE,
            "valid_from": valid_from,
            "valid_to": valid_to,
        }
        for code, article, text, (valid_from, valid_to) in rows
    ]


def table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *map(sa.column, columns))


INSTITUTION = table(
    "institution",
    *("id", "name", "short_name", "ruc", "place", "address", "phone", "email", "desk_name", "opens_at", "closes_at"),
)
CUTOFF_RULES = table("cutoff_rules", "valid_from", "rule")
CONSENT_TEXTS = table("consent_texts", "version", "title", "body", "valid_from")
LEGAL_RULES = table("legal_rules", "id", "code", "article", "text", "valid_from", "valid_to")
AREAS = table("areas", "id", "code", "name", "created_at")
REASON_ROWS = table("observation_reasons", "id", "code", "name", "text", "legal_rule", "position")
TYPE_ROWS = table("document_types", "code", "name", "position")


def add(rows: sa.TableClause, values: list[dict[str, Any]]) -> None:
    """Rows that an earlier upgrade left in use stay as they are."""
    op.execute(insert(rows).values(values).on_conflict_do_nothing())


def upgrade() -> None:
    neutral = {
        "id": 1,
        "name": "Entidad pública",
        "short_name": "Entidad",
        "desk_name": "Mesa de Partes",
        "place": "Lima",
        "opens_at": time(8, 30),
        "closes_at": time(16, 30),
        **dict.fromkeys(("ruc", "address", "phone", "email"), ""),
    }
    add(INSTITUTION, [neutral])
    add(CUTOFF_RULES, [{"valid_from": date(1901, 1, 1), "rule": "full_day"}])
    title = "Tratamiento de datos personales"
    add(CONSENT_TEXTS, [{"version": "1", "title": title, "body": CONSENT, "valid_from": date(2020, 1, 1)}])
    add(LEGAL_RULES, legal_rules())
    add(AREAS, [{"id": uuid4(), "code": "MP", "name": "Mesa de Partes", "created_at": sa.func.now()}])
    reasons = (
        dict(zip(("code", "name", "text", "legal_rule"), row, strict=True), id=uuid4(), position=position)
        for position, row in enumerate(REASONS, start=1)
    )
    add(REASON_ROWS, list(reasons))
    types = (
        {"code": code, "name": name, "position": position}
        for position, (code, name) in enumerate(DOCUMENT_TYPES, start=1)
    )
    add(TYPE_ROWS, list(types))


def downgrade() -> None:
    """Takes back what was added, except the rows that filings, areas or people already lean on."""
    op.execute("DELETE FROM legal_rules")
    op.execute("DELETE FROM cutoff_rules")
    op.execute("DELETE FROM institution")
    op.execute(
        "DELETE FROM consent_texts WHERE version = '1' "
        "AND NOT EXISTS (SELECT FROM documents WHERE privacy_consent_version = consent_texts.version)"
    )
    op.execute(
        "DELETE FROM areas WHERE code = 'MP' "
        "AND NOT EXISTS (SELECT FROM memberships WHERE area_id = areas.id) "
        "AND NOT EXISTS (SELECT FROM legs WHERE area_id = areas.id) "
        "AND NOT EXISTS (SELECT FROM procedures WHERE area_id = areas.id)"
    )
    op.execute(
        "DELETE FROM observation_reasons "
        "WHERE NOT EXISTS (SELECT FROM observation_items WHERE reason_code = observation_reasons.code)"
    )
    op.execute(
        "DELETE FROM document_types "
        "WHERE NOT EXISTS (SELECT FROM documents WHERE document_type = document_types.code)"
    )
