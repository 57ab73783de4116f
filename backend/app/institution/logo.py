"""Whether an SVG may be the institution's logo: a drawing, which runs nothing and fetches nothing. Pure.

What is drawn is named, not what is dangerous: an element that this list lacks is refused, whatever it does.
"""

import re
from xml.parsers import expat

MOST_BYTES = 100_000
MOST_ELEMENTS = 5_000
SVG = "http://www.w3.org/2000/svg"
XML = "http://www.w3.org/XML/1998/namespace"
DRAWN = frozenset(
    {
        *("svg", "g", "defs", "title", "desc", "metadata", "symbol", "use", "style"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "marker"),
        *("linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern"),
    }
)
# What drawing programs leave of their own; no browser does anything with it.
OF_EDITORS = (
    "http://www.inkscape.org/namespaces/",
    "http://sodipodi.sourceforge.net/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://purl.org/dc/",
)
REFUSED = {
    "script": "tiene un programa (<script>)",
    "foreignObject": "tiene una página dentro (<foreignObject>)",
    "image": "tiene una imagen dentro (<image>): dibújela con trazos",
    "text": "tiene texto (<text>), que cada equipo dibuja distinto: conviértalo en trazos",
    "a": "tiene un enlace (<a>)",
}
# `url(…)` of something outside the drawing, and the functions of CSS that fetch without that word.
_FETCHING = re.compile(r"url\(\s*+(?!['\"]?\s*+#)|image-set\(|\bimage\(|\bsrc\(", re.IGNORECASE)


class NotALogo(Exception):
    """Why an SVG is refused: a code, and a Spanish sentence."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = f"El logo {why}."


def check(svg: str) -> None:
    """Raises NotALogo with the first thing that a logo may not have."""
    content = svg.encode("utf-8", "surrogatepass")
    if len(content) > MOST_BYTES:
        raise NotALogo("logo_too_large", f"pesa más de {MOST_BYTES // 1000} kB: guárdelo como SVG optimizado")
    # Read as what it is kept as: in another encoding the same bytes could say something else.
    parser = expat.ParserCreate("utf-8", " ")
    _Reading(parser)
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise NotALogo("logo_not_svg", "no es un archivo SVG, o está dañado") from None


class _Reading:
    """The handlers of one parsing."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._elements = 0
        self._style: list[str] | None = None
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _declaration(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
            raise NotALogo("logo_not_svg", f"está escrito en {encoding}: guárdelo en UTF-8")

    def _doctype(self, *_: object) -> None:
        raise NotALogo("logo_active", "declara un tipo de documento (<!DOCTYPE>): guárdelo como SVG simple")

    def _instruction(self, target: str, _: str) -> None:
        raise NotALogo("logo_active", f"tiene una instrucción de proceso (<?{target}?>)")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._elements += 1
        if self._elements == 1 and (space, local) != (SVG, "svg"):
            raise NotALogo("logo_not_svg", "no es un archivo SVG (le falta <svg> con su xmlns)")
        if self._elements > MOST_ELEMENTS:
            raise NotALogo("logo_too_large", f"tiene más de {MOST_ELEMENTS} elementos: simplifíquelo")
        if space == SVG and local not in DRAWN:
            raise NotALogo("logo_active", REFUSED.get(local, f"tiene un elemento que no se admite (<{local}>)"))
        if space != SVG and not space.startswith(OF_EDITORS):
            raise NotALogo("logo_active", f"tiene un elemento ajeno al dibujo (<{local}>)")
        if space == SVG and local == "style":
            self._style = []
        for each, value in attributes.items():
            _check_attribute(each, value)

    def _end(self, name: str) -> None:
        if self._style is not None and name == f"{SVG} style":
            _check_style("".join(self._style))
            self._style = None

    def _text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)


def _check_attribute(name: str, value: str) -> None:
    space, _, local = name.rpartition(" ")
    if local.lower().startswith("on"):
        raise NotALogo("logo_active", f"reacciona a lo que hace quien lo mira (atributo {local})")
    if local.lower() == "href" and not value.strip().startswith("#"):
        raise NotALogo("logo_active", f"trae algo de fuera (atributo {local})")
    if space == XML and local == "base":
        raise NotALogo("logo_active", "trae algo de fuera (atributo xml:base)")
    if local.lower() == "style":
        _check_style(value)
    elif _FETCHING.search(value):
        raise NotALogo("logo_active", f"trae algo de fuera (url en el atributo {local})")


def _check_style(css: str) -> None:
    if "@" in css:
        raise NotALogo("logo_active", "trae algo de fuera (regla @ en su estilo, como @import)")
    # An escape could spell `url` so that nobody reads it but the browser.
    if "\\" in css or _FETCHING.search(css.replace("/*", "").replace("*/", "")):
        raise NotALogo("logo_active", "trae algo de fuera (url en su estilo)")
