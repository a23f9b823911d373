"""Files for download: whole, or from where a broken download stopped."""

from pathlib import Path

from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from projects.problems import Problem
from projects.ranges import Unsatisfiable, piece_of, wanted
from projects.wire import body_of


def send(request: HttpRequest, path: Path, *, name: str, mime: str, sha256: str) -> HttpResponseBase:
    """The file as a download under this name. What never changes may be kept by the browser: its hash is its tag."""
    size, tag = path.stat().st_size, f'"{sha256}"'
    same = request.headers.get("If-Range", tag) == tag
    try:
        piece = wanted(request.headers.get("Range", "") if same else "", size)
    except Unsatisfiable:
        problem = Problem(_("The file ends before that byte: it has %(size)d.") % {"size": size}, code="no_such_range")
        return JsonResponse(body_of(problem), status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = piece or (0, size)
    content = piece_of(open(path, "rb"), start, end)  # noqa: SIM115  closed behind the last piece
    response = StreamingHttpResponse(content, status=206 if piece else 200, content_type=mime)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Content-Length"] = str(end - start)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    if piece:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response
