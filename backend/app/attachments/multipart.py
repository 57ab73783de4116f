"""A multipart body with exactly one file, read piece by piece to the disk: memory stays flat whatever its size.

The framework's own reader accepts a body that was cut before its end; this one insists on the closing boundary.
"""

from dataclasses import dataclass, field
from typing import Any

import python_multipart
from python_multipart.exceptions import FormParserError, MultipartParseError
from starlette.requests import ClientDisconnect, Request

from app.attachments.errors import FileNameInvalid, FileTooLarge, MultipartMalformed
from app.attachments.inspection.names import clean_name
from app.attachments.storage import Arrived, Writer
from app.problems import FieldError, Unprocessable

# How much of a body that is too large is read and thrown away, so that its sender hears why and is not just cut off.
DRAINED = 64 * 2**20
LINE_END = b"\r\n"


@dataclass(slots=True)
class _Part:
    """What the parser said since the last piece."""

    parts: int = 0
    name: str | None = None
    filename: str | None = None
    ended: bool = False
    data: list[bytes] = field(default_factory=list)
    header: list[bytes] = field(default_factory=lambda: [b"", b""])


def _callbacks(part: _Part) -> Any:
    def begin() -> None:
        part.parts += 1
        part.header = [b"", b""]

    def header_field(data: bytes, start: int, end: int) -> None:
        part.header[0] += data[start:end]

    def header_value(data: bytes, start: int, end: int) -> None:
        part.header[1] += data[start:end]

    def header_end() -> None:
        if part.header[0].lower() == b"content-disposition":
            _, options = python_multipart.multipart.parse_options_header(part.header[1])
            part.name = _text(options.get(b"name"))
            part.filename = _text(options.get(b"filename"))
        part.header = [b"", b""]

    def data(content: bytes, start: int, end: int) -> None:
        part.data.append(content[start:end])

    def end() -> None:
        part.ended = True

    return {
        "on_part_begin": begin,
        "on_header_field": header_field,
        "on_header_value": header_value,
        "on_header_end": header_end,
        "on_part_data": data,
        "on_end": end,
    }


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode("utf-8", "replace")


async def read_file(request: Request, writer: Writer) -> tuple[Arrived, str]:
    """The one file of the body, on disk, and its clean name.

    Raises MultipartMalformed, Unprocessable on the field `file`, FileTooLarge, FileNameInvalid.
    """
    part = _Part()
    parser, closing = _parser(request, part)
    end = b""
    try:
        async for piece in request.stream():
            parser.write(piece)
            end = (end + piece)[-len(closing) - len(LINE_END) :]
            _refuse_others(part)
            for data in part.data:
                await writer.write(data)
            part.data.clear()
        parser.finalize()
    except (MultipartParseError, FormParserError, ClientDisconnect, UnicodeDecodeError):
        raise MultipartMalformed from None
    except FileTooLarge:
        await _drain(request)
        raise
    if not part.ended or not end.removesuffix(LINE_END).endswith(closing):
        raise MultipartMalformed
    if part.parts != 1 or part.filename is None:
        raise Unprocessable(errors=[FieldError("file", "missing", "Adjunte un archivo.")])
    name = clean_name(part.filename)
    if name is None:
        raise FileNameInvalid
    return await writer.finish(), name


def _parser(request: Request, part: _Part) -> tuple[python_multipart.multipart.MultipartParser, bytes]:
    """The parser, and the closing boundary: whatever follows it belongs to no part and is refused."""
    kind, options = python_multipart.multipart.parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data":
        raise Unprocessable(errors=[FieldError("file", "missing", "Adjunte un archivo como multipart/form-data.")])
    if not boundary or len(boundary) > 200:
        raise MultipartMalformed
    return python_multipart.multipart.MultipartParser(boundary, _callbacks(part)), b"--" + boundary + b"--"


def _refuse_others(part: _Part) -> None:
    if part.parts > 1 or (part.parts == 1 and part.data and (part.name != "file" or part.filename is None)):
        message = "Envíe un solo archivo, en el campo «file», con su nombre."
        raise Unprocessable(errors=[FieldError("file", "one_file_only", message)])


async def _drain(request: Request) -> None:
    drained = 0
    try:
        async for piece in request.stream():
            drained += len(piece)
            if drained > DRAINED:
                return
    except ClientDisconnect:
        return
    except RuntimeError:  # the stream was already at its end
        return
