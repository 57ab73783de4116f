"""Citizens and the desk of the demonstration over HTTP: presents, works filings, and proves what was handed out."""

import hashlib
from typing import Any
from uuid import uuid4

import httpx

from smoke import papers
from smoke.account import API, account

CLERK = "mesa@demo.pe"


class Desk:
    """What was acknowledged so far, across versions. `client` speaks to whichever runs."""

    def __init__(self, password: str) -> None:
        self.password = password
        self.acknowledged: list[dict[str, Any]] = []

    async def sign_in(self, client: httpx.AsyncClient) -> None:
        self.client = client
        answer = await client.post(f"{API}/auth/login", data={"username": CLERK, "password": self.password})
        assert answer.status_code == 200, answer.text
        self.clerk = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    async def present(self, many: int) -> list[dict[str, Any]]:
        """Each with its receipt in hand, and numbered right after the one before."""
        presented = []
        for _ in range(many):
            file = {"file": ("escrito.pdf", papers.small())}
            uploaded = await self.client.post(f"{API}/attachments", files=file)
            assert uploaded.status_code == 201, uploaded.text
            body = papers.filing(uploaded.json()["upload_id"], "Solicito copia certificada")
            key = {"Idempotency-Key": str(uuid4())}
            answer = await self.client.post(f"{API}/documents", json=body, headers=key)
            assert answer.status_code == 201, answer.text
            told = answer.json()
            if self.acknowledged:
                follows(self.acknowledged[-1]["number"], told["number"])
            self.acknowledged.append(told)
            told["pdf"] = await self._receipt(told)
            presented.append(told)
        return presented

    async def _receipt(self, told: dict[str, Any]) -> bytes:
        address = f"{API}/documents/{told['id']}/receipt?kind=presentation"
        answer = await self.client.get(address, headers=self.clerk)
        assert hashlib.sha256(answer.content).hexdigest() == told["receipt"]["sha256"], answer.text[:200]
        return answer.content

    async def work(self, filings: list[dict[str, Any]]) -> None:
        """Four filings, an act of the desk each: registered and routed, observed and corrected, registered, voided."""
        routed, observed, registered, voided = filings[:4]
        areas = (await self.client.get(f"{API}/areas", headers=self.clerk)).json()["items"]
        logistics = next(each["id"] for each in areas if each["code"] == "LOG")
        reasons = (await self.client.get(f"{API}/observation-reasons", headers=self.clerk)).json()["items"]
        leg = {"area_id": logistics, "purpose": "action", "instruction": "Atender"}
        await self._act(routed, "receive", {"legs": [leg]})
        item = {"reason_code": reasons[0]["code"], "text": "Falta la firma."}
        seen = await self._act(observed, "observe", {"items": [item]})
        answers = [{"item_id": each["id"], "text": "Adjunto firmado."} for each in seen["observation"]["items"]]
        corrected = await self._act(observed, "correct", {"items": answers}, by=await self._tracking(observed))
        assert corrected["status"] == "corrected", corrected
        await self._act(observed, "receive", {})
        assert (await self._act(registered, "receive", {}))["registry_number"].startswith("EXP-")
        await self._act(voided, "void", {"reason_code": "test", "reason": "Prueba de actualización"})

    async def _act(
        self, told: dict[str, Any], verb: str, body: dict[str, Any], *, by: dict[str, str] | None = None
    ) -> dict[str, Any]:
        document = f"{API}/documents/{told['id']}"
        now = await self.client.get(document, headers=by or self.clerk)
        headers = {**(by or self.clerk), "If-Match": now.headers["ETag"]}
        answer = await self.client.post(f"{document}/{verb}", json=body, headers=headers)
        assert answer.status_code == 200, f"{verb}: {answer.text}"
        done: dict[str, Any] = answer.json()
        return done

    async def _tracking(self, told: dict[str, Any]) -> dict[str, str]:
        pair = {"number": told["number"], "access_key": told["access_key"]}
        answer = await self.client.post(f"{API}/tracking", json=pair)
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['tracking_token']}"}

    async def proves(self) -> str:
        """The account of all that was acknowledged; the oldest and newest of each leg open and verify as handed out."""
        line = await account(self.client, self.clerk, self.acknowledged)
        for told in self.acknowledged:
            by_code = await self.client.get(f"{API}/verify/{told['receipt']['verification_code']}")
            assert by_code.json().get("number") == told["number"], by_code.text
            assert by_code.json()["valid"], by_code.text
            by_file = await self.client.post(f"{API}/verify", files={"file": ("constancia.pdf", told["pdf"])})
            assert by_file.json()["valid"], by_file.text
        for told in self.acknowledged[:: max(1, len(self.acknowledged) // 10)]:
            await self._tracking(told)
        return line


def follows(before: str, after: str) -> None:
    """Raises AssertionError unless the second number is the next of the first's series."""
    series, serial = before.rsplit("-", 1)
    assert after == f"{series}-{int(serial) + 1:06}", f"{after} after {before}"
