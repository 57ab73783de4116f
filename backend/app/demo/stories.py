"""The stories of `stories.toml`, typed."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Ending = Literal[
    "new",
    "observed",
    "corrected",
    "received",
    "corrected_received",
    "routed",
    "lapsed",
    "withdrawn",
    "forwarded",
    "voided",
]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Party(_Told):
    """Who presents. `representative`: name, DNI, capacity."""

    name: str
    identity_type: str
    identity_number: str
    email: str
    representative: tuple[str, str, str] | None = None

    @property
    def person_type(self) -> Literal["natural", "legal"]:
        return "legal" if self.identity_type == "ruc" else "natural"


class Story(_Told):
    """`days_ago` in business days, `hour` in Lima. `account`: filed signed in. `defects`: reason code and text."""

    days_ago: int
    hour: str
    party: str
    procedure: str | None = None
    subject: str
    request: str
    path: Ending
    annexes: tuple[str, ...] = ()
    kind: str = "solicitud"
    folios: int = 1
    area: str | None = None
    account: bool = False
    defects: tuple[tuple[str, str], ...] = ()


class Stories(_Told):
    parties: dict[str, Party]
    stories: tuple[Story, ...]


TOLD = Stories.model_validate(tomllib.loads(Path(__file__).with_name("stories.toml").read_text()))
STORIES = TOLD.stories
