"""What the administrator keeps of the institution, and how far its first day has come."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from app.database import DatabaseDep, ReadDep, SessionDep
from app.institution import administration, legal_rules, queries, setup
from app.institution.schemas import (
    ConsentRead,
    CutoffRuleRead,
    LegalRuleRead,
    NewConsentText,
    NewCutoffRule,
    NewLegalRule,
    SettingsChanges,
    SettingsRead,
    SetupRead,
)
from app.pagination import CursorParam, Limit, Page, page_of_all
from app.problems import NotFound, problems
from app.users.dependencies import AdminUser, StaffUser, require_role
from app.users.models import Role
from app.users.principals import Principal

router = APIRouter(tags=["institution"])

ReaderOfSettings = Annotated[Principal, Depends(require_role(Role.ADMIN, Role.AUDITOR))]


def _day(written: str) -> date | None:
    """The day a path names; None when it cannot be one (which is a 404, never a 422)."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.isoformat() == written else None


@router.get("/settings", responses=problems(401, 403))
async def get_settings(_: ReaderOfSettings, session: ReadDep) -> SettingsRead:
    """Data, hours, logo, cut-off rules and consent texts, past and to come."""
    return await administration.read(session)


@router.patch("/settings", responses=problems(401, 403, 422))
async def change_settings(by: AdminUser, body: SettingsChanges, request: Request, session: SessionDep) -> SettingsRead:
    """Changes what is sent. Everybody sees it in their next answer; what was presented keeps its date."""
    return await administration.change(session, request.app.state.pool, body, by=by)


@router.post("/settings/cutoff-rules", status_code=201, responses=problems(401, 403, 422))
async def set_cutoff_rule(by: AdminUser, body: NewCutoffRule, session: SessionDep) -> CutoffRuleRead:
    """A rule from tomorrow on, or from today while nothing was presented today. One a day: the later one stands."""
    return CutoffRuleRead.model_validate(await administration.set_cutoff(session, body, by=by))


@router.delete("/settings/cutoff-rules/{valid_from}", status_code=204, responses=problems(401, 403, 404, 409))
async def remove_cutoff_rule(by: AdminUser, valid_from: str, session: SessionDep) -> None:
    """Takes back a rule whose day has not come."""
    day = _day(valid_from)
    if day is None:
        raise NotFound("No hay ninguna regla desde ese día.")
    await administration.remove_cutoff(session, day, by=by)


@router.post("/settings/consent-texts", status_code=201, responses=problems(401, 403, 422))
async def publish_consent_text(by: AdminUser, body: NewConsentText, session: SessionDep) -> ConsentRead:
    """A new version of the consent text. Texts are never edited: people accepted them as they were."""
    return ConsentRead.model_validate(await administration.publish_consent(session, body, by=by))


@router.get("/legal-rules", responses=problems(401, 403, 422))
async def list_legal_rules(
    _: StaffUser, session: ReadDep, limit: Limit = 25, cursor: CursorParam = None
) -> Page[LegalRuleRead]:
    """The citations behind the system's rules, by code; those that no longer hold too."""
    page = page_of_all(
        await queries.legal_rules(session),
        sort=("code", "valid_from", "id"),
        key=lambda row: (row.code, row.valid_from.isoformat(), str(row.id)),
        limit=limit,
        cursor=cursor,
    )
    return Page[LegalRuleRead].model_validate(page, from_attributes=True)


@router.post("/legal-rules", status_code=201, responses=problems(401, 403, 422))
async def follow_legal_rule(by: AdminUser, body: NewLegalRule, session: SessionDep) -> LegalRuleRead:
    """Another article for a rule of the system from a day on. What was explained before cites what it cited."""
    return LegalRuleRead.model_validate(await legal_rules.follow(session, body, by=by))


@router.get("/setup", responses=problems(401, 403))
async def get_setup(_: AdminUser, database: DatabaseDep, request: Request) -> SetupRead:
    """The checklist of the first day, each with how it stands or what to do."""
    return await setup.checklist(database, request.app.state.settings)
