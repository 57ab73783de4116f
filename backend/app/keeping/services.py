"""The embedded services for as long as a script needs them: `python -m app.keeping.services`, until its input ends.

For a backup or a restore while the system is stopped. Prints one line when they run; their settings are then in
`run.env`, where `scripts/mesa` finds them too.
"""

import os
import sys
from pathlib import Path

from dotenv import dotenv_values

from app.embedded import EmbeddedError, services
from app.launch import ROOT, environment, write_run_file


def main() -> int:
    """1 when another process runs them or one does not start."""
    for name, value in dotenv_values(ROOT / ".env").items():
        if value:
            os.environ.setdefault(name, value)
    data = Path(os.environ.get("MESA_DATA_DIR") or ROOT / "var").resolve()
    try:
        with services(data, valkey=False) as running:
            run_file = write_run_file(data, environment(data, running, int(os.environ.get("PORT", "8000"))))
            try:
                print("listo", flush=True)
                sys.stdin.read()
            finally:
                run_file.unlink(missing_ok=True)
    except EmbeddedError as why:
        print(why, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
