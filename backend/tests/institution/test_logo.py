"""What may be a logo: a drawing, and nothing that runs or fetches."""

import pytest

from app.institution.logo import MOST_BYTES, NotALogo, check

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
)
INKSCAPE = 'xmlns:i="http://www.inkscape.org/namespaces/inkscape"'


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<path d="M0 0h9v9z" fill="#c00"/>',
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)" width="9"/>',
        "<rect fill=\"url( '#a' )\"/>",
        '<style>.a { fill: url("#a"); }</style><g class="a" style="clip-path: url(#c)"/>',
        '<symbol id="s"/><use xlink:href="#s"/><use href=" #s"/>',
        f'<g {INKSCAPE} i:label="capa"><i:view/></g>',
        "<metadata>onload url(http://x)</metadata>",
    ],
)
def test_a_drawing_is_accepted(inside: str) -> None:
    check(DRAWING.format(inside))


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<rect onclick="x()"/>', "onclick"),
        ('<g ONLOAD="x()"/>', "ONLOAD"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<a href="#x"/>', "<a>"),
        ('<set attributeName="href" to="javascript:x"/>', "<set>"),
        ("<text>Hola</text>", "<text>"),
        ('<image href="#x"/>', "<image>"),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>', "<script>"),
        ('<use href="https://x.pe/a.svg#b"/>', "href"),
        ('<use xlink:href="data:image/svg+xml,x"/>', "href"),
        ('<g xml:base="https://x.pe"/>', "xml:base"),
        ('<rect fill="url(https://x.pe)"/>', "fill"),
        ("<rect fill=\"URL( 'x.svg#a')\"/>", "fill"),
        ('<rect style="fill: url(x.svg)"/>', "estilo"),
        ('<rect style="fill: \\75rl(x)"/>', "estilo"),
        ('<rect style="mask: image-set(&quot;x&quot; 1x)"/>', "estilo"),
        ("<style>@import 'x.css';</style>", "@import"),
        ("<style>.a { fill: u/**/rl(x) }</style>", "estilo"),
        ("<style>.a {}<!-- --> .b { fill: url(x) }</style>", "estilo"),
    ],
)
def test_what_runs_or_fetches_is_refused_and_named(inside: str, said: str) -> None:
    with pytest.raises(NotALogo) as refused:
        check(DRAWING.format(inside))

    assert refused.value.code == "logo_active"
    assert said in refused.value.sentence


@pytest.mark.parametrize(
    ("svg", "code"),
    [
        ("", "logo_not_svg"),
        ("hola", "logo_not_svg"),
        ("<svg viewBox='0 0 9 9'/>", "logo_not_svg"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "logo_not_svg"),
        (DRAWING.format("<g>"), "logo_not_svg"),
        (DRAWING.format("&e;"), "logo_not_svg"),
        (DRAWING.format("\0"), "logo_not_svg"),
        (DRAWING.format("\ud800"), "logo_not_svg"),
        ("<?xml version='1.0' encoding='iso-2022-jp'?>" + DRAWING, "logo_not_svg"),
        ("<?xml-stylesheet href='x.css'?>" + DRAWING, "logo_active"),
        ("<!DOCTYPE svg [<!ENTITY e 'x'>]>" + DRAWING.format("&e;"), "logo_active"),
        (DRAWING.format(" " * MOST_BYTES), "logo_too_large"),
        (DRAWING.format("<g/>" * 5_000), "logo_too_large"),
    ],
)
def test_what_is_no_svg_is_refused(svg: str, code: str) -> None:
    with pytest.raises(NotALogo) as refused:
        check(svg)

    assert refused.value.code == code
