"""What Prometheus hears, on port 9100, of a system where each thing that has an alert is just past its threshold."""

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BEGAN = time.time()
DAY = 86_400
SLOW = 'http_request_duration_seconds_bucket{method="GET",handler="/api/v1/documents",le='


def series() -> dict[str, float]:
    """Every series as it is now. Counters grow with the seconds since the start."""
    now = time.time()
    elapsed = now - BEGAN
    return {
        'node_cpu_seconds_total{cpu="0",mode="idle"}': 0.15 * elapsed,
        "node_memory_MemAvailable_bytes": 14,
        "node_memory_MemTotal_bytes": 100,
        'node_filesystem_avail_bytes{mountpoint="/",fstype="ext4"}': 9,
        'node_filesystem_size_bytes{mountpoint="/",fstype="ext4"}': 100,
        'http_requests_total{status="200"}': 94 * elapsed,
        'http_requests_total{status="500"}': 6 * elapsed,
        f'{SLOW}"1"}}': 90 * elapsed,
        f'{SLOW}"2"}}': 94 * elapsed,
        f'{SLOW}"5"}}': 100 * elapsed,
        f'{SLOW}"+Inf"}}': 100 * elapsed,
        "mesa_database_connections_in_use": 13,
        "mesa_database_connections_max": 16,
        "mesa_database_up": 0,
        "mesa_outbox_oldest_seconds": 901,
        "mesa_outbox_failed": 4,
        "mesa_worker_heartbeat_age_seconds": 61,
        "mesa_receipts_unsealed_oldest_seconds": 301,
        "mesa_storage_free_bytes": 14,
        "mesa_storage_size_bytes": 100,
        "mesa_backup_last_success_timestamp_seconds": now - 26 * 3600 - 1,
        "mesa_backup_damaged_files": 1,
        "mesa_files_lost": 1,
        "mesa_drill_last_success_timestamp_seconds": now - 35 * DAY - 1,
        'mesa_certificate_end_timestamp_seconds{certificate="tls"}': now + 14 * DAY - 60,
        "mesa_audit_chain_ok": 0,
        "mesa_audit_chain_verified_timestamp_seconds": now - 13 * 3600 - 1,
        "mesa_clock_drift_seconds": -2.1,
    }


class Metrics(BaseHTTPRequestHandler):
    # The name is the library's.
    def do_GET(self) -> None:
        body = "".join(f"{name} {value}\n" for name, value in series().items()).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """A line a scrape is noise."""


if __name__ == "__main__":
    ThreadingHTTPServer(("", 9100), Metrics).serve_forever()
