"""Agreement of a project, by API."""

from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from projects.models import Project
from projects.wire import Endpoint
from workers import quality
from workers.agreement import Note
from workers.selecting import Selection


class FigureDoc(serializers.Serializer):
    """A number with its 95 % interval and what stands behind it; `note` says why it is grey or absent."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    population_low = serializers.FloatField(allow_null=True, help_text="For other annotators like these as well")
    population_high = serializers.FloatField(allow_null=True)
    units = serializers.IntegerField(help_text="Units with answers of at least two annotators")
    pairs = serializers.IntegerField(help_text="Pairs of answers to the same unit")
    raters = serializers.IntegerField()
    note = serializers.ChoiceField([note.value for note in Note], allow_blank=True)


class LabelDoc(serializers.Serializer):
    label = serializers.CharField()  # type: ignore[assignment]  # the document has a key of this name
    uses = serializers.IntegerField(help_text="How often it was given on units that two annotators or more answered")
    figures = serializers.DictField(child=FigureDoc())


class PairDoc(serializers.Serializer):
    a = serializers.IntegerField()
    b = serializers.IntegerField()
    figures = serializers.DictField(child=FigureDoc())
    labels = LabelDoc(many=True, help_text="For regions: each label between these two")


class MatrixDoc(serializers.Serializer):
    figure = serializers.CharField(allow_blank=True)
    annotators = serializers.ListField(child=serializers.IntegerField())
    values = serializers.ListField(child=serializers.ListField(child=serializers.FloatField(allow_null=True)))


class FieldDoc(serializers.Serializer):
    name = serializers.CharField()
    kind = serializers.CharField()
    level = serializers.CharField()
    title = serializers.DictField(child=serializers.CharField(allow_blank=True))
    figures = serializers.DictField(child=FigureDoc())
    labels = LabelDoc(many=True)
    pairs = PairDoc(many=True)
    matrix = MatrixDoc(allow_null=True)


class AnnotatorDoc(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class AgreementDoc(serializers.Serializer):
    project = serializers.IntegerField()
    number = serializers.IntegerField(help_text="Grows whenever the figures may have changed")
    measured_at = serializers.DateTimeField(allow_null=True)
    stale = serializers.IntegerField(help_text="Tasks changed since, which the next fold brings in")
    annotators = AnnotatorDoc(many=True)
    fields = FieldDoc(many=True)  # type: ignore[assignment]  # the document has a key of this name


FILTERS = [
    OpenApiParameter("field", str, description="Only this question."),
    OpenApiParameter("label", str, description="Of the labels only this one."),
    OpenApiParameter("since", str, description="Only answers submitted from this day or moment on."),
    OpenApiParameter("until", str, description="Only answers submitted before this day or moment."),
    OpenApiParameter("people", str, description="Only these annotators: two ids or more with commas between them."),
    OpenApiParameter("import", int, description="Only tasks that this import brought."),
]


class Agreement(Endpoint):
    """How far annotators agree, for each field, label and pair of annotators.

    With `since`, `until`, `people` or `import` the answers are counted anew, at most 100,000 of them.
    """

    action = "see_agreement"

    @extend_schema(operation_id="agreement", parameters=FILTERS, responses=AgreementDoc)
    def get(self, request: Any, project: int) -> Response:
        query = request.query_params
        only = [query["field"]] if query.get("field") else []
        found = quality.read(cast(Project, self.place), only, Selection.of(query))
        return Response(quality.as_json(found, query.get("label", "")))
