"""A QR's text proves itself, and one changed character ends the proof."""

import string
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from zxingcpp import read_barcodes

from app.receipts.keys import QrKeys, key_id_of
from app.receipts.qr import QrFacts, QrInvalid, decode, encode
from app.receipts.sealing import qr_png

FACTS = QrFacts(
    code="4MZK77QDR2WFK9QT",
    number="P-2026-000347",
    registry_number="EXP-2026-000129",
    instant="2026-11-24T15:47:09Z",
    legal_date="2026-11-24",
    main_sha256="9f2c" * 16,
)
ADDRESS = "https://tramites.algarrobos.gob.pe/verificar/4MZK77QDR2WFK9QT"
ALPHABET = string.ascii_letters + string.digits + "-_./:#=+%"


def new_keys() -> QrKeys:
    private = Ed25519PrivateKey.generate()
    public = private.public_key()
    return QrKeys(key_id_of(public), private, {key_id_of(public): public})


KEYS = new_keys()
TEXT = encode(ADDRESS, FACTS, KEYS)


def test_the_text_is_the_address_and_its_signed_facts() -> None:
    address, _, signed = TEXT.partition("#")

    assert address == ADDRESS
    assert set(signed) <= set(string.ascii_letters + string.digits + "-_")
    assert decode(TEXT, KEYS.public) == FACTS


@given(st.integers(0, len(TEXT) - 1), st.sampled_from(ALPHABET))
def test_one_changed_character_fails(position: int, other: str) -> None:
    changed = TEXT[:position] + other + TEXT[position + 1 :]

    if changed != TEXT:
        with pytest.raises(QrInvalid):
            decode(changed, KEYS.public)


@given(st.integers(0, len(TEXT) - 1))
def test_one_lost_character_fails(position: int) -> None:
    changed = TEXT[:position] + TEXT[position + 1 :]

    with pytest.raises(QrInvalid):
        decode(changed, KEYS.public)


@pytest.mark.parametrize("text", ["", "#", "hola", ADDRESS, f"{ADDRESS}#", f"{ADDRESS}#ñandú", f"{TEXT}=", f"{TEXT}#x"])
def test_what_is_no_receipt_fails(text: str) -> None:
    with pytest.raises(QrInvalid):
        decode(text, KEYS.public)


def test_another_installations_key_does_not_verify() -> None:
    with pytest.raises(QrInvalid):
        decode(TEXT, new_keys().public)


def test_a_reader_reads_from_the_picture_what_was_drawn() -> None:
    drawn = Image.open(BytesIO(qr_png(TEXT)))
    printed = drawn.convert("L").resize((drawn.width * 3, drawn.height * 3), Image.Resampling.NEAREST)
    assert [found.text for found in read_barcodes(printed)] == [TEXT]


def test_it_stays_small_enough_for_a_phone() -> None:
    # Version 17 has 85 modules: 0.43 mm each in the 38 mm that the receipt gives it.
    assert len(TEXT) <= 500
    side = int.from_bytes(qr_png(TEXT)[16:20])
    assert side <= 85 + 2 * 2
