"""Files of assets for browsers and programs: never changing, so asked for once, and in pieces by who plays them."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from projects import pyramid, storage
from projects.access import Place
from projects.doors import find
from projects.media import EXAMINERS
from projects.models import Asset
from projects.problems import NotFound
from projects.ranges import Unsatisfiable, piece_of, wanted
from projects.wire import Endpoint

ANSWERS: Any = {
    (200, "*/*"): OpenApiTypes.BINARY,
    (206, "*/*"): OpenApiResponse(OpenApiTypes.BINARY, "The piece that `Range` asked for."),
    304: OpenApiResponse(None, "You have it already."),
    416: OpenApiResponse(None, "The file has no such piece."),
}
SHOWN = {mime for examiner in EXAMINERS.values() for mime in examiner.shown}  # may be shown from our own address


class AssetFile(Endpoint):
    """The file as every browser can show it: of an image upright, in the pixels that shapes are measured in."""

    action = "see"
    column: ClassVar[str] = "file"
    asset: Asset

    def locate(self, **kwargs: Any) -> Place:
        self.asset = find(Asset.objects.select_related("project__organisation"), pk=kwargs["asset"])
        return self.asset.project

    def perform_content_negotiation(self, request: Any, force: bool = False) -> Any:
        """A file answers whatever the `Accept` of an <img> says; only a refusal is rendered."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    @extend_schema(operation_id="assets_file", responses=ANSWERS)
    def get(self, request: Request, asset: int) -> HttpResponseBase:
        return self.send(request, getattr(self.asset, self.column))

    def send(self, request: Request, name: str) -> HttpResponseBase:
        """The file of this name in the storage, whole or the piece that is asked for."""
        self.require(name)
        etag = f'"{storage.hash_in(name)}"'
        response = self.unchanging(request, etag, lambda: self._content(request, name, etag))
        response["Accept-Ranges"] = "bytes"
        return response

    def require(self, name: str) -> None:
        if not name or not storage.exists(name):
            raise NotFound(_("This asset has no such file."))

    def unchanging(self, request: Request, etag: str, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        """An answer that will never be another, under a mark that no other one has."""
        response: Any = get_conditional_response(request, etag=etag)
        if response is None:
            response = answer()
        response["Cache-Control"] = "private, max-age=31536000, immutable"
        response["Content-Disposition"] = "inline"
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        return cast(HttpResponseBase, response)

    def _content(self, request: Request, name: str, etag: str) -> HttpResponseBase:
        size = storage.size(name)
        current = request.headers.get("If-Range", etag) == etag
        try:
            piece = wanted(request.headers.get("Range", "") if current else "", size)
        except Unsatisfiable:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        if piece is None:
            whole = FileResponse(storage.open_file(name), content_type=self.content_type())
            whole["ETag"] = etag
            return whole
        start, end = piece
        content = piece_of(storage.open_file(name), start, end)
        headers = {"Content-Range": f"bytes {start}-{end - 1}/{size}", "Content-Length": str(end - start), "ETag": etag}
        return StreamingHttpResponse(content, status=206, content_type=self.content_type(), headers=headers)

    def content_type(self) -> str:
        return self.asset.mime if self.asset.mime in SHOWN else "application/octet-stream"


class AssetThumbnail(AssetFile):
    column = "thumbnail"

    @extend_schema(operation_id="assets_thumbnail", responses=ANSWERS)
    def get(self, request: Request, asset: int) -> HttpResponseBase:
        """A small WebP of the image, no side longer than 320 pixels."""
        return super().get(request, asset)

    def content_type(self) -> str:
        return "image/webp"


class AssetDerived(AssetFile):
    """A file that the import made of the asset for the workspace, such as the peaks of a recording."""

    @extend_schema(operation_id="assets_derived", responses=ANSWERS)
    def get(self, request: Request, asset: int, part: str = "") -> HttpResponseBase:
        return self.send(request, self.asset.derived.get(part, ""))

    def content_type(self) -> str:
        return "application/octet-stream"


class AssetOverview(AssetFile):
    @extend_schema(operation_id="assets_overview", responses=ANSWERS)
    def get(self, request: Request, asset: int) -> HttpResponseBase:
        """The image in one piece that every browser can show: of a very large one a small version, else the file."""
        if "tiles" not in self.asset.derived:
            return super().get(request, asset)
        return self.piece(request, "overview", pyramid.Pyramid.overview)

    def piece(self, request: Request, which: str, read: Callable[[pyramid.Pyramid], bytes | None]) -> HttpResponseBase:
        name = self.asset.derived.get("tiles", "")
        self.require(name)
        etag = f'"{storage.hash_in(name)}-{which}"'

        def answer() -> HttpResponseBase:
            with storage.open_file(name) as file:
                tiles = pyramid.Pyramid(file)
                content = read(tiles)
            if content is None:
                raise NotFound(_("The image has no such tile."))
            return HttpResponse(content, content_type=tiles.mime, headers={"ETag": etag})

        return self.unchanging(request, etag, answer)


class AssetTile(AssetOverview):
    @extend_schema(operation_id="assets_tile", responses=ANSWERS)
    def get(self, request: Request, asset: int, level: int = 0, column: int = 0, row: int = 0) -> HttpResponseBase:
        """A tile of a very large image, at most 512 × 512 pixels. Level 0 is the image, each next one half its size."""
        return self.piece(request, f"{level}-{column}-{row}", lambda tiles: tiles.tile(level, column, row))
