"""The first day's checklist: each thing is done when the facts say so, and not before."""

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import update

from app import clock
from app.catalogue.models import Procedure
from app.clock import UTC, frozen
from app.database import Database
from app.institution import setup
from app.institution.administration import HOURS_CONFIRMED
from app.institution.models import Area, CutoffRule, Institution
from app.institution.schemas import SetupItem
from app.notifications.models import Mail
from app.settings import Settings
from app.users.models import User
from tests.people import sign_in

ORDER = ["institution", "hours", "areas", "users", "procedures", "mail", "certificate", "signing_key"]


@pytest.fixture
async def fresh(settings: Settings, make_database: Callable[[str], str], tmp_path: Path) -> AsyncIterator["Fresh"]:
    """An installation of which nothing but its migrations has run."""
    own = settings.model_copy(
        update={"database_url": make_database(f"mesa_setup_{uuid4().hex[:8]}"), "mesa_data_dir": tmp_path}
    )
    database = Database(own)
    yield Fresh(database, own)
    await database.close()


class Fresh:
    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings

    async def add(self, *rows: object) -> None:
        async with self.database.transaction() as session:
            session.add_all(rows)

    async def set(self, **values: Any) -> None:
        async with self.database.transaction() as session:
            await session.execute(update(Institution).values(**values))

    async def item(self, code: str, **settings: Any) -> SetupItem:
        found = await setup.checklist(self.database, self.settings.model_copy(update=settings))
        return next(each for each in found.items if each.code == code)


async def test_an_installation_just_made_lacks_all_but_its_own_key(fresh: Fresh) -> None:
    found = (await setup.checklist(fresh.database, fresh.settings)).items

    assert [each.code for each in found] == ORDER
    assert [each.code for each in found if each.done] == ["signing_key"]
    assert all(each.detail.endswith(".") and len(each.detail) < 200 for each in found)


async def test_the_institution_has_a_name_and_a_ruc(fresh: Fresh) -> None:
    await fresh.set(name="Municipalidad de Prueba")
    assert not (await fresh.item("institution")).done

    await fresh.set(ruc="20131312955")
    found = await fresh.item("institution")
    assert (found.done, found.detail) == (True, "Municipalidad de Prueba, RUC 20131312955.")


@pytest.mark.parametrize("said", [{"opens_at": time(8, 0)}, {"extra": {HOURS_CONFIRMED: "2026-11-24"}}])
async def test_the_hours_are_somebodys(fresh: Fresh, said: dict[str, Any]) -> None:
    assert not (await fresh.item("hours")).done

    await fresh.set(**said)

    assert (await fresh.item("hours")).done


async def test_a_cutoff_rule_of_ones_own_is_an_hour_too(fresh: Fresh) -> None:
    await fresh.add(CutoffRule(valid_from=date(2026, 11, 24), rule="office_hours"))

    assert (await fresh.item("hours")).done


async def test_areas_people_and_procedures_count_while_in_use(fresh: Fresh) -> None:
    area = Area(code="OAJ", name="Asesoría", active=False)
    clerk = User(email="mesa@prueba.pe", name="Mesa", role="clerk", active=False)
    officer = User(email="otra@prueba.pe", name="Otra", role="officer")
    procedure = Procedure(code="1", name="Uno", description="", silence="positive", active=False)
    await fresh.add(area, clerk, officer, procedure)
    assert not any([(await fresh.item(code)).done for code in ("areas", "users", "procedures")])

    async with fresh.database.transaction() as session:
        for kind in (Area, User, Procedure):
            await session.execute(update(kind).values(active=True))

    assert [(await fresh.item(code)).detail for code in ("areas", "users", "procedures")] == [
        "1 área además de Mesa de Partes.",
        "1 persona atiende la mesa.",
        "1 trámite en el catálogo.",
    ]


def a_mail(state: str, *, minute: int, attempts: int = 1) -> Mail:
    at = datetime(2026, 11, 24, 15, minute, tzinfo=UTC)
    return Mail(
        kind="received",
        recipient="persona@example.pe",
        message_id=f"<{uuid4()}@x>",
        facts={},
        state=state,
        attempts=attempts,
        created_at=at,
        sent_at=at if state == "sent" else None,
    )


async def test_mail_works_when_the_last_one_left(fresh: Fresh) -> None:
    server = {"smtp_host": "correo.example.pe"}
    assert "SMTP_HOST" in (await fresh.item("mail")).detail
    await fresh.add(a_mail("pending", minute=59, attempts=0))
    assert "aún no salió ninguno" in (await fresh.item("mail", **server)).detail

    await fresh.add(a_mail("sent", minute=1))
    found = await fresh.item("mail", **server)
    assert (found.done, found.detail) == (True, "El último correo salió el martes 24 de noviembre de 2026, 10:01.")
    # As files, they leave nowhere.
    assert not (await fresh.item("mail")).done

    for state in ("pending", "failed"):
        await fresh.add(a_mail(state, minute=2))
        assert not (await fresh.item("mail", **server)).done


async def test_without_https_there_is_no_certificate(fresh: Fresh) -> None:
    assert "PUBLIC_URL" in (await fresh.item("certificate")).detail
    # Nobody listens there: that it is https is known all the same.
    away = await fresh.item("certificate", public_url="https://mesa.example.pe", tls_probe_address="127.0.0.1:9")
    assert (away.done, "no se pudo leer" in away.detail) == (True, True)


async def test_the_own_key_is_told_with_its_fingerprint(fresh: Fresh, tmp_path: Path) -> None:
    found = await fresh.item("signing_key")
    assert found.done
    assert "Llave propia de la instalación (huella " in found.detail

    broken = tmp_path / "roto.p12"
    broken.write_bytes(b"no")
    assert not (await fresh.item("signing_key", signing_p12_file=broken)).done
    with frozen(clock.now() + timedelta(days=366 * 21)):
        assert "venció" in (await fresh.item("signing_key")).detail


async def test_the_admin_reads_it(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/setup", headers=await sign_in(client, "admin"))

    assert answer.status_code == 200
    assert [each["code"] for each in answer.json()["items"]] == ORDER
