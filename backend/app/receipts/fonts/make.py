"""Makes the TTF files beside it from npm's woff2: `python make.py FOLDER_OF_UNPACKED_PACKAGES`.

Sources: @fontsource/atkinson-hyperlegible-next and -mono, SIL Open Font License 1.1 (OFL.txt). typst finds no family in
woff2, and the sources carry names that do not tell the weights apart.
"""

import sys
from pathlib import Path

from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FAMILIES = {"next": "Atkinson Hyperlegible Next", "mono": "Atkinson Hyperlegible Mono"}
WEIGHTS = {400: "Regular", 700: "Bold"}


def make(source: Path, target: Path, family: str, weight: int) -> None:
    font = TTFont(source)
    style = WEIGHTS[weight]
    for record in list(font["name"].names):
        if record.nameID in (16, 17, 21, 22, 25):
            font["name"].removeNames(nameID=record.nameID)
    for number, text in {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
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
