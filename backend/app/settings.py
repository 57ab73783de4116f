"""Every setting of the system, read once from the environment. `.env.example` says what each one is for."""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEVELOPMENT_SECRET = "desarrollo-" + "solo-para-este-equipo"
SECRETS_DIR = Path("/run/secrets")
SAMPLE_MARKERS = (DEVELOPMENT_SECRET, "generate-a", "generate-another", "change-me", "changeme", "secure-key-here")

CommaSeparated = Annotated[list[str], NoDecode]


class Environment(StrEnum):
    DEVELOPMENT = "development"
    STAGING = "staging"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """Raises pydantic.ValidationError on a value that would run the system unsafely."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        # A refused value may be a password.
        hide_input_in_errors=True,
        # One file a secret, as containers are given them; a variable of the environment wins.
        secrets_dir=SECRETS_DIR if SECRETS_DIR.is_dir() else None,
    )

    environment: Environment = Environment.DEVELOPMENT
    public_url: str = "http://localhost:8000"
    tls_probe_address: str | None = Field(default=None, description="host:port asked for the certificate's end.")
    mesa_data_dir: Path = Path("var")

    database_url: str = "postgresql://mesapartes_user@localhost:5432/mesapartes"
    database_replica_url: str | None = None
    database_pool_size: int = Field(default=8, ge=1, le=200)
    database_max_overflow: int = Field(default=8, ge=0, le=200)
    redis_url: str | None = None
    redis_cache_ttl: int = Field(default=3600, ge=1)

    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    secret_key_previous: CommaSeparated = []
    jwt_secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    jwt_algorithm: str = "HS256"
    jwt_expiration_minutes: int = Field(default=60, ge=1, le=24 * 60)
    signing_p12_file: Path | None = None
    signing_p12_password: SecretStr | None = None

    cors_origins: CommaSeparated = []
    forwarded_allow_ips: CommaSeparated = ["127.0.0.1"]
    rate_limit_enabled: bool = True
    rate_limit_per_minute: int = Field(default=300, ge=1)
    rate_limit_per_hour: int = Field(default=10_000, ge=1)

    storage_url: str | None = None
    upload_dir: Path | None = None
    max_upload_size: int = Field(default=10_485_760, ge=1024, description="Bytes of one file.")
    allowed_extensions: CommaSeparated = ["pdf", "jpg", "jpeg", "png", "docx", "xlsx"]
    max_files: int = Field(default=20, ge=1, le=200)
    backup_dir: Path = Path("/backups/mesapartes")
    clamav_host: str | None = None
    clamav_port: int = 3310

    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str = "mesadepartes@localhost"
    smtp_tls: bool = True

    log_level: str = "INFO"
    log_file: Path | None = None
    slow_statement_seconds: float = Field(default=1.0, gt=0)
    websocket_url: str | None = None
    api_url: str | None = None
    api_docs_enabled: bool | None = None
    worker_processes: int = Field(default=2, ge=1, le=64, description="Warm processes that inspect and sign.")

    @field_validator("cors_origins", "forwarded_allow_ips", "allowed_extensions", "secret_key_previous", mode="before")
    @classmethod
    def _split_commas(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("allowed_extensions")
    @classmethod
    def _bare_extensions(cls, value: list[str]) -> list[str]:
        return [extension.lower().lstrip(".") for extension in value]

    @field_validator("jwt_algorithm")
    @classmethod
    def _only_hs256(cls, value: str) -> str:
        if value != "HS256":
            raise ValueError("JWT_ALGORITHM must be HS256")
        return value

    @field_validator("public_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @model_validator(mode="after")
    def _refuse_samples_in_production(self) -> Self:
        if self.environment is Environment.DEVELOPMENT:
            return self
        for name in ("secret_key", "jwt_secret_key"):
            secret: str = getattr(self, name).get_secret_value()
            if len(secret) < 32 or any(marker in secret.lower() for marker in SAMPLE_MARKERS):
                raise ValueError(f"{name.upper()} is a sample or shorter than 32 characters; generate a new one")
        if not self.rate_limit_enabled and self.environment is Environment.PRODUCTION:
            raise ValueError("RATE_LIMIT_ENABLED=false is refused in production")
        return self

    @property
    def is_production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    @property
    def docs_enabled(self) -> bool:
        """Interactive API pages: off in production unless API_DOCS_ENABLED says otherwise."""
        return not self.is_production if self.api_docs_enabled is None else self.api_docs_enabled

    @property
    def files_dir(self) -> Path:
        """Where the originals live when storage is a folder: STORAGE_URL, else UPLOAD_DIR, else the data folder."""
        if self.storage_url and self.storage_url.startswith("file://"):
            return Path(self.storage_url.removeprefix("file://"))
        return self.upload_dir or self.mesa_data_dir / "files"

    @property
    def async_database_url(self) -> str:
        return self.database_url.replace("postgresql://", "postgresql+asyncpg://", 1)

    @property
    def async_replica_url(self) -> str:
        return (self.database_replica_url or self.database_url).replace("postgresql://", "postgresql+asyncpg://", 1)

    @property
    def secret_keys(self) -> list[str]:
        """The current key first, then those that still open what they once closed."""
        return [self.secret_key.get_secret_value(), *self.secret_key_previous]


@lru_cache
def get_settings() -> Settings:
    return Settings()
