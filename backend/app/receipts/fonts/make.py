"""Makes the TTF files beside it from npm's woff2: `python make.py FOLDER_OF_UNPACKED_PACKAGES`.

Sources: @fontsource/atkinson-hyperlegible-next and -mono, SIL Open Font License 1.1 (OFL.txt). typst finds no family in
woff2, and the sources carry names that do not tell the weights apart. One glyph is added: the box that stands for a
character the fonts cannot draw.
"""

import sys
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FAMILIES = {"next": "Atkinson Hyperlegible Next", "mono": "Atkinson Hyperlegible Mono"}
WEIGHTS = {400: "Regular", 700: "Bold"}
# U+25AF, a white upright rectangle.
BOX, BOX_NAME = 0x25AF, "uni25AF"


def add_box(font: TTFont) -> None:
    """Draws the box as high as a capital H and as wide as an n."""
    width, _ = font["hmtx"]["n"]
    height = font["OS/2"].sCapHeight
    side, stroke = width // 8, font["head"].unitsPerEm // 16
    pen = TTGlyphPen(None)
    for inset, clockwise in ((0, True), (stroke, False)):
        left, right, bottom, top = side + inset, width - side - inset, inset, height - inset
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        pen.moveTo(corners[0])
        for corner in corners[1:] if clockwise else corners[:0:-1]:
            pen.lineTo(corner)
        pen.closePath()
    font.setGlyphOrder([*font.getGlyphOrder(), BOX_NAME])
    font["glyf"][BOX_NAME] = pen.glyph()
    font["hmtx"][BOX_NAME] = (width, side)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[BOX] = BOX_NAME


def make(source: Path, target: Path, family: str, weight: int) -> None:
    font = TTFont(source)
    style = WEIGHTS[weight]
    for record in list(font["name"].names):
        if record.nameID in (16, 17, 21, 22, 25):
            font["name"].removeNames(nameID=record.nameID)
    for number, text in {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    if BOX not in font.getBestCmap():
        add_box(font)
    font.flavor = None
    font.save(target)


def main() -> None:
    packages = Path(sys.argv[1])
    for short, family in FAMILIES.items():
        for subset in ("latin", "latin-ext"):
            name = family if subset == "latin" else f"{family} Ext"
            for weight in WEIGHTS:
                pattern = f"**/atkinson-hyperlegible-{short}-{subset}-{weight}-normal.woff2"
                source = next(packages.glob(pattern))
                make(source, HERE / f"{short}-{subset}-{weight}.ttf", name, weight)


if __name__ == "__main__":
    main()
