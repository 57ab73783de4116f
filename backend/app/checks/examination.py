"""Every check at once, each with its patience: a part that hangs is told as one that does not work."""

import asyncio
import re

from sqlalchemy.exc import DBAPIError

from app.checks import findings
from app.checks.findings import PATIENCE_SECONDS, Check, Finding, Found, State
from app.database import Database
from app.health import Broken
from app.settings import Settings

# Without it these can only say that they could not ask, which is no reason to touch them.
ASK_THE_DATABASE = frozenset(
    {findings.migrations, findings.durability, findings.outbox, findings.worker, findings.clocks, findings.trail}
)
# The part, its check, and what to do first when it is not well.
CHECKS: tuple[tuple[str, Check, str], ...] = (
    ("base de datos", findings.connection, "Revise que PostgreSQL esté en marcha, DATABASE_URL y la contraseña."),
    ("migraciones", findings.migrations, "Ejecute python -m alembic upgrade head con esta misma versión."),
    ("durabilidad", findings.durability, "Quite ese ajuste de PostgreSQL: un trámite confirmado podría perderse."),
    ("caché", findings.cache, "Revise REDIS_URL. Sin ella se sigue presentando."),
    ("almacén", findings.storage, "Revise STORAGE_URL o UPLOAD_DIR, y los permisos de la carpeta."),
    ("espacio", findings.space, "Amplíe el disco. Los originales no se borran."),
    ("correo", findings.mail, "Revise SMTP_HOST, SMTP_PORT, SMTP_TLS, el usuario y la contraseña."),
    ("bandeja de salida", findings.outbox, "Mire las líneas correo y proceso de fondo: los correos no se pierden."),
    ("antivirus", findings.scanner, "Revise CLAMAV_HOST. Mientras falte, los archivos nuevos esperan."),
    ("proceso de fondo", findings.worker, "Inícielo (docker compose up -d worker) y lea sus registros."),
    ("relojes", findings.clocks, "Active NTP en cada servidor: la hora de presentación depende de él."),
    ("firma", findings.signing, "Ponga en SIGNING_P12_FILE el certificado vigente de una entidad de certificación."),
    ("certificado web", findings.tls, "Ejecute scripts/renew-certificates; revise PUBLIC_URL."),
    ("secretos", findings.secrets, 'Genere otros: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'),
    ("auditoría", findings.trail, "Ejecute mesa audit verify. Si no cuadra, no repare nada y avise a seguridad."),
)


NO_ANSWER, NO_CONNECTION = "no responde", "no se pudo conectar"
COULD_NOT_ASK = (NO_ANSWER, NO_CONNECTION)


async def examine(settings: Settings) -> list[Finding]:
    """What each part is like, in the order of CHECKS. Raises nothing: a check that fails is a finding."""
    database = Database(settings)
    try:
        found = await asyncio.gather(*(_ask(check, settings, database) for _, check, _ in CHECKS))
    finally:
        await database.close()
    away = found[0].state is State.BAD and found[0].detail in COULD_NOT_ASK
    return [
        Finding(part, State.BAD, "sin base de datos no se puede saber", "Primero, la base de datos.")
        if away and check in ASK_THE_DATABASE
        else Finding(part, one.state, one.detail, None if one.state is State.GOOD else hint)
        for (part, check, hint), one in zip(CHECKS, found, strict=True)
    ]


async def _ask(check: Check, settings: Settings, database: Database) -> Found:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await check(settings, database)
    except Broken as why:
        return Found(State.BAD, _in_spanish(str(why)))
    except TimeoutError:
        return Found(State.BAD, NO_ANSWER)
    except OSError:
        return Found(State.BAD, NO_CONNECTION)
    except DBAPIError as error:
        return Found(State.BAD, f"la base de datos no contesta ({type(error.orig).__name__})")
    except Exception as error:
        # The message of a library may hold an address or a password: its kind is enough to look for.
        return Found(State.BAD, f"no funciona ({type(error).__name__})")


_SPANISH = {"not writable": "no se puede escribir", "never seen": "nunca se lo vio"}


def _in_spanish(why: str) -> str:
    """What `/health/ready` says to machines, for people."""
    silent = re.fullmatch(r"silent for (\d+) s", why)
    return f"sin señales desde hace {silent[1]} s" if silent else _SPANISH.get(why, why)
