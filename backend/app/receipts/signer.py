"""pyHanko's signer, with the CMS laid out once a key."""

from typing import Any

from asn1crypto import cms
from pyhanko.sign import signers

# Stands where the digest of each document goes; no attribute holds these bytes by chance.
ANY_DIGEST = bytes(range(32))


class SealSigner(signers.SimpleSigner):
    """Between two receipts of a key only the digest and the signature differ: putting the rest together again took
    more time than all other signing. For SHA-256, always with the same settings, without a timestamp.
    """

    _layout: bytes | None = None
    _attributes: bytes

    async def async_sign(  # type: ignore[override] # the settings are the base class's, handed on as they come
        self, data_digest: bytes, digest_algorithm: str, **settings: Any
    ) -> cms.ContentInfo:
        """A detached CMS signature of a document with this digest, as the base class makes it."""
        if self._layout is None:
            made = await super().async_sign(ANY_DIGEST, digest_algorithm, **settings)
            self._attributes = _signer_info(made)["signed_attrs"].untag().dump()
            self._layout = made.dump()
        attributes = self._attributes.replace(ANY_DIGEST, data_digest)
        signed = cms.ContentInfo.load(self._layout)
        info = _signer_info(signed)
        info["signed_attrs"] = cms.CMSAttributes.load(attributes)
        info["signature"] = self.sign_raw(attributes, digest_algorithm)
        return signed


def _signer_info(signed: cms.ContentInfo) -> cms.SignerInfo:
    return signed["content"]["signer_infos"][0]
