"""Takes every mail by SMTP (1025) and shows it: a page at `/` (8025), and `/mails.json` for scripts. Keeps the last 500."""

import json
from collections import deque
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 500
mails: deque[dict[str, Any]] = deque(maxlen=KEPT)


def facts(message: EmailMessage, recipients: list[str]) -> dict[str, Any]:
    """What a reader wants of a mail; attachments by name only."""
    body = message.get_body(("plain", "html"))
    return {
        "to": recipients,
        "from": str(message["From"]),
        "subject": str(message["Subject"]),
        "date": str(message["Date"]),
        "message_id": str(message["Message-ID"]),
        "text": body.get_content() if body else "",
        "attachments": [part.get_filename() for part in message.iter_attachments()],
    }


class Keep:
    # The name is the library's.
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        mails.appendleft(facts(message, envelope.rcpt_tos))
        return "250 Message accepted for delivery"


def page() -> str:
    shown = "".join(
        f"<article><h2>{escape(mail['subject'])}</h2><p>Para {escape(', '.join(mail['to']))} · {escape(mail['date'])}"
        f"{' · adjuntos: ' + escape(', '.join(map(str, mail['attachments']))) if mail['attachments'] else ''}</p>"
        f"<pre>{escape(mail['text'])}</pre></article><hr>"
        for mail in list(mails)
    )
    return (
        '<!doctype html><html lang="es-PE"><meta charset="utf-8"><title>Correos de desarrollo</title>'
        "<style>body{font:16px system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap}</style>"
        f"<h1>Correos de desarrollo ({len(mails)})</h1>{shown or '<p>Todavía no llegó ninguno.</p>'}"
    )


class View(BaseHTTPRequestHandler):
    # The name is the library's.
    def do_GET(self) -> None:
        if self.path == "/mails.json":
            kind, body = "application/json", json.dumps(list(mails), ensure_ascii=False)
        elif self.path == "/":
            kind, body = "text/html", page()
        else:
            self.send_error(404)
            return
        content = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: the container's log is for what goes wrong."""


if __name__ == "__main__":
    Controller(Keep(), hostname="0.0.0.0", port=1025).start()
    ThreadingHTTPServer(("0.0.0.0", 8025), View).serve_forever()
