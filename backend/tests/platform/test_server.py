"""The server as a process: its log, its limits on a real socket, and its manners when told to stop."""

import json
import signal
import socket
from pathlib import Path

import httpx

from app.settings import Settings
from tests.platform.processes import start_server


def lines_of(file: Path, **facts: object) -> list[dict[str, object]]:
    found = [json.loads(line) for line in file.read_text().splitlines()]
    return [line for line in found if facts.items() <= line.items()]


def test_the_log_tells_route_and_id_and_nothing_that_people_typed(settings: Settings, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "app.log"
    with start_server(LOG_FILE=str(log)) as server:
        path = "/api/v1/documents/P-2026-000001?q=Quispe"
        answer = httpx.get(server.url + path, headers={"X-Request-ID": "de-la-prueba-1"})
        assert answer.headers["x-request-id"] == "de-la-prueba-1"

    (line,) = lines_of(log, request_id="de-la-prueba-1", message="request")
    assert (line["method"], line["status"], line["process"]) == ("GET", answer.status_code, "server")
    assert "Quispe" not in log.read_text()
    assert "000001" not in log.read_text()


def test_told_to_stop_it_stops_within_its_grace(settings: Settings) -> None:
    with start_server() as server, socket.create_connection(("127.0.0.1", server.port)) as idle:
        idle.sendall(b"GET /health/live HTTP/1.1\r\n")
        server.process.send_signal(signal.SIGTERM)

        # uvicorn raises the signal again once it has shut down.
        assert server.process.wait(15) in (0, -signal.SIGTERM)


def test_several_processes_share_their_metrics_and_one_log(settings: Settings, tmp_path: Path) -> None:
    metrics, log = tmp_path / "metrics", tmp_path / "app.log"
    metrics.mkdir()
    with start_server(WORKERS="2", PROMETHEUS_MULTIPROC_DIR=str(metrics), LOG_FILE=str(log)) as server:
        for number in range(40):
            headers = {"Connection": "close", "X-Request-ID": f"numero-{number:04}"}
            assert httpx.get(f"{server.url}/api/v1/unknown", headers=headers).status_code == 404
        text = httpx.get(f"{server.url}/metrics").text

    total = sum(
        float(line.rsplit(" ", 1)[1])
        for line in text.splitlines()
        if line.startswith("http_requests_total") and 'status="404"' in line
    )
    assert total == 40
    assert len(lines_of(log, message="request", status=404)) == 40
