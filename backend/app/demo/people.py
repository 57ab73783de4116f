"""The institution of the demonstration: its row, areas, accounts and catalogue."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app import clock
from app.catalogue.models import Procedure, Requirement
from app.database import new_id
from app.demo.town import AREAS, INSTITUTION, PEOPLE, PROCEDURES, DemoPerson
from app.institution.models import Area, Institution
from app.users.accounts import by_email
from app.users.models import Membership, Role, User
from app.users.passwords import hash_password
from app.users.principals import Principal


async def furnish(session: AsyncSession, password: str) -> None:
    """Everything but the filings. Raises IntegrityError when it is already there."""
    owner = await session.get_one(Institution, 1)
    for name, value in INSTITUTION.items():
        setattr(owner, name, value)
    areas = await _areas(session)
    hashed = await hash_password(password)
    for person in PEOPLE:
        await _person(session, person, areas, hashed)
    for each in PROCEDURES:
        procedure = Procedure(
            id=new_id(),
            code=each.code,
            name=each.name,
            description=each.description,
            term_days=each.term_days,
            silence=each.silence,
            fee=each.fee,
            area_id=areas[each.area].id,
        )
        procedure.requirements = [
            Requirement(id=new_id(), position=place, name=name, required=required, formats=[])
            for place, (name, required) in enumerate(each.requirements)
        ]
        session.add(procedure)
    await session.flush()


async def _areas(session: AsyncSession) -> dict[str, Area]:
    areas = {area.code: area for area in await session.scalars(select(Area))}
    for code, name in AREAS.items():
        if code not in areas:
            areas[code] = Area(id=new_id(), code=code, name=name, created_at=clock.now())
            session.add(areas[code])
    await session.flush()
    return areas


async def _person(session: AsyncSession, person: DemoPerson, areas: dict[str, Area], hashed: str) -> None:
    user = User(
        id=new_id(),
        email=person.email,
        name=person.name,
        role=person.role,
        password_hash=hashed,
        email_verified_at=clock.now(),
        created_at=clock.now(),
        identity_type="dni" if person.dni else None,
        identity_number=person.dni,
        privacy_consent_version="1" if person.dni else None,
    )
    session.add(user)
    await session.flush()
    if person.area:
        session.add(Membership(user_id=user.id, area_id=areas[person.area].id, head=person.head))


async def set_passwords(session: AsyncSession, password: str) -> None:
    """Gives every account of the demonstration this password."""
    hashed = await hash_password(password)
    for person in PEOPLE:
        if user := await by_email(session, person.email, lock=True):
            user.password_hash = hashed


async def is_furnished(session: AsyncSession) -> bool:
    return await by_email(session, PEOPLE[0].email) is not None


async def principal(session: AsyncSession, email: str) -> Principal:
    """An account of the demonstration, acting."""
    user = await by_email(session, email)
    assert user is not None, "furnish made every account"
    rows = await session.execute(
        select(Area.id, Area.name).join(Membership, Membership.area_id == Area.id).where(Membership.user_id == user.id)
    )
    areas = dict(rows.tuples().all())
    return Principal(
        id=user.id,
        name=user.name,
        email=user.email,
        role=Role(user.role),
        area_ids=frozenset(areas),
        area_name=", ".join(areas.values()) or None,
        session_id=new_id(),
    )
