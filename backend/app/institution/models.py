"""Who this installation belongs to, its areas, and the legal rules it applies: dated data, never strings in code."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.database import Base, new_id


class Logo(Base):
    """An image the institution uses, or once used: receipts name the one they were issued with."""

    __tablename__ = "logos"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    svg: Mapped[str] = mapped_column(Text)


class Institution(Base):
    """The single row (`id` is always 1) of the institution's settings."""

    __tablename__ = "institution"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60))
    ruc: Mapped[str] = mapped_column(String(11))
    place: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(300))
    phone: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(254))
    desk_name: Mapped[str] = mapped_column(String(100))
    opens_at: Mapped[time]
    closes_at: Mapped[time]
    logo_sha256: Mapped[str | None] = mapped_column(ForeignKey("logos.sha256"))
    correct_keeps_date: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    extra: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default=text("'{}'::jsonb"))


class CutoffRule(Base):
    """Which cut-off rule holds from a date on (Lima), and its closing time; without one, the desk's."""

    __tablename__ = "cutoff_rules"
    __table_args__ = (CheckConstraint("rule IN ('full_day', 'office_hours')", name="rule"),)

    valid_from: Mapped[date] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(20))
    closes_at: Mapped[time | None]


class ConsentText(Base):
    __tablename__ = "consent_texts"

    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]


class LegalRule(Base):
    """A citation: which article backs a rule of the system, from when to when."""

    __tablename__ = "legal_rules"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(60), index=True)
    article: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Area(Base):
    __tablename__ = "areas"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    active: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(default=now)
