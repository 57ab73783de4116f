"""The admin's acts on the settings: the single row, the dated cut-off rules, the consent texts."""

import hashlib
from datetime import date, time
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.audit import service as audit
from app.clock.cutoff import CutoffKind
from app.institution import logo, queries
from app.institution.errors import RuleInForce, RulesBusy
from app.institution.models import ConsentText, CutoffRule, Institution
from app.institution.schemas import (
    ConsentRead,
    CutoffRuleRead,
    NewConsentText,
    NewCutoffRule,
    SettingsChanges,
    SettingsRead,
)
from app.problems import FieldError, NotFound, Unprocessable
from app.processes import ProcessPool, WorkerDied, WorkerTimeout
from app.receipts.sealing import ReceiptNotCompiled, try_logo
from app.users.principals import Principal

COLUMNS = (
    *("version", "name", "short_name", "ruc", "place", "address", "phone", "email", "desk_name"),
    *("opens_at", "closes_at", "correct_keeps_date"),
)
HOURS = {"opens_at", "closes_at"}
# In `extra`: the day on which somebody first saved the hours, as they were or others.
HOURS_CONFIRMED = "hours_confirmed_on"
LOCK_NOT_AVAILABLE = "55P03"
# For a process that may have to start first, and a drawing that may never end.
LOGO_SECONDS = 10.0


async def read(session: AsyncSession) -> SettingsRead:
    """Everything an administrator keeps of the institution."""
    owner, svg = await queries.with_logo(session)
    return SettingsRead(
        **{name: getattr(owner, name) for name in COLUMNS},
        logo_svg=svg,
        cutoff_rules=[CutoffRuleRead.model_validate(each) for each in await queries.cutoff_rules(session)],
        consent_texts=[ConsentRead.model_validate(each) for each in await queries.all_consent_texts(session)],
    )


async def change(session: AsyncSession, pool: ProcessPool, body: SettingsChanges, *, by: Principal) -> SettingsRead:
    """Applies what was sent. Raises Unprocessable. No date that was given changes: filings keep theirs."""
    if body.logo_svg is not None:
        await _check_logo(pool, body.logo_svg)
    owner = await queries.institution(session, lock=True)
    sent = body.model_dump(exclude_unset=True)
    if "logo_svg" in sent:
        sent["logo_sha256"] = await _kept(session, sent.pop("logo_svg"))
    wanted = {name: value for name, value in sent.items() if value is not None or name == "logo_sha256"}
    _check_hours(owner, wanted)
    changes = {name: value for name, value in wanted.items() if value != getattr(owner, name)}
    if wanted.keys() & HOURS:
        await _confirm_hours(session, owner, by, changed=bool(changes.keys() & HOURS))
    if changes:
        before = {name: _told(getattr(owner, name)) for name in changes}
        for name, value in changes.items():
            setattr(owner, name, value)
        owner.version += 1
        detail = {"before": before, "after": {name: _told(value) for name, value in changes.items()}}
        await audit.record(session, "settings_changed", actor_id=by.id, detail=detail)
    return await read(session)


def _told(value: Any) -> Any:
    """As the trail keeps it, which is JSON."""
    return value.isoformat() if isinstance(value, date | time) else value


async def _kept(session: AsyncSession, svg: str | None) -> str | None:
    if svg is None:
        return None
    sha256 = hashlib.sha256(svg.encode()).hexdigest()
    await queries.keep_logo(session, sha256, svg)
    return sha256


async def _check_logo(pool: ProcessPool, svg: str) -> None:
    """That it is a harmless drawing, and that a receipt can draw it in time. Raises Unprocessable."""
    try:
        logo.check(svg)
        await pool.run(try_logo, svg, seconds=LOGO_SECONDS)
    except logo.NotALogo as refused:
        raise Unprocessable(errors=[FieldError("logo_svg", refused.code, refused.sentence)]) from None
    except (ReceiptNotCompiled, WorkerDied, WorkerTimeout):
        message = "El logo no se puede dibujar en las constancias: simplifíquelo y guárdelo como SVG optimizado."
        raise Unprocessable(errors=[FieldError("logo_svg", "logo_not_drawn", message)]) from None


def _check_hours(owner: Institution, wanted: dict[str, Any]) -> None:
    opens, closes = wanted.get("opens_at", owner.opens_at), wanted.get("closes_at", owner.closes_at)
    if wanted.keys() & HOURS and closes <= opens:
        field = "closes_at" if "closes_at" in wanted else "opens_at"
        message = f"La hora de cierre ({closes:%H:%M}) debe ser posterior a la de apertura ({opens:%H:%M})."
        raise Unprocessable(errors=[FieldError(field, "hours_backwards", message)])


async def _confirm_hours(session: AsyncSession, owner: Institution, by: Principal, *, changed: bool) -> None:
    """Who saves the hours as they are says that they are right. The trail tells it once; a change tells itself."""
    if HOURS_CONFIRMED in owner.extra:
        return
    owner.extra = owner.extra | {HOURS_CONFIRMED: clock.today().isoformat()}
    if not changed:
        detail = {name: _told(getattr(owner, name)) for name in sorted(HOURS)}
        await audit.record(session, "hours_confirmed", actor_id=by.id, detail=detail)


async def set_cutoff(session: AsyncSession, body: NewCutoffRule, *, by: Principal) -> CutoffRule:
    """A rule from a day on, in place of the one of that day. Raises Unprocessable, RulesBusy.

    A day has one rule for everything that arrives on it: today's may change only while nothing has arrived.
    """
    owner = await queries.institution(session, lock=True)
    await _hold_rules(session)
    _check_closing(owner, body)
    await _check_first_day(session, body.valid_from)
    rule = await session.get(CutoffRule, body.valid_from)
    before = _as_told(rule) if rule else None
    if rule is None:
        rule = CutoffRule(valid_from=body.valid_from)
        session.add(rule)
    rule.rule, rule.closes_at = body.rule, body.closes_at
    after = _as_told(rule)
    if before != after:
        detail = {"valid_from": body.valid_from.isoformat(), "before": before, "after": after}
        await audit.record(session, "cutoff_rule_set", actor_id=by.id, detail=detail)
    owner.extra = owner.extra | {HOURS_CONFIRMED: owner.extra.get(HOURS_CONFIRMED, clock.today().isoformat())}
    return rule


async def remove_cutoff(session: AsyncSession, valid_from: date, *, by: Principal) -> None:
    """Takes back a rule whose day has not come. Raises NotFound, RuleInForce, RulesBusy."""
    await _hold_rules(session)
    rule = await session.get(CutoffRule, valid_from)
    if rule is None:
        raise NotFound("No hay ninguna regla desde ese día.")
    if valid_from <= clock.today():
        raise RuleInForce
    await session.delete(rule)
    detail = {"valid_from": valid_from.isoformat(), "before": _as_told(rule), "after": None}
    await audit.record(session, "cutoff_rule_removed", actor_id=by.id, detail=detail)


def _as_told(rule: CutoffRule) -> dict[str, str | None]:
    return {"rule": str(rule.rule), "closes_at": f"{rule.closes_at:%H:%M}" if rule.closes_at else None}


async def _hold_rules(session: AsyncSession) -> None:
    """Before anybody looks which day it is: midnight may pass while waiting."""
    try:
        await queries.hold_cutoff_rules(session)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        raise RulesBusy from error


def _check_closing(owner: Institution, body: NewCutoffRule) -> None:
    if body.closes_at is None:
        return
    if body.rule is CutoffKind.FULL_DAY:
        message = "Si se recibe todo el día no hay hora de cierre: déjela vacía."
        raise Unprocessable(errors=[FieldError("closes_at", "not_for_full_day", message)])
    if body.closes_at <= owner.opens_at:
        message = f"Debe ser posterior a la hora de apertura ({owner.opens_at:%H:%M})."
        raise Unprocessable(errors=[FieldError("closes_at", "hours_backwards", message)])


async def _check_first_day(session: AsyncSession, day: date) -> None:
    today = clock.today()
    if day < today:
        message = "Una regla no puede empezar en un día que ya pasó."
        raise Unprocessable(errors=[FieldError("valid_from", "date_past", message)])
    if day == today and await queries.presented_on(session, day):
        message = "Hoy ya se presentaron trámites con otra regla: póngala desde mañana."
        raise Unprocessable(errors=[FieldError("valid_from", "day_begun", message)])


async def publish_consent(session: AsyncSession, body: NewConsentText, *, by: Principal) -> ConsentText:
    """A new version of the text; the earlier ones stay as they were accepted. Raises Unprocessable."""
    # One at a time: the version is the next number.
    await queries.institution(session, lock=True)
    if body.valid_from < clock.today():
        message = "Un texto no puede regir desde un día que ya pasó."
        raise Unprocessable(errors=[FieldError("valid_from", "date_past", message)])
    known = [int(each.version) for each in await queries.all_consent_texts(session) if each.version.isdecimal()]
    text = ConsentText(version=str(max(known, default=0) + 1), **body.model_dump())
    session.add(text)
    detail = {"version": text.version, **body.model_dump(mode="json")}
    await audit.record(session, "consent_text_published", actor_id=by.id, detail=detail)
    return text
