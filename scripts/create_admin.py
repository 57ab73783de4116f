#!/usr/bin/env python3
"""Creates the account that administers the system: by flags, by environment, or asking.

Runs in a clone (with the settings of the system that ./scripts/start keeps there) and in the image.
"""

import os
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv" / "bin" / "python"


def use_the_clone() -> None:
    """In a clone the packages are in its own environment, and the running system says where its database is."""
    if PYTHON.exists() and Path(sys.prefix).resolve() != (ROOT / ".venv").resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606
    running = Path(os.environ.get("MESA_DATA_DIR") or ROOT / "var") / "run.env"
    if not os.environ.get("DATABASE_URL") and running.exists():
        for name, _, value in (line.partition("=") for line in running.read_text().splitlines()):
            os.environ.setdefault(name, "".join(shlex.split(value)))


if __name__ == "__main__":
    use_the_clone()
    sys.path.insert(0, str(ROOT / "backend" if (ROOT / "backend").is_dir() else ROOT))
    from app.users.first_admin import main

    sys.exit(main())
