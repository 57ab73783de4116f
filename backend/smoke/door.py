"""What the outside sees of nginx: headers on every kind of answer, what is closed, what is published."""

import asyncio
import re
from collections import Counter

import httpx

from app import headers
from app.settings import Settings
from smoke.first_day import API
from smoke.report import Report
from smoke.system import PRODUCTION, SCALE, System, run

FAR_TOO_LARGE = 40_000_000
SOMEWHAT_TOO_LARGE = 11_500_000
PROMISED = {
    **headers.EVERYWHERE,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-XSS-Protection": "0",
}


class Door:
    def __init__(self, system: System, report: Report) -> None:
        self.system, self.report = system, report

    async def is_tried(self) -> None:
        with self.report.step("only 80 and 443 are published, in the files and by Docker"):
            await asyncio.to_thread(self.published)
        async with httpx.AsyncClient(base_url=self.system.url, verify=self.system.tls(), timeout=60) as client:
            self.client = client
            for what, step in (
                ("the page, its parts and its compressed copies have every header once", self.pages),
                ("answers of the API, its 404 and 413 have every header once", self.problems),
                ("/metrics is closed; /stub_status is not there", self.closed),
                ("HTTP leads to HTTPS, but for the answers to certbot", self.plain),
                ("TLS 1.1 is refused, HTTP/2 is spoken", self.protocols),
            ):
                with self.report.step(what):
                    await step()

    def published(self) -> None:
        for files in (list(PRODUCTION), [*PRODUCTION, SCALE]):
            services = self.system.config(files)["services"]
            inside = {port["target"] for each in services.values() for port in each.get("ports", [])}
            assert inside == {80, 443}, inside
            assert not {"mail", "demo"} & services.keys()
        said = run(
            [
                "docker",
                "ps",
                "--filter",
                f"label=com.docker.compose.project={self.system.project}",
                "--format",
                "{{.Ports}}",
            ]
        )
        assert set(re.findall(r"->(\d+)/tcp", said)) == {"80", "443"}, said

    def promised(self, answer: httpx.Response) -> None:
        """Each promised header is there with its value, and none is there twice."""
        for name, value in PROMISED.items():
            assert answer.headers.get(name) == value, f"{answer.url}: {name}: {answer.headers.get(name)}"
        for name in ("Content-Security-Policy", "Cache-Control", "X-Request-ID"):
            assert answer.headers.get(name), f"{answer.url}: no {name}"
        names = Counter(name.lower() for name, _ in answer.headers.multi_items())
        doubled = [name for name, times in names.items() if times > 1]
        assert not doubled, f"{answer.url}: {doubled} twice"

    async def pages(self) -> None:
        page = await self.client.get("/seguimiento")
        self.promised(page)
        assert page.headers["Cache-Control"] == "no-cache"
        script = re.search(r'src="(main-[^"]+\.js)"', page.text)
        assert script
        part = await self.client.get(f"/{script[1]}", headers={"Accept-Encoding": "gzip"})
        self.promised(part)
        assert part.headers["Content-Encoding"] == "gzip"
        assert part.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        policy = headers.page_policy(Settings(_env_file=None, api_url=None, websocket_url=None))  # type: ignore[call-arg]
        assert page.headers["Content-Security-Policy"] == policy

    async def problems(self) -> None:
        self.promised(await self.client.get(f"{API}/institution"))
        for answer, status in (
            (await self.client.get(f"{API}/nada"), 404),
            (await self.client.get("/nada.js"), 404),
            (await self.client.post(f"{API}/documents", content=b" " * 1_000_001), 413),
            (await self.client.post(f"{API}/documents", content=b" " * FAR_TOO_LARGE), 413),
            (await self.client.post(f"{API}/attachments", files={"file": ("a.pdf", b" " * FAR_TOO_LARGE)}), 413),
            (await self.client.post(f"{API}/attachments", files={"file": ("a.pdf", b" " * SOMEWHAT_TOO_LARGE)}), 413),
        ):
            assert answer.status_code == status, f"{answer.url}: {answer.status_code}"
            self.promised(answer)
            if answer.url.path.startswith(API):
                self.problem(answer)

    def problem(self, answer: httpx.Response) -> None:
        assert answer.headers["Content-Type"] == "application/problem+json"
        body = answer.json()
        assert body["status"] == answer.status_code
        assert body["title"]
        assert body["instance"] == answer.headers["X-Request-ID"]

    async def nobody_home(self) -> None:
        """With every backend stopped: a problem for callers, and the page still there."""
        answer = await self.client_of_now(f"{API}/institution")
        assert answer.status_code in (502, 504), answer.status_code
        self.promised(answer)
        self.problem(answer)
        assert answer.headers["Retry-After"] == "5"
        assert (await self.client_of_now("/")).status_code == 200

    async def client_of_now(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient(base_url=self.system.url, verify=self.system.tls(), timeout=30) as client:
            return await client.get(path)

    async def closed(self) -> None:
        for path in ("/metrics", "/metrics/", "/stub_status", "/api/docs"):
            answer = await self.client.get(path)
            assert answer.status_code == 404 or "<mp-root>" in answer.text, f"{path}: {answer.status_code}"
            assert "python_info" not in answer.text
            self.promised(answer)

    async def plain(self) -> None:
        async with httpx.AsyncClient(base_url=self.system.http_url) as client:
            answer = await client.get("/seguimiento?x=1")
            assert answer.status_code == 301
            assert answer.headers["Location"] == "https://localhost/seguimiento?x=1"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            self.system.compose("exec", "-T", "nginx", "sh", "-c", "mkdir -p /var/www/acme/.well-known/acme-challenge")
            self.system.compose(
                "exec", "-T", "nginx", "sh", "-c", "printf yes > /var/www/acme/.well-known/acme-challenge/t"
            )
            assert (await client.get("/.well-known/acme-challenge/t")).text == "yes"

    async def protocols(self) -> None:
        target = self.system.url.removeprefix("https://")
        old = asyncio.to_thread(run, ["openssl", "s_client", "-connect", target, "-tls1_1", "-brief"])
        try:
            await old
        except RuntimeError:
            pass
        else:
            raise AssertionError("TLS 1.1 was accepted")
        said = await asyncio.to_thread(run, ["openssl", "s_client", "-connect", target, "-alpn", "h2"])
        assert "ALPN protocol: h2" in said
