"""Which identity numbers can exist, and how access keys survive being typed by hand."""

import pytest

from app.documents import access_keys
from app.documents.presenting.identity import IdentityType, fault


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("dni", "45678912"),
        ("dni", "00000001"),
        ("ce", "001234567"),
        ("ce", "N00123456789"),
        ("passport", "AB123"),
        ("passport", "ABCDE1234567890"),
        ("ruc", "20131312955"),
        ("ruc", "10456789124"),
        ("ptp", "123456789"),
    ],
)
def test_a_possible_number_is_accepted(kind: str, number: str) -> None:
    assert fault(IdentityType(kind), number) is None


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("dni", "4567891"),
        ("dni", "456789123"),
        ("dni", "4567891A"),
        # Digits of another script are digits to Python, not to RENIEC.
        ("dni", "٤٥٦٧٨٩١٢"),
        ("ce", "12345678"),
        ("ce", "1234567890123"),
        ("ce", "12345-678"),
        ("passport", "AB12"),
        ("passport", "ABCDE12345678901"),
        ("ruc", "20131312954"),
        ("ruc", "2013131295"),
        ("ruc", "30131312955"),
        ("ptp", "1 2 3"),
    ],
)
def test_an_impossible_number_is_refused(kind: str, number: str) -> None:
    assert fault(IdentityType(kind), number)


def test_every_single_wrong_digit_of_a_ruc_is_noticed() -> None:
    right = "20131312955"
    others = [
        right[:at] + digit + right[at + 1 :] for at in range(2, 11) for digit in "0123456789" if digit != right[at]
    ]

    assert all(fault(IdentityType.RUC, other) for other in others)


def test_a_key_opens_however_it_was_typed() -> None:
    key = access_keys.new_key()
    plain = key.replace("-", "")
    kept = access_keys.hash_of(key)

    for typed in (key.lower(), plain, f" {plain} ", key.replace("-", " "), plain.replace("0", "O").replace("1", "l")):
        assert access_keys.opens(typed, kept)


def test_a_key_has_a_hundred_bits_and_only_crockford_letters() -> None:
    keys = {access_keys.new_key() for _ in range(500)}

    assert len(keys) == 500
    assert all(len(key.replace("-", "")) == 20 for key in keys)
    assert set("".join(keys)) <= {*access_keys.ALPHABET, "-"}


def test_another_key_and_no_key_open_nothing() -> None:
    kept = access_keys.hash_of(access_keys.new_key())

    assert not access_keys.opens(access_keys.new_key(), kept)
    assert not access_keys.opens(access_keys.new_key(), None)
    assert not access_keys.opens("", kept)
