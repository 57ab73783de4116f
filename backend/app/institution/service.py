"""What the other packages ask about the institution."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.clock.cutoff import Cutoff, CutoffKind
from app.database import Database
from app.institution import queries
from app.institution.citations import Citations
from app.institution.models import Institution

DESK = queries.DESK


@dataclass(frozen=True, slots=True)
class InForce:
    """What a filing asks of the institution: its settings, the cut-off rule of a day, every citation."""

    settings: Institution
    cutoff: Cutoff
    citations: Citations


async def in_force(session: AsyncSession, day: date) -> InForce:
    """All of it on `day` (Lima), in one statement."""
    owner, rule, closes_at, cited = await queries.in_force(session, day)
    return InForce(owner, Cutoff(CutoffKind(rule), closes_at), Citations(cited))


async def settings(session: AsyncSession) -> Institution:
    """Name, RUC, place, desk and hours, as they stand."""
    return await queries.institution(session)


async def cutoff_on(session: AsyncSession, day: date) -> Cutoff:
    """The cut-off rule in force on `day` (Lima)."""
    rule, closes_at = await queries.cutoff_on(session, day)
    return Cutoff(CutoffKind(rule), closes_at)


# By its hash, which is all there is to know of it: a logo in use is read once a process.
_logos: dict[str, str] = {}
MOST_LOGOS = 8


async def logo_svg(database: Database, sha256: str | None) -> str | None:
    """The drawing that a receipt was issued with; None when it was issued without one."""
    if sha256 is None or sha256 in _logos:
        return _logos.get(sha256 or "")
    async with database.reading() as session:
        svg = await queries.logo(session, sha256)
    if svg is not None:
        if len(_logos) >= MOST_LOGOS:
            _logos.clear()
        _logos[sha256] = svg
    return svg


async def citations(session: AsyncSession) -> Citations:
    """The legal rules, to be asked by code and day."""
    return Citations(await queries.citations(session))
