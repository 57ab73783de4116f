"""Several processes write one log file while it rotates, and no line is lost."""

import json
import subprocess
import sys
from pathlib import Path

BACKEND = Path(__file__).parents[2]
LINES = 400
WRITER = """
import logging, sys
from app import observability
from app.settings import Settings
observability.LOG_FILE_BYTES = 20_000
observability.LOG_FILES_KEPT = 50
observability.configure_logging(Settings(log_file=sys.argv[1]), sys.argv[2])
for number in range(int(sys.argv[3])):
    logging.getLogger("app.test").info("line", extra={"number": number})
"""


def test_no_line_is_lost_while_three_processes_rotate_one_file(tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    names = ["server", "worker", "mesa"]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(log), name, str(LINES)], cwd=BACKEND, stdout=subprocess.DEVNULL
        )
        for name in names
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]

    files = [file for file in tmp_path.glob("app.log*") if file.suffix != ".lock"]
    lines = [json.loads(line) for file in files for line in file.read_text().splitlines()]

    assert len(files) > 3
    for name in names:
        assert sorted(line["number"] for line in lines if line["process"] == name) == list(range(LINES)), name
