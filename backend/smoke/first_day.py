"""A new institution's first day: an administrator, an area, a clerk with a password by mail, a citizen's filing."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import orjson
import websockets

from smoke import papers
from smoke.report import Report
from smoke.system import System

API = "/api/v1"
ADMIN, ADMIN_PASSWORD = "admin@humo.example", "la clave larga de quien administra"
CLERK, CLERK_PASSWORD = "mesa@humo.example", "la clave larga de la ventanilla"
LIVE_SECONDS = 5.0
MAIL_SECONDS = 40.0
LARGEST = 10_485_760


class FirstDay:
    def __init__(self, system: System, report: Report) -> None:
        self.system, self.report = system, report
        self.clerk: dict[str, str] = {}
        self.presented: dict[str, Any] = {}
        self.sent: list[str] = []

    async def happens(self) -> None:
        async with self.connected():
            for step, what in (
                (self.administrator, "create_admin.py makes the administrator, twice without harm"),
                (self.area_and_clerk, "the administrator makes an area and a clerk"),
                (self.password_by_mail, "the clerk sets a password with the link of the mail"),
                (self.files, "10,485,760 bytes pass as multipart and as tus, one more is the API's 413"),
                (self.filing, "a citizen presents a real PDF over HTTPS"),
                (self.registered_live, "the clerk registers it and hears of it over wss"),
                (self.verified, "the receipt is verified by its code and by its file"),
                (self.tracked, "the access key opens the tracking"),
                (self.mailed, "the citizen has a mail of each, with the number"),
                (self.walk_the_trail, "the audit trail verifies inside the container"),
            ):
                with self.report.step(what):
                    await step()

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """What the other methods speak through, for the length of the block."""
        async with httpx.AsyncClient(base_url=self.system.url, verify=self.system.tls(), timeout=60) as self.client:
            yield

    async def administrator(self) -> None:
        command = ["run", "--rm", "-T", "-e", "ADMIN_PASSWORD=" + ADMIN_PASSWORD, "backend", "python"]
        command += ["scripts/create_admin.py", "--email", ADMIN, "--name", "Administración"]
        for _ in range(2):
            await asyncio.to_thread(self.system.compose, *command)
        self.admin = await self.signed_in(ADMIN, ADMIN_PASSWORD)

    async def signed_in(self, email: str, password: str) -> dict[str, str]:
        answer = await self.client.post(f"{API}/auth/login", data={"username": email, "password": password})
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    async def area_and_clerk(self) -> None:
        area = await self.client.post(f"{API}/areas", json={"code": "LOG", "name": "Logística"}, headers=self.admin)
        assert area.status_code == 201, area.text
        areas = (await self.client.get(f"{API}/areas", headers=self.admin)).json()["items"]
        desk = next(each["id"] for each in areas if each["code"] == "MP")
        new = {"email": CLERK, "name": "Carla Díaz", "role": "clerk", "area_ids": [desk]}
        made = await self.client.post(f"{API}/users", json=new, headers=self.admin)
        assert made.status_code == 201, made.text

    async def password_by_mail(self) -> None:
        mail = await self.mail_to(CLERK)
        link = re.search(re.escape(self.system.url) + r"\S*\?token=([\w.~-]+)", mail["text"])
        assert link, f"no link in: {mail['subject']}"
        body = {"token": link[1], "password": CLERK_PASSWORD}
        answer = await self.client.post(f"{API}/auth/reset-password", json=body)
        assert answer.is_success, answer.text
        self.clerk = await self.signed_in(CLERK, CLERK_PASSWORD)

    async def mail_to(self, address: str, containing: str = "") -> dict[str, Any]:
        """The newest mail to this address that has these words. Raises TimeoutError."""
        async with asyncio.timeout(MAIL_SECONDS):
            while True:
                for mail in await asyncio.to_thread(self.system.mails):
                    if address in mail["to"] and containing in mail["subject"] + mail["text"]:
                        return mail
                await asyncio.sleep(1)

    async def files(self) -> None:
        largest = papers.of_size(LARGEST)
        answer = await self.upload(largest)
        assert (answer.status_code, answer.json()["size"]) == (201, LARGEST), answer.text
        answer = await self.upload(largest + b"\n")
        assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large"), answer.text
        upload = await self.tus(LARGEST)
        assert upload.status_code == 201, upload.text
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        place = httpx.URL(upload.headers["Location"]).path
        for start in range(0, LARGEST, 5_000_000):
            part = {**headers, "Upload-Offset": str(start)}
            sent = await self.client.patch(place, content=largest[start : start + 5_000_000], headers=part)
            assert sent.status_code == 204, sent.text
        assert (await self.tus(LARGEST + 1)).status_code == 413

    async def upload(self, content: bytes) -> httpx.Response:
        return await self.client.post(f"{API}/attachments", files={"file": ("escrito.pdf", content)})

    async def tus(self, length: int) -> httpx.Response:
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(length),
            "Upload-Metadata": "filename ZXNjcml0by5wZGY=",
        }
        return await self.client.post(f"{API}/uploads", headers=headers)

    async def present(self, content: bytes, subject: str) -> dict[str, Any]:
        uploaded = await self.upload(content)
        assert uploaded.status_code == 201, uploaded.text
        body = papers.filing(uploaded.json()["upload_id"], subject)
        headers = {"Idempotency-Key": str(uuid4())}
        answer = await self.client.post(f"{API}/documents", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        again = await self.client.post(f"{API}/documents", json=body, headers=headers)
        assert again.json() == answer.json()
        told: dict[str, Any] = answer.json()
        return told

    async def filing(self) -> None:
        self.presented = await self.present(papers.sample(), "Solicito copia certificada")
        assert self.presented["receipt"]["url"].startswith(self.system.url + "/")

    async def registered_live(self) -> None:
        document = f"{API}/documents/{self.presented['id']}"
        async with self.listening() as socket:
            headers = {**self.clerk, "If-Match": f'"{self.presented["version"]}"'}
            answer = await self.client.post(f"{document}/receive", json={}, headers=headers)
            assert answer.status_code == 200, answer.text
            assert answer.json()["registry_number"].startswith("EXP-")
            await self.heard(socket, self.presented["id"])
            told = await self.present(papers.small(), "Solicito vista de mi expediente")
            await self.heard(socket, told["id"])

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[websockets.ClientConnection]:
        """The clerk's socket, authenticated."""
        address = self.system.url.replace("https", "wss") + "/ws/notifications"
        async with websockets.connect(address, ssl=self.system.tls(), origin=self.system.url) as socket:  # type: ignore[arg-type]
            token = self.clerk["Authorization"].removeprefix("Bearer ")
            await socket.send(orjson.dumps({"type": "authenticate", "token": token}).decode())
            assert orjson.loads(await asyncio.wait_for(socket.recv(), LIVE_SECONDS)) == {"type": "ready"}
            yield socket

    async def heard(self, socket: websockets.ClientConnection, document_id: str) -> None:
        """The notice that this document has a new version. Raises TimeoutError."""
        wanted = ("document_changed", document_id)
        async with asyncio.timeout(LIVE_SECONDS):
            while (said := orjson.loads(await socket.recv())) and (said["type"], said.get("document_id")) != wanted:
                pass

    async def verified(self) -> None:
        code = self.presented["receipt"]["verification_code"]
        by_code = (await self.client.get(f"{API}/verify/{code}")).json()
        assert by_code["valid"]
        assert by_code["number"] == self.presented["number"]
        address = f"{API}/documents/{self.presented['id']}/receipt?kind=presentation"
        receipt = (await self.client.get(address, headers=self.clerk)).content
        for content, valid in ((receipt, True), (receipt.replace(b"\n", b" ", 1), False)):
            answer = await self.client.post(f"{API}/verify", files={"file": ("constancia.pdf", content)})
            assert answer.json()["valid"] is valid, answer.text

    async def tracked(self) -> None:
        pair = {"number": self.presented["number"], "access_key": self.presented["access_key"]}
        answer = await self.client.post(f"{API}/tracking", json=pair)
        assert answer.json()["document"]["status"] == "received", answer.text

    async def mailed(self) -> None:
        for words in ("Presentamos", "EXP-"):
            mail = await self.mail_to("rosa.quispe@humo.example", words)
            self.sent.append(mail["subject"])
        assert any(self.presented["number"] in subject for subject in self.sent), self.sent

    async def walk_the_trail(self) -> None:
        said = await asyncio.to_thread(
            self.system.compose, "exec", "-T", "backend", "mesa", "audit", "verify", "--json"
        )
        assert orjson.loads(said)["ok"], said
