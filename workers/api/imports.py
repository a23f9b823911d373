"""Import over the API.

In one request, with the files as multipart/form-data; or, for many and large files, in steps that can each be
repeated: open an import, PUT each file, start it.
"""

import csv
from collections.abc import Iterator
from typing import Any, ClassVar, cast

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.access import Place
from projects.doors import find
from projects.listing import PAGE, listed, page_of
from projects.models import Project
from projects.problems import Invalid, Problem
from projects.protocol import JSONParser
from projects.wire import Endpoint
from workers import handing_in
from workers.api.import_serializers import (
    FilesSerializer,
    HandedSerializer,
    ImportSerializer,
    OptionsSerializer,
    ProblemLineSerializer,
    UploadSerializer,
    imports,
)
from workers.api.jobs import stop
from workers.api.receiving import BytesParser, MultiPartParser, add_files, receive, refuse_too_large
from workers.formats.cells import guarded
from workers.imports.rows import Options
from workers.models import Job


def shown(row: Job) -> Any:
    """An import as it is now."""
    return ImportSerializer(imports().get(pk=row.pk)).data


class Imports(Endpoint):
    """The imports of a project, the newest first."""

    action = "import"
    parser_classes: ClassVar = [MultiPartParser, JSONParser]

    @extend_schema(operation_id="imports_list", parameters=PAGE, responses=page_of(ImportSerializer))
    def get(self, request: Request, project: int) -> Response:
        rows = imports().filter(project=cast(Project, self.place))
        return listed(request, rows, lambda row: ImportSerializer(row).data)

    @extend_schema(
        operation_id="imports_create",
        request={"multipart/form-data": FilesSerializer, "application/json": OptionsSerializer},
        responses={201: ImportSerializer},
    )
    def post(self, request: Request, project: int) -> Response:
        """With files: import them now. Without, as JSON: open an import, to which files are sent one by one."""
        place = cast(Project, self.place)
        sent = OptionsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        options = Options(media=place.media, **sent.validated_data)
        row = handing_in.open_import(place, by=request.user, options=options)
        if request.content_type.startswith("multipart/"):
            receive(row, request.FILES.getlist("file"), request.data.getlist("path"))
        return Response(shown(row), status=201)


class OfImport(Endpoint):
    """A door to one import, at its project."""

    action = "import"
    row: Job

    def locate(self, **kwargs: Any) -> Place:
        self.row = find(imports().select_related("project__organisation", "created_by"), pk=kwargs["job"])
        return self.row.project


class ImportDetail(OfImport):
    @extend_schema(operation_id="imports_retrieve", responses=ImportSerializer)
    def get(self, request: Request, job: int) -> Response:
        """How far an import has come, and what it has found."""
        return Response(ImportSerializer(self.row).data)


class ImportFiles(OfImport):
    """The files of an import, and what was found in each."""

    parser_classes: ClassVar = [MultiPartParser, BytesParser]

    @extend_schema(operation_id="imports_files", parameters=PAGE, responses=page_of(UploadSerializer))
    def get(self, request: Request, job: int) -> Response:
        return listed(request, self.row.uploads.all(), lambda row: UploadSerializer(row).data, by="pk")

    @extend_schema(
        operation_id="imports_add_files", request={"multipart/form-data": HandedSerializer}, responses={204: None}
    )
    def post(self, request: Request, job: int) -> Response:
        """Send several small files as a form."""
        if not request.content_type.startswith("multipart/"):
            raise Invalid(_("Send the files as multipart/form-data, or one file with PUT."), field="file")
        add_files(self.row, request.FILES.getlist("file"), request.data.getlist("path"))
        return Response(status=204)

    @extend_schema(
        operation_id="imports_add_file",
        parameters=[OpenApiParameter("name", str, required=True, description="the file's name, with its folder")],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={204: None},
    )
    def put(self, request: Request, job: int) -> Response:
        """Send one file as the body. The same name again replaces it, so a failed request can simply be repeated."""
        length = refuse_too_large(request)
        stream = request._request  # the body itself, unread
        upload = handing_in.add_file(self.row, request.query_params.get("name", ""), stream)
        if upload is not None and upload.bytes != length:
            upload.delete()
            raise Problem(_("The file arrived incomplete. Send it again."), code="incomplete")
        return Response(status=204)


class ImportStart(OfImport):
    """All files are there: go. Options sent here replace those of the beginning."""

    @extend_schema(operation_id="imports_start", request=OptionsSerializer, responses=ImportSerializer)
    def post(self, request: Request, job: int) -> Response:
        sent = OptionsSerializer(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        if sent.validated_data:
            handing_in.choose(self.row, self.row.arguments["options"] | sent.validated_data)
        handing_in.begin(self.row)
        return Response(shown(self.row))


class ImportCancel(OfImport):
    """Stop it. Tasks that are imported already stay."""

    even_archived = True

    @extend_schema(operation_id="imports_cancel", request=None, responses=ImportSerializer)
    def post(self, request: Request, job: int) -> Response:
        stop(self.row)
        return Response(shown(self.row))


class ImportRetry(OfImport):
    """Let a failed import go on from where it stopped."""

    @extend_schema(operation_id="imports_retry", request=None, responses=ImportSerializer)
    def post(self, request: Request, job: int) -> Response:
        handing_in.retry(self.row)
        return Response(shown(self.row))


class ImportProblems(OfImport):
    """All lines and files that could not be imported, and remarks on those that were."""

    @extend_schema(operation_id="imports_problems", parameters=PAGE, responses=page_of(ProblemLineSerializer))
    def get(self, request: Request, job: int) -> Response:
        return listed(request, self.row.problems.all(), lambda row: ProblemLineSerializer(row).data, by="pk")


class ImportProblemsFile(OfImport):
    """The same as a CSV file."""

    @extend_schema(operation_id="imports_problems_csv", responses={(200, "text/csv"): OpenApiTypes.BINARY})
    def get(self, request: Request, job: int) -> HttpResponseBase:
        response = StreamingHttpResponse(problem_lines(self.row), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{self.row.pk}-problems.csv"'
        return response


class _Echo:
    def write(self, text: str) -> str:
        return text


def problem_lines(row: Job) -> Iterator[str]:
    """CSV with a byte order mark, which spreadsheets need to show Chinese, and no cell that they would calculate."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(["file", "line", "code", "refused", "message"])
    for found in row.problems.order_by("pk").iterator(chunk_size=1000):
        cells = [found.file, found.line or "", found.code, "yes" if found.refused else "no", found.message]
        yield writer.writerow([guarded(cell) for cell in cells])
