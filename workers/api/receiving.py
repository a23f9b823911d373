"""Files on their way in over HTTP: as a form or as the body of a request, up to a limit."""

from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent, TooManyFilesSent
from django.utils.translation import gettext as _
from rest_framework import parsers

from projects.problems import Invalid, Problem, TooLarge
from workers import handing_in, jobs
from workers.models import Job


class MultiPartParser(parsers.MultiPartParser):
    """Form data up to the limit of an upload; larger files are refused before they are read."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        refuse_too_large(parser_context["request"])
        try:
            return super().parse(stream, media_type, parser_context)
        except (TooManyFilesSent, TooManyFieldsSent) as error:
            message = _("More than %(limit)d files in one request. Send them in several, or as a zip file.")
            limit = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            raise TooLarge(message % {"limit": limit}, code="too_many") from error


class BytesParser(parsers.BaseParser):
    """The body as it comes: the view reads it piece by piece."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        return stream


def refuse_too_large(request: Any) -> int:
    """The length a request announces. Problem: more than may be uploaded."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > settings.UPLOAD_LIMIT:
        message = _("The request is larger than %(limit)d MB. Send fewer files at once.")
        raise TooLarge(message % {"limit": settings.UPLOAD_LIMIT >> 20})
    return length


def add_files(row: Job, files: list[Any], paths: list[str]) -> None:
    if paths and len(paths) != len(files):
        raise Invalid(_("There must be one path for each file, in the same order."), field="path")
    for file, name in zip(files, paths or [file.name for file in files], strict=True):
        handing_in.add_file(row, name, file)


def receive(row: Job, files: list[Any], paths: list[str]) -> None:
    """All files of a form, and go. What is refused leaves no half import behind."""
    try:
        add_files(row, files, paths)
        handing_in.begin(row)
    except Problem:
        jobs.cancel(row)
        raise
    row.refresh_from_db()
