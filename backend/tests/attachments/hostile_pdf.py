"""PDFs that must not get in, each by a route of its own."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.attachments.makers import annotation, archive, changed_pdf, picture, script
from tests.factories import pdf

Hostile = tuple[str, str, Callable[[], bytes], str]


def _open_action(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = script()


def _launch(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.Launch, F=String("cmd.exe"))


def _named_script(document: pikepdf.Pdf) -> None:
    leaf = document.make_indirect(Dictionary(Names=Array([String("a"), document.make_indirect(script())])))
    middle = document.make_indirect(Dictionary(Kids=Array([leaf])))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Kids=Array([middle])))


def _page_action(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=script())


def _annotation_action(document: pikepdf.Pdf) -> None:
    annotation(document, Subtype=Name.Link, A=script())


def _chained_action(document: pikepdf.Pdf) -> None:
    link = Dictionary(S=Name.URI, URI=String("https://example.com"), Next=Array([script()]))
    annotation(document, Subtype=Name.Link, A=link)


def _field_action(document: pikepdf.Pdf) -> None:
    field = annotation(document, Subtype=Name.Widget, FT=Name.Tx, T=String("dni"), AA=Dictionary(K=script()))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def _outline_action(document: pikepdf.Pdf) -> None:
    item = document.make_indirect(Dictionary(Title=String("Ver"), A=script()))
    document.Root.Outlines = document.make_indirect(Dictionary(First=item, Last=item, Count=1))


def _rich_media(document: pikepdf.Pdf) -> None:
    annotation(document, Subtype=Name.RichMedia)


def _scripted_xfa(document: pikepdf.Pdf) -> None:
    template = document.make_stream(b"<template><event><script>xfa.host.beep()</script></event></template>")
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Array([String("template"), template]))


def _scripted_xfa_alone(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp:xdp><script>1</script>"))


def _embedded_goto(document: pikepdf.Pdf) -> None:
    annotation(document, Subtype=Name.Link, A=Dictionary(S=Name.GoToE, T=Dictionary(R=Name.C, N=String("x.pdf"))))


def in_object_streams() -> bytes:
    return changed_pdf(_named_script, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def increment(extra: bytes) -> bytes:
    """A PDF with an incremental update that gives the catalog `extra`."""
    document = changed_pdf(lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    opened = pikepdf.open(io.BytesIO(document))
    number = opened.Root.objgen[0]
    pages = opened.Root.Pages.objgen[0]
    before = document.rindex(b"startxref") + 10
    previous = int(document[before : document.index(b"\n", before)])
    start = len(document) + 1
    update = b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R %s >>\nendobj\n" % (number, pages, extra)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        number,
        start,
        len(opened.objects) + 1,
        number,
        previous,
        start + len(update),
    )
    return document + b"\n" + update + table


def hybrid(hidden: bytes) -> bytes:
    """A PDF with a classic table and a stream of references (/XRefStm), which alone knows of the object `hidden`.

    The catalog opens with that object. Some office programs write files of this build.
    """
    made = changed_pdf(
        lambda document: document.Root.__setitem__("/OpenAction", document.make_indirect(String("XXXX"))),
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    opened = pikepdf.open(io.BytesIO(made))
    action = opened.Root.OpenAction.objgen[0]
    table = int(made[made.rindex(b"startxref") + 10 :].split()[0])
    size = len(opened.objects) + 2
    body = b"%d 0 obj\n%s\nendobj\n" % (action, hidden)
    record = b"\x01" + table.to_bytes(4, "big") + b"\x00"
    stream = b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 1]/Index[%d 1]/Length 6>>\nstream\n%s\nendstream\nendobj\n" % (
        size - 1,
        size,
        action,
        record,
    )
    lines = made[table : made.rindex(b"startxref")].split(b"\n")
    lines[2 + action] = b"%010d %05d f " % (0, 0)
    rest = b"\n".join(lines).replace(b"trailer <<", b"trailer << /XRefStm %d" % (table + len(body)), 1)
    return made[:table] + body + stream + rest + b"startxref\n%d\n%%%%EOF\n" % (table + len(body) + len(stream))


def _encrypted() -> bytes:
    return changed_pdf(lambda _: None, encryption=pikepdf.Encryption(user="a", owner="b"))


def _old_cipher() -> bytes:
    return changed_pdf(
        lambda _: None, encryption=pikepdf.Encryption(user="a", owner="b", R=3, aes=False, metadata=False)
    )


def _deflated(document: pikepdf.Pdf, size: int) -> None:
    packer = zlib.compressobj(9)
    zeros = bytes(1 << 20)
    packed = b"".join(packer.compress(zeros) for _ in range(size >> 20)) + packer.flush()
    document.pages[0].Contents = document.make_stream(b"")
    document.pages[0].Contents.write(packed, filter=Name.FlateDecode)


def _one_large_stream(document: pikepdf.Pdf) -> None:
    _deflated(document, 400 << 20)


def _twice_packed(document: pikepdf.Pdf) -> None:
    packed = zlib.compress(zlib.compress(bytes(120 << 20), 9), 9)
    document.pages[0].Contents = document.make_stream(b"")
    document.pages[0].Contents.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))


def _huge_image(document: pikepdf.Pdf) -> None:
    image = document.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000)
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 1
    document.pages[0].Resources.XObject = Dictionary(Im0=image)


def _deep(document: pikepdf.Pdf) -> None:
    nested = Array([])
    for _ in range(80):
        nested = Array([nested])
    document.Root.PieceInfo = nested


def _many_pages() -> bytes:
    """Written by hand: a library takes its time with ten thousand pages."""
    count = 10_001
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * count
    made, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(made))
        made += b"%d 0 obj%sendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(made) + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _cut() -> bytes:
    whole = pdf()
    return whole[: len(whole) * 6 // 10]


def _garbled() -> bytes:
    whole = pdf()
    return whole[:9] + b"\x00" * (len(whole) - 15) + b"%%EOF\n"


def _without_pages() -> bytes:
    empty = io.BytesIO()
    pikepdf.new().save(empty)
    return empty.getvalue()


def _page_that_is_a_number(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Contents = 7


def _with(change: Callable[[pikepdf.Pdf], None]) -> Callable[[], bytes]:
    return lambda: changed_pdf(change)


ACTIVE: list[Hostile] = [
    ("script on opening", "a.pdf", _with(_open_action), "file_active_content"),
    ("program on opening", "a.pdf", _with(_launch), "file_active_content"),
    ("script in a nested tree of names", "a.pdf", _with(_named_script), "file_active_content"),
    ("script in a compressed object", "a.pdf", in_object_streams, "file_active_content"),
    ("script when a page opens", "a.pdf", _with(_page_action), "file_active_content"),
    ("script in a link", "a.pdf", _with(_annotation_action), "file_active_content"),
    ("script after a harmless link", "a.pdf", _with(_chained_action), "file_active_content"),
    ("script in a form field", "a.pdf", _with(_field_action), "file_active_content"),
    ("script in an outline", "a.pdf", _with(_outline_action), "file_active_content"),
    ("rich media", "a.pdf", _with(_rich_media), "file_active_content"),
    ("script in a form of XML", "a.pdf", _with(_scripted_xfa), "file_active_content"),
    ("script in a form of XML, one stream", "a.pdf", _with(_scripted_xfa_alone), "file_active_content"),
    ("jump into an embedded file", "a.pdf", _with(_embedded_goto), "file_active_content"),
    (
        "script in an incremental update",
        "a.pdf",
        lambda: increment(b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        "file_active_content",
    ),
    (
        "script that only a stream of references knows",
        "a.pdf",
        lambda: hybrid(b"<</S/JavaScript/JS(app.alert\\(1\\))>>"),
        "file_active_content",
    ),
    (
        "script, its name in hexadecimal",
        "a.pdf",
        lambda: increment(b"/OpenAction<</S/Java#53cript/J#53(1)>>"),
        "file_active_content",
    ),
]

HOSTILE: list[Hostile] = [
    *ACTIVE,
    ("password to open, AES-256", "a.pdf", _encrypted, "file_encrypted"),
    ("password to open, RC4", "a.pdf", _old_cipher, "file_encrypted"),
    ("one stream of 400 MB", "a.pdf", _with(_one_large_stream), "file_bomb"),
    ("a stream packed twice", "a.pdf", _with(_twice_packed), "file_bomb"),
    ("an image of 3600 megapixels", "a.pdf", _with(_huge_image), "file_bomb"),
    ("arrays in arrays", "a.pdf", _with(_deep), "file_bomb"),
    ("ten thousand pages", "a.pdf", _many_pages, "file_bomb"),
    ("cut on its way", "a.pdf", _cut, "file_corrupt"),
    ("its middle is zeros", "a.pdf", _garbled, "file_corrupt"),
    ("no pages", "a.pdf", _without_pages, "file_corrupt"),
    ("a page whose content is a number", "a.pdf", _with(_page_that_is_a_number), "file_corrupt"),
    ("only a header", "a.pdf", lambda: b"%PDF-1.7\n", "file_corrupt"),
    ("nothing", "a.pdf", lambda: b"", "file_empty"),
    ("also a zip", "a.pdf", lambda: pdf() + archive({"a.txt": "x"}), "file_type_mismatch"),
    (
        "also a zip, whose comment ends like a PDF",
        "a.pdf",
        lambda: pdf() + archive({"a.txt": "x"}, b"%%EOF\n"),
        "file_type_mismatch",
    ),
    ("first a comment of a page", "a.pdf", lambda: b"x <!-- " + pdf() + b" --><b>", "file_type_mismatch"),
    ("first a zip", "a.pdf", lambda: archive({"a.txt": "x"}) + pdf(), "file_type_mismatch"),
    ("first a page of the web", "a.pdf", lambda: b"<html><script>1</script>\n" + pdf(), "file_type_mismatch"),
    ("then a page of the web", "a.pdf", lambda: pdf() + b"\n<html><script>1</script></html>", "file_type_mismatch"),
    ("a picture called PDF", "a.pdf", lambda: picture("JPEG"), "file_type_mismatch"),
    ("a program called PDF", "a.pdf", lambda: b"MZ" + bytes(600), "file_type_mismatch"),
    ("text called PDF", "a.pdf", lambda: b"hola", "file_type_mismatch"),
    ("a PDF called a picture", "a.jpg", pdf, "file_type_mismatch"),
    ("a PDF called Word", "a.docx", pdf, "file_type_mismatch"),
    ("a PDF called a program", "a.exe", pdf, "file_extension_not_allowed"),
    ("a PDF without an extension of its own", "a.pdf.html", pdf, "file_extension_not_allowed"),
]
