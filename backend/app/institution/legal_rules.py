"""The admin's act on the citations: an article follows another from a day on, and none is rewritten once it holds."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit import service as audit
from app.institution import queries
from app.institution.models import LegalRule
from app.institution.schemas import NewLegalRule
from app.problems import FieldError, Unprocessable
from app.users.principals import Principal

UNKNOWN = FieldError("code", "unknown", "El sistema no aplica ninguna regla con ese código.")


async def follow(session: AsyncSession, body: NewLegalRule, *, by: Principal) -> LegalRule:
    """The citation of `body.code` from its day on; one of that same day, still to come, is replaced.

    Raises Unprocessable: for a code that nothing in the system cites, a past day, or a day before the latest one.
    """
    known = await queries.legal_rules_to_follow(session, body.code)
    if not known:
        raise Unprocessable(errors=[UNKNOWN])
    latest = known[0]
    _check_day(body, latest)
    before = {"article": latest.article, "text": latest.text}
    after = {"article": body.article, "text": body.text}
    if latest.valid_from < body.valid_from:
        if latest.valid_to is None or latest.valid_to >= body.valid_from:
            latest.valid_to = body.valid_from - timedelta(days=1)
        latest = LegalRule(code=body.code, valid_from=body.valid_from, **after)
        session.add(latest)
    elif before == after:
        return latest
    latest.article, latest.text = body.article, body.text
    await session.flush()
    detail = {"legal_rule_id": str(latest.id), "code": body.code, "valid_from": body.valid_from.isoformat()}
    await audit.record(session, "legal_rule_set", actor_id=by.id, detail={**detail, "before": before, "after": after})
    return latest


def _check_day(body: NewLegalRule, latest: LegalRule) -> None:
    today = clock.today()
    if body.valid_from < today:
        message = "Una norma no puede citarse desde un día que ya pasó: lo ya explicado no cambia."
        raise Unprocessable(errors=[FieldError("valid_from", "date_past", message)])
    if body.valid_from < latest.valid_from or body.valid_from == latest.valid_from <= today:
        message = f"Ya hay una norma para esa regla desde el {latest.valid_from:%d/%m/%Y}: ponga un día posterior."
        raise Unprocessable(errors=[FieldError("valid_from", "not_the_latest", message)])
