"""Compiling and signing one receipt. Runs in a warm process of the pool; nothing here touches the database."""

import io
import itertools
import time
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import typst
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from zxingcpp import BarcodeFormat, create_barcode

from app.receipts.printable import SUBSTITUTE, all_printable, breakable
from app.receipts.signer import SealSigner

HERE = Path(__file__).parent
FIELD = "Sello"
# Of processor: every receipt draws the logo, and one of 100 kB takes some hundredths.
LOGO_SECONDS = 0.5
# Of the printable content, what the template does not read from `facts`.
BESIDE_FACTS = ("qr_text", "logo_svg")
# Bytes of a signature of any key in use (RSA of 4096 bits: 512), its attributes, and its issuer's name twice.
BESIDE_CERTIFICATES = 4096


class ReceiptNotCompiled(Exception):
    """typst refused, or warned: a receipt with a warning is not issued."""


def seal_bytes(content: dict[str, Any], p12: Path, password: bytes | None) -> bytes:
    """The signed PDF of a receipt's printable content. Raises ReceiptNotCompiled, OSError, ValueError."""
    return sign(compile_pdf(content), p12, password, place=content["institution"]["place"])


def compile_pdf(content: dict[str, Any]) -> bytes:
    """An accessible and archival PDF (PDF/UA-1, PDF/A-2a), not signed yet. `logo_svg`, when there is one, is drawn."""
    try:
        shown = _breakable(all_printable({name: value for name, value in content.items() if name not in BESIDE_FACTS}))
        shown["qr"] = list(qr_png(content["qr_text"]))
        shown["substitute"] = SUBSTITUTE if SUBSTITUTE in orjson.dumps(shown).decode() else None
        facts = orjson.dumps(shown).decode()
    except Exception as error:
        raise ReceiptNotCompiled(str(error)) from error
    logo = content.get("logo_svg") or ""
    try:
        return _compiled("receipt.typ", facts=facts, logo=logo)
    except ReceiptNotCompiled:
        # A drawing that was tried when it was accepted: but no citizen may lack a receipt for want of it.
        if not logo:
            raise
        return _compiled("receipt.typ", facts=facts, logo="")


def try_logo(svg: str) -> None:
    """Raises ReceiptNotCompiled when no receipt could draw it, or each would take long."""
    _compiler("logo_alone.typ")
    began = time.process_time()
    _compiled("logo_alone.typ", logo=svg)
    if time.process_time() - began > LOGO_SECONDS:
        raise ReceiptNotCompiled("the logo takes too long")


def _compiled(template: str, **inputs: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            pdf = _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1", "a-2a"])
    except Exception as error:
        raise ReceiptNotCompiled(str(error)) from error
    if not isinstance(pdf, bytes):
        raise ReceiptNotCompiled("typst gave no PDF")
    return pdf


def _breakable(shown: dict[str, Any]) -> dict[str, Any]:
    """Lets what a person or a file was named break within the line."""
    for part in itertools.chain.from_iterable(line for section in shown["sections"] for line in section["lines"]):
        part["text"] = breakable(part["text"])
    for file in shown["files"]:
        file["name"] = breakable(file["name"])
    shown["institution"]["short_name"] = breakable(shown["institution"]["short_name"])
    return shown | {"verify_shown": breakable(shown["verify_address"])}


@lru_cache(maxsize=2)
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        str(HERE / "templates" / template), font_paths=[str(HERE / "fonts")], ignore_system_fonts=True
    )


def qr_png(text: str) -> bytes:
    """A pixel a module and a border of two: as outlines it took typst four times as long."""
    code = create_barcode(text, BarcodeFormat.QRCode, ec_level="L").to_image(scale=1)
    height, width = code.shape
    drawn = io.BytesIO()
    Image.frombuffer("L", (width, height), code).convert("1").save(drawn, "PNG")
    return drawn.getvalue()


@lru_cache(maxsize=4)
def _signer(p12: Path, password: bytes | None, _changed: float) -> SealSigner:
    found: signers.SimpleSigner | None = signers.SimpleSigner.load_pkcs12(str(p12), passphrase=password)  # type: ignore[no-untyped-call]
    if found is None:
        raise ValueError(f"{p12.name} cannot be opened")
    return SealSigner(found.signing_cert, found.signing_key, found.cert_registry)


def sign(pdf: bytes, p12: Path, password: bytes | None, *, place: str) -> bytes:
    """PAdES over the whole file. The field has no box: it stands outside the page, where PDF/UA asks for no tag."""
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        location=place,
        reason="Constancia emitida por la mesa de partes",
    )
    spec = fields.SigFieldSpec(
        FIELD, invis_sig_settings=fields.InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
    )
    key = _signer(p12, password, p12.stat().st_mtime)
    signer = signers.PdfSigner(metadata, key, new_field_spec=spec)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signed = signer.sign_pdf(writer, bytes_reserved=_room_for_signature(key), output=io.BytesIO())
    return bytes(signed.getvalue())


@lru_cache(maxsize=4)
def _room_for_signature(key: signers.SimpleSigner) -> int:
    """Hexadecimal digits that hold a signature by `key`. Left to itself, pyHanko signs twice to find out."""
    certificates = {each.dump() for each in [*key.cert_registry, key.signing_cert] if each}
    return 2 * (sum(map(len, certificates)) + BESIDE_CERTIFICATES)
