"""The 201 of a presentation: made with the filing, kept for replays, complete once the receipt is sealed."""

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.datastructures import State

from app.documents.presenting.schemas import Presented, PresentedAttachment, PresentedReceipt
from app.documents.presenting.service import Filed
from app.problems import Unavailable
from app.receipts import service as receipts
from app.receipts.models import Receipt

logger = logging.getLogger(__name__)
NOT_YET = ""


class NotSealedYet(Unavailable):
    code = "receipt_not_sealed_yet"
    title = (
        "Su documento ya quedó presentado, pero su constancia aún no. Vuelva a enviarlo: no se presentará dos veces."
    )


@dataclass(frozen=True, slots=True)
class Answer:
    receipt_id: UUID
    presented: Presented
    just_issued: Receipt | None = None

    @classmethod
    def of(cls, filed: Filed) -> "Answer":
        document, receipt = filed.document, filed.receipt
        presented = Presented(
            id=str(document.id),
            number=document.number,
            access_key=filed.access_key,
            status=document.status,
            presented_at=document.presented_at,
            presentation_date=document.presentation_date,
            rule=document.rule,
            receipt=PresentedReceipt(
                verification_code=receipt.code,
                url=receipts.verification_url(receipt.code),
                qr_text=NOT_YET,
                sha256=NOT_YET,
            ),
            attachments=[
                PresentedAttachment(
                    id=str(each.id),
                    kind=each.kind,
                    title=each.title,
                    filename=each.filename,
                    size=each.size,
                    sha256=each.sha256,
                    media_type=each.media_type,
                    pages=each.pages,
                )
                for each in filed.attachments
            ],
            correct_by=None,
            version=document.version,
        )
        return cls(receipt.id, presented, receipt)

    @classmethod
    def kept(cls, kept: dict[str, Any]) -> "Answer":
        # Complete once sealed; an answer kept by an older version does not even name it.
        kept["presented"]["receipt"].setdefault("qr_text", NOT_YET)
        return cls(UUID(kept["receipt_id"]), Presented.model_validate(kept["presented"]))

    def to_keep(self) -> dict[str, Any]:
        return {"receipt_id": str(self.receipt_id), "presented": self.presented.model_dump(mode="json")}

    async def sealed(self, state: State) -> Presented:
        """The answer with its receipt's hash. Called after commit: seals the receipt unless somebody already has.

        Raises NotSealedYet: the filing stands, and the same key asks for its answer again.
        """
        try:
            receipt = await receipts.ensure_sealed(
                state.database, state.storage, state.pool, self.receipt_id, just_issued=self.just_issued
            )
        # The filing is committed: whatever went wrong with its receipt, no other answer would be true.
        except Exception as error:
            logger.exception("receipt not sealed by its request", extra={"receipt": str(self.receipt_id)})
            raise NotSealedYet from error
        complete = self.presented.receipt.model_copy(update={"sha256": receipt.sha256, "qr_text": receipt.qr_text})
        return self.presented.model_copy(update={"receipt": complete})
