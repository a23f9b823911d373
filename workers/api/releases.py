"""Releases and their exports over the API."""

from typing import Any, ClassVar, cast

from django.http import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects import storage
from projects.doors import find
from projects.listing import PAGE, listed, page_of
from projects.models import Project
from projects.wire import Endpoint, ProblemSerializer
from workers import exporting, releasing
from workers.formats import FORMATS
from workers.losses import losses_of
from workers.models import Export, JobState, Release, ReleaseState, Scope
from workers.sending import send


class ProgressSerializer(serializers.Serializer):
    """How far a job is: `done` of `total`, in its own unit."""

    state = serializers.ChoiceField(JobState.choices)
    done = serializers.IntegerField()
    total = serializers.IntegerField(allow_null=True)
    error = serializers.CharField()


class PartSerializer(serializers.Serializer):
    file = serializers.CharField()
    tasks = serializers.IntegerField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()


class CountsSerializer(serializers.Serializer):
    """`labels`: how often each label of each field was used."""

    tasks = serializers.IntegerField()
    annotations = serializers.IntegerField()
    accepted = serializers.IntegerField()
    settled = serializers.IntegerField(required=False, help_text="Tasks with a settled answer, which wins.")
    annotators = serializers.IntegerField()
    labels = serializers.DictField(child=serializers.DictField(child=serializers.IntegerField()))


class ManifestSerializer(serializers.Serializer):
    """What the release holds. The release's `sha256` is that of its canonical JSON: keys sorted, no spaces."""

    format = serializers.CharField()
    version = serializers.IntegerField()
    media = serializers.CharField()
    scope = serializers.ChoiceField(Scope.choices)
    schemas = serializers.DictField(child=serializers.DictField())
    guideline = serializers.DictField(allow_null=True)
    counts = CountsSerializer()
    parts = PartSerializer(many=True)


class ReleaseSerializer(serializers.ModelSerializer):
    """A release. `frozen_at` is the moment whose answers it holds."""

    state = serializers.ChoiceField(ReleaseState.choices, source="shown_state")
    job = ProgressSerializer(allow_null=True)

    class Meta:
        model = Release
        fields: ClassVar = ["number", "state", "scope", "note", "sha256", "created_at", "frozen_at", "job"]


class ReleaseDetailSerializer(ReleaseSerializer):
    manifest = ManifestSerializer(allow_null=True)

    class Meta(ReleaseSerializer.Meta):
        fields: ClassVar = [*ReleaseSerializer.Meta.fields, "manifest"]


class NewReleaseSerializer(serializers.Serializer):
    note = serializers.CharField(max_length=400, allow_blank=True, default="")
    scope = serializers.ChoiceField(Scope.choices, default=Scope.ANSWERED.value)


class LossSerializer(serializers.Serializer):
    """What the format could not hold: how often, and in which tasks (the first hundred)."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    count = serializers.IntegerField()
    tasks = serializers.ListField(child=serializers.CharField())


class ExportSerializer(serializers.ModelSerializer):
    """An export. `file` is its address, null until it is complete."""

    options = serializers.DictField()
    job = ProgressSerializer(allow_null=True)
    losses = serializers.SerializerMethodField()
    file = serializers.SerializerMethodField()

    class Meta:
        model = Export
        fields: ClassVar = [
            "id",
            "format",
            "options",
            "images",
            "name",
            "bytes",
            "sha256",
            "losses",
            "file",
            "created_at",
            "job",
        ]

    @extend_schema(operation_id="export_losses", responses=LossSerializer(many=True))
    def get_losses(self, export: Export) -> Any:
        return LossSerializer(losses_of(export), many=True).data

    def get_file(self, export: Export) -> str | None:
        if export.bytes is None:
            return None
        where = [export.release.project_id, export.release.number, export.pk]
        return reverse("workers:api-export-file", args=where)


class NewExportSerializer(serializers.Serializer):
    """`options` are those of the format, see docs/formats.md."""

    format = serializers.ChoiceField(list(FORMATS))
    options = serializers.DictField(required=False)
    images = serializers.BooleanField(
        default=False, help_text="A ZIP with the images or recordings, instead of their names only."
    )


MIMES = sorted({fmt.mime for fmt in FORMATS.values()} | {exporting.ZIP})
FILE = {(status, mime): OpenApiTypes.BINARY for status in (200, 206) for mime in MIMES} | {416: ProblemSerializer}


class Releases(Endpoint):
    """The releases of a project, the newest first."""

    action: ClassVar = {"GET": "see_releases", "POST": "release"}

    @extend_schema(operation_id="releases_list", parameters=PAGE, responses=page_of(ReleaseSerializer))
    def get(self, request: Request, project: int) -> Response:
        rows = Release.objects.filter(project=cast(Project, self.place)).select_related("job")
        return listed(request, rows, lambda row: ReleaseSerializer(row).data, by="-number")

    @extend_schema(
        operation_id="releases_create", request=NewReleaseSerializer, responses={201: ReleaseDetailSerializer}
    )
    def post(self, request: Request, project: int) -> Response:
        """Freeze the answers as they are now. The release is ready when its state says so."""
        sent = NewReleaseSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        release = releasing.begin(cast(Project, self.place), by=cast(Any, request.user), **sent.validated_data)
        return Response(ReleaseDetailSerializer(release).data, status=201)


class OfRelease(Endpoint):
    """A door to a release, by its number in its project."""

    action: ClassVar[Any] = "see_releases"
    release: Release

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        rows = Release.objects.select_related("job", "project").filter(project=cast(Project, self.place))
        self.release = find(rows, number=kwargs["number"])


class ReleaseDetail(OfRelease):
    """A release with its manifest."""

    @extend_schema(operation_id="releases_retrieve", responses=ReleaseDetailSerializer)
    def get(self, request: Request, project: int, number: int) -> Response:
        return Response(ReleaseDetailSerializer(self.release).data)


class ReleaseRetry(OfRelease):
    """Let a failed build go on from where it stopped."""

    action = "release"

    @extend_schema(operation_id="releases_retry", request=None, responses=ReleaseDetailSerializer)
    def post(self, request: Request, project: int, number: int) -> Response:
        releasing.retry(self.release)
        self.release.refresh_from_db()
        return Response(ReleaseDetailSerializer(self.release).data)


class Exports(OfRelease):
    """The exports of a release, the newest first."""

    action: ClassVar = {"GET": "see_releases", "POST": "release"}

    @extend_schema(operation_id="exports_list", parameters=PAGE, responses=page_of(ExportSerializer))
    def get(self, request: Request, project: int, number: int) -> Response:
        rows = self.release.exports.select_related("job", "release")
        return listed(request, rows, lambda row: ExportSerializer(row).data)

    @extend_schema(operation_id="exports_create", request=NewExportSerializer, responses={201: ExportSerializer})
    def post(self, request: Request, project: int, number: int) -> Response:
        """Write the release in a format. The same choice again gives the export that is there."""
        sent = NewExportSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        export = exporting.begin(self.release, by=cast(Any, request.user), **sent.validated_data)
        return Response(ExportSerializer(export).data, status=201)


class OfExport(OfRelease):
    export: Export

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        rows = Export.objects.select_related("job", "release").filter(release=self.release)
        self.export = find(rows, pk=kwargs["export"])


class ExportDetail(OfExport):
    action: ClassVar = {"GET": "see_releases", "DELETE": "release"}

    @extend_schema(operation_id="exports_retrieve", responses=ExportSerializer)
    def get(self, request: Request, project: int, number: int, export: int) -> Response:
        """An export: its file, its losses, or how far it has come."""
        return Response(ExportSerializer(self.export).data)

    @extend_schema(operation_id="exports_delete", responses={204: None})
    def delete(self, request: Request, project: int, number: int, export: int) -> Response:
        """Delete the file. The release stays, and the same export can be made again."""
        exporting.remove(self.export)
        return Response(status=204)


class ExportFile(OfExport):
    """The file. A broken download can go on where it stopped, with `Range`."""

    action = "download"

    @extend_schema(operation_id="exports_file", responses=FILE)
    def get(self, request: Request, project: int, number: int, export: int) -> HttpResponseBase:
        exporting.require_file(self.export)
        return send(
            request._request,
            storage.path(self.export.path),
            name=self.export.name,
            mime=exporting.mime_of(self.export),
            sha256=self.export.sha256,
        )
