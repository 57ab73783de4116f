"""Makes the manuals' pictures: `make_pictures.py TAKEN KEPT`, from what docs/take-pictures had taken of every page."""

import sys
from pathlib import Path

from PIL import Image

# In the manual: the page, its width, and what of it is kept (left, top, right, bottom).
PHONE, DESK, DIALOG = (0, 0, 390, 1000), (0, 0, 1440, 900), (438, 108, 1002, 792)
PICTURES = {
    "presentar-documentos": ("presentar-3-documentos", 390, PHONE),
    "constancia": ("presentar-5-constancia", 390, PHONE),
    "mi-tramite": ("mi-tramite", 390, PHONE),
    "verificar": ("verificar", 390, PHONE),
    "mesa": ("mesa", 1440, DESK),
    "documento": ("documento-archivo", 1440, DESK),
    "observar": ("documento-observar", 1440, DESK),
    "derivar": ("documento-derivar", 1440, DIALOG),
    "teclas": ("teclas", 1440, DIALOG),
}
WIDEST = 1200


def main(taken: Path, kept: Path) -> None:
    for name, (page, width, (left, top, right, bottom)) in PICTURES.items():
        picture = Image.open(taken / f"{page}-{width}-light.png").convert("RGB")
        picture = picture.crop((left, top, min(right, picture.width), min(bottom, picture.height)))
        picture.thumbnail((WIDEST, 1500))
        picture.save(kept / f"{name}.webp", quality=72, method=6)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
