"""Every object of a PDF: what acts by itself, what unpacks to too much, what is only worth a word."""

import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from app.attachments.inspection.verdict import Limits, Refused, Severity, Verdict

# Action types that run a program or code, or leave the document without being asked.
ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/ImportData",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/GoToE",
        "/GoTo3DView",
        "/RichMediaExecute",
    }
)
SENDING_ACTIONS = frozenset({"/SubmitForm"})
ACTIVE_ANNOTATIONS = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
INFLATED_FILTERS = frozenset({"/FlateDecode", "/Fl"})
DEEPEST = 60
PIECE = 1 << 20


class _Judge:
    def __init__(self, limits: Limits, verdict: Verdict) -> None:
        self._limits = limits
        self._verdict = verdict
        self._budget = limits.unpacked
        self._noted: set[str] = set()

    def object(self, value: Any, depth: int = 0) -> None:
        """Judges one object and what lies directly in it; indirect ones are visited on their own."""
        if depth > DEEPEST:
            raise Refused("file_bomb")
        if isinstance(value, pikepdf.Stream):
            self._stream(value)
            self._dictionary(value, depth)
        elif isinstance(value, pikepdf.Dictionary):
            self._dictionary(value, depth)
        elif isinstance(value, pikepdf.Array):
            for item in value:
                if isinstance(item, pikepdf.Object) and not item.is_indirect:
                    self.object(item, depth + 1)

    def _dictionary(self, value: Any, depth: int) -> None:
        keys = set(value.keys())
        action = str(value.get("/S")) if isinstance(value.get("/S"), pikepdf.Name) else None
        subtype = str(value.get("/Subtype")) if isinstance(value.get("/Subtype"), pikepdf.Name) else None
        if "/JS" in keys or "/JavaScript" in keys or action in ACTIVE_ACTIONS or subtype in ACTIVE_ANNOTATIONS:
            raise Refused("file_active_content")
        if "/XFA" in keys:
            self._xfa(value["/XFA"])
        if action in SENDING_ACTIONS:
            self._note(
                "form_submits", "El formulario intenta enviar datos a internet. Aquí no hace falta: adjúntelo lleno."
            )
        if "/EF" in keys or subtype == "/FileAttachment" or "/EmbeddedFiles" in keys:
            self._note(
                "embedded_files", "El PDF lleva otros archivos dentro. Si son parte de su escrito, adjúntelos aparte."
            )
        if "/AcroForm" in keys:
            self._note("form_fields", "El PDF tiene campos de formulario. Imprímalo a PDF para que nadie los cambie.")
        for key in keys:
            item = value[key]
            if isinstance(item, pikepdf.Object) and not item.is_indirect:
                self.object(item, depth + 1)

    def _xfa(self, form: Any) -> None:
        """A form in XML: with a script it acts by itself, without one it is only old."""
        parts = list(form) if isinstance(form, pikepdf.Array) else [form]
        content = b"".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))
        if b"<script" in content or b'contentType="application/x-javascript"' in content:
            raise Refused("file_active_content")
        self._note("form_fields", "El PDF tiene campos de formulario. Imprímalo a PDF para que nadie los cambie.")

    def _note(self, code: str, message: str) -> None:
        if code not in self._noted:
            self._noted.add(code)
            self._verdict.note(code, Severity.WARNING, message)

    def _stream(self, stream: pikepdf.Stream) -> None:
        if stream.get("/Subtype") == "/Image":
            self._image(stream)
        packed = sum(name in INFLATED_FILTERS for name in _filters(stream))
        # A scan's picture is the bulk of its file and not packed this way: it is not read at all.
        raw: bytes | memoryview = memoryview(stream.get_raw_stream_buffer()) if packed else b""
        for left in reversed(range(packed)):
            raw = self._inflate(raw, kept=left > 0)

    def _image(self, stream: pikepdf.Stream) -> None:
        width, height = stream.get("/Width"), stream.get("/Height")
        if isinstance(width, int) and isinstance(height, int) and width * height > self._limits.pixels:
            raise Refused("file_bomb")

    def _inflate(self, raw: bytes | memoryview, *, kept: bool) -> bytes:
        """Unpacks within the budget. Raises Refused when a stream grows beyond reason; damage is qpdf's to tell.

        Answers the first bytes of it, as many as could still be a bomb's, when they are `kept`.
        """
        inflater, size, unpacked, most = zlib.decompressobj(), 0, bytearray(), self._limits.ratio * max(1, len(raw))
        while raw and not inflater.eof:
            try:
                piece = inflater.decompress(raw, PIECE)
            except zlib.error:
                break
            size += len(piece)
            self._budget -= len(piece)
            if self._budget < 0 or (size > self._limits.suspicious and size > most):
                raise Refused("file_bomb")
            if kept and size <= self._limits.suspicious:
                unpacked += piece
            raw = inflater.unconsumed_tail
            if not piece and not raw:
                break
        return bytes(unpacked)


def _filters(stream: pikepdf.Stream) -> Iterator[str]:
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Name):
        yield str(filters)
    elif isinstance(filters, pikepdf.Array):
        yield from (str(name) for name in filters)


def judge(document: pikepdf.Pdf, limits: Limits, verdict: Verdict) -> None:
    """Raises Refused for active content or a bomb; notes what is milder."""
    judge_one = _Judge(limits, verdict)
    judge_one.object(document.trailer)
    for each in document.objects:
        judge_one.object(each)
