"""What goes to and fro over the API of imports."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from workers.api.jobs import JobSerializer
from workers.importing import import_files
from workers.imports.encodings import CHOICES
from workers.imports.rows import Options
from workers.imports.taking_in import LONGEST_ORIGIN
from workers.models import ImportProblem, Job, Upload


class OptionsSerializer(serializers.Serializer):
    """How files are read. Everything may be left out."""

    all_or_none = serializers.BooleanField(default=False, help_text="Import nothing unless all of it is good.")
    txt = serializers.ChoiceField(["file", "line"], default="file", help_text="A TXT is one task, or each line is.")
    encoding = serializers.ChoiceField(list(CHOICES), default="", allow_blank=True, help_text="Recognised if empty.")
    content_column = serializers.CharField(default="", allow_blank=True, max_length=200)
    id_column = serializers.CharField(default="", allow_blank=True, max_length=200)
    answers = serializers.BooleanField(default=True, help_text="Take in the answers that lines of a release carry.")
    origin = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=LONGEST_ORIGIN,
        help_text="Where its annotators are from; tells them apart from those of other releases with the same numbers.",
    )


class HandedSerializer(serializers.Serializer):
    """Files. Their names with folders go into `path`, in the order of the files."""

    file = serializers.ListField(child=serializers.FileField())
    path = serializers.ListField(child=serializers.CharField(), required=False)


class FilesSerializer(HandedSerializer, OptionsSerializer):
    """Files with the options."""


def imports() -> QuerySet[Job]:
    """All imports, as ImportSerializer shows them."""
    rows = Job.objects.filter(name=import_files.__name__)
    return rows.annotate(file_count=_count(Upload), problem_count=_count(ImportProblem))


def _count(model: type[Upload | ImportProblem]) -> Coalesce:
    """How many rows of a model an import has."""
    rows = model.objects.filter(job=OuterRef("pk")).order_by().values("job")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


class ImportSerializer(JobSerializer):
    """An import. `result` counts tasks made, answers taken in, tasks known before, what was refused, and remarks."""

    options = serializers.SerializerMethodField()
    files = serializers.IntegerField(source="file_count")
    problems = serializers.IntegerField(source="problem_count")
    url = serializers.SerializerMethodField()

    class Meta(JobSerializer.Meta):
        fields: ClassVar = [*JobSerializer.Meta.fields, "options", "files", "problems", "url"]

    @extend_schema(operation_id="import_options")
    def get_options(self, row: Job) -> dict[str, Any]:
        chosen = asdict(Options()) | row.arguments["options"]  # an older import does not say everything
        return {key: chosen[key] for key in OptionsSerializer().fields}

    def get_url(self, row: Job) -> str:
        return reverse("workers:import-page", args=[row.pk])


class UploadSerializer(serializers.ModelSerializer):
    class Meta:
        model = Upload
        fields: ClassVar = ["name", "bytes", "encoding", "accepted", "answers", "known", "refused"]


class ProblemLineSerializer(serializers.ModelSerializer):
    """A line or file and what is wrong with it. Not `refused`: it was imported, and this is worth knowing."""

    class Meta:
        model = ImportProblem
        fields: ClassVar = ["file", "line", "code", "message", "refused"]
