"""Serves the built page. Only what no call of the contract answers comes here, so wrong methods keep their 405."""

import mimetypes
import os
import re
from pathlib import Path, PurePosixPath

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).parents[2] / "frontend" / "dist"
NOT_PAGES = ("api", "ws", "health", "metrics")
# Angular's builder puts eight characters of the content's hash before the extension of what it makes.
_HASHED = re.compile(r"-[\w-]{8}\.(js|css|woff2)$")
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))

for extension, media_type in ((".woff2", "font/woff2"), (".webmanifest", "application/manifest+json")):
    mimetypes.add_type(media_type, extension)


def built() -> Path | None:
    """The folder of the built page: SPA_DIR, else the newest build of this clone."""
    if given := os.environ.get("SPA_DIR"):
        return Path(given)
    found = sorted(DIST.glob("*/browser/index.html"), key=lambda index: index.stat().st_mtime)
    return found[-1].parent if found else None


class Pages(StaticFiles):
    """The files that were there at the start, compressed when they are so beside them, and index.html for the rest."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder)
        self.files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] not in ("GET", "HEAD") or path.split("/", 1)[0] in NOT_PAGES:
            raise HTTPException(404)
        if path not in self.files:
            # A missing script must not be answered with a page.
            if PurePosixPath(path).suffix:
                raise HTTPException(404)
            path = "index.html"
        suffix, encoding = self._encoding(path, Headers(scope=scope).get("accept-encoding", ""))
        response = await super().get_response(path + suffix, scope)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Vary"] = "Accept-Encoding"
        forever = "public, max-age=31536000, immutable"
        response.headers["Cache-Control"] = forever if _HASHED.search(path) else "no-cache"
        return response

    def _encoding(self, path: str, accepted: str) -> tuple[str, str | None]:
        for encoding, suffix in ENCODINGS:
            if encoding in accepted and path + suffix in self.files:
                return suffix, encoding
        return "", None


def install(app: FastAPI) -> None:
    """Does nothing where the page is not built, as in the image behind nginx."""
    if folder := built():
        app.router.default = Pages(folder)
