"""Files for download: whole, or from where a broken download stopped (RFC 9110, section 14)."""

import re
from pathlib import Path
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from projects.problems import Problem
from projects.wire import body_of

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Stretch:
    """A file that seems to end after so many bytes."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self.file = file
        self.left = length
        self.close = file.close

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(piece)
        return piece


def send(request: HttpRequest, path: Path, *, name: str, mime: str, sha256: str) -> HttpResponseBase:
    """The file as a download under this name. What never changes may be kept by the browser: its hash is its tag."""
    size, tag = path.stat().st_size, f'"{sha256}"'
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        asked = ""
    wanted = stretch(asked, size)
    if wanted is None:
        problem = Problem(_("The file ends before that byte: it has %(size)d.") % {"size": size}, code="no_such_range")
        return JsonResponse(body_of(problem), status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = wanted
    file = open(path, "rb")  # noqa: SIM115  the response closes it
    file.seek(first)
    response = FileResponse(Stretch(file, last - first + 1), as_attachment=True, filename=name, content_type=mime)
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    if (first, last) != (0, size - 1):
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def stretch(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte to send: all, unless a single stretch was asked for. None: there is no such stretch."""
    found = RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return 0, size - 1
    first, last = found.groups()
    if first == "":
        return (max(0, size - int(last)), size - 1) if int(last) and size else None
    begin, end = int(first), min(int(last), size - 1) if last else size - 1
    return (begin, end) if begin <= end else None
