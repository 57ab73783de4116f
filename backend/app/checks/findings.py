"""What a check found, and the checks themselves: each looks at one part and says how it is and what to do."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiosmtplib
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app import clock, health
from app.audit.models import Verification
from app.database import Database
from app.measures.certificates import signing_end, tls_end
from app.receipts.keys import pdf_key
from app.settings import DEVELOPMENT_SECRET, Settings

BACKEND = Path(__file__).parents[2]
PATIENCE_SECONDS = 8.0
OLDEST_POSTGRESQL = 140_000
CERTIFICATE_DAYS = 14
SPACE_LEFT = 0.15
DRIFT_SECONDS = 2.0
MAIL_WAITS_SECONDS = 900
DAY = 86_400


class State(StrEnum):
    GOOD = "bien"
    WARNING = "aviso"
    BAD = "falla"


@dataclass(frozen=True, slots=True)
class Finding:
    """`detail` and `hint` are Spanish and hold no address, password or person."""

    part: str
    state: State
    detail: str
    hint: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Found:
    """How one part is: `detail` on success, and what to do when it is not as it should be."""

    state: State
    detail: str


Check = Callable[[Settings, Database], Awaitable[Found]]


def good(detail: str) -> Found:
    return Found(State.GOOD, detail)


def at_least(condition: bool, detail: str, *, otherwise: State = State.BAD) -> Found:
    return Found(State.GOOD if condition else otherwise, detail)


async def scalar(database: Database, statement: str) -> Any:
    async with database.reading() as session:
        return (await session.execute(text(statement))).scalar()


async def connection(settings: Settings, database: Database) -> Found:
    version = int(await scalar(database, "SHOW server_version_num"))
    return at_least(version >= OLDEST_POSTGRESQL, f"PostgreSQL {version // 10_000}")


async def migrations(settings: Settings, database: Database) -> Found:
    config = Config()
    config.set_main_option("script_location", str(BACKEND / "migrations"))
    wanted = ScriptDirectory.from_config(config).get_current_head()
    here = await scalar(database, "SELECT version_num FROM alembic_version")
    return at_least(
        here == wanted, f"revisión {here}" if here == wanted else f"revisión {here}, y este código pide {wanted}"
    )


async def durability(settings: Settings, database: Database) -> Found:
    async with database.reading() as session:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            if (await session.execute(text(f"SHOW {name}"))).scalar_one() == "off":
                return Found(State.BAD, f"{name}=off")
    return good("lo confirmado sobrevive a un corte de luz")


async def cache(settings: Settings, database: Database) -> Found:
    if not settings.redis_url:
        return Found(State.WARNING, "sin configurar: los límites se cuentan por proceso")
    await health.checks(settings, database)["cache"]()
    return good("responde")


async def storage(settings: Settings, database: Database) -> Found:
    await health.checks(settings, database)["storage"]()
    return good("se puede escribir")


async def space(settings: Settings, database: Database) -> Found:
    disk = await asyncio.to_thread(shutil.disk_usage, settings.files_dir)
    left = disk.free / disk.total
    return at_least(left > SPACE_LEFT, f"{disk.free / 2**30:.0f} GiB libres ({left:.0%})", otherwise=State.WARNING)


async def mail(settings: Settings, database: Database) -> Found:
    if not settings.smtp_host:
        where = "sin servidor: los correos quedan como archivos .eml"
        return Found(State.BAD if settings.is_production else State.WARNING, where)
    implicit = settings.smtp_tls and settings.smtp_port == 465
    client = aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        use_tls=implicit,
        start_tls=settings.smtp_tls and not implicit,
        timeout=PATIENCE_SECONDS - 2,
    )
    try:
        async with client:
            return good("acepta la conexión" + (" y la contraseña" if settings.smtp_user else ""))
    except aiosmtplib.SMTPAuthenticationError:
        return Found(State.BAD, "rechaza el usuario o la contraseña")


async def outbox(settings: Settings, database: Database) -> Found:
    waits = await scalar(
        database, "SELECT extract(epoch FROM now() - min(created_at)) FROM mails WHERE state = 'pending'"
    )
    if waits is None:
        return good("nada por enviar")
    return at_least(waits < MAIL_WAITS_SECONDS, f"el más antiguo espera desde hace {int(waits) // 60} min")


async def scanner(settings: Settings, database: Database) -> Found:
    if not settings.clamav_host:
        return Found(State.WARNING, "sin antivirus: no se busca virus en los archivos")
    await health.checks(settings, database)["scanner"]()
    return good("responde")


async def worker(settings: Settings, database: Database) -> Found:
    await health.checks(settings, database)["worker"]()
    return good("da señales")


async def clocks(settings: Settings, database: Database) -> Found:
    async with database.reading() as session:
        # A connection that must be made first would look like a clock that is ahead.
        await session.connection()
        asked = clock.now()
        theirs = float((await session.execute(text("SELECT extract(epoch FROM clock_timestamp())"))).scalar_one())
    drift = theirs - (asked.timestamp() + (clock.now() - asked).total_seconds() / 2)
    return at_least(abs(drift) < DRIFT_SECONDS, f"difieren en {abs(drift):.2f} s")


async def signing(settings: Settings, database: Database) -> Found:
    days = (await asyncio.to_thread(signing_end, settings) - clock.now().timestamp()) / DAY
    if days < CERTIFICATE_DAYS:
        return Found(State.BAD, f"vence en {days:.0f} días" if days > 0 else _ended(days))
    if pdf_key(settings).own:
        return Found(State.WARNING, "clave de esta instalación: ninguna entidad la respalda, y la constancia lo dice")
    return good(f"vale {days:.0f} días más")


async def tls(settings: Settings, database: Database) -> Found:
    end = await tls_end(settings)
    if end is None:
        return Found(State.BAD if settings.is_production else State.WARNING, "PUBLIC_URL no es https")
    days = (end - clock.now().timestamp()) / DAY
    return at_least(days > CERTIFICATE_DAYS, f"vale {days:.0f} días más" if days > 0 else _ended(days))


def _ended(days: float) -> str:
    return f"venció hace {-days:.0f} días"


async def secrets(settings: Settings, database: Database) -> Found:
    values = [settings.secret_key.get_secret_value(), settings.jwt_secret_key.get_secret_value()]
    if DEVELOPMENT_SECRET in values:
        return Found(State.WARNING, "son los de muestra")
    if values[0] == values[1]:
        return Found(State.WARNING, "SECRET_KEY y JWT_SECRET_KEY son el mismo")
    return good("propios")


async def trail(settings: Settings, database: Database) -> Found:
    newest = Verification.__table__.select().order_by(Verification.at.desc()).limit(1)
    async with database.reading() as session:
        last = (await session.execute(newest)).one_or_none()
    if last is None:
        return Found(State.WARNING, "el proceso de fondo aún no la recorrió")
    said = f"{last.rows} filas, recorrida hace {(clock.now() - last.at).total_seconds() / 3600:.0f} h"
    return at_least(last.ok, said if last.ok else f"no cuadra desde la fila {last.first_bad}")
