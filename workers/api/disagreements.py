"""Where annotators differ, and how far a project asks more of them there, by API."""

from dataclasses import asdict
from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.models import Person, Project
from projects.paging import ranked
from projects.wire import Endpoint
from workers import adaptive, disagreements
from workers.disagreements import ALL, OPEN, SETTLED, Wanted
from workers.models import Adaptive

QUERY = [
    OpenApiParameter("field", str, description="Only this question."),
    OpenApiParameter(
        "labels",
        str,
        description="Two labels with a comma between: car,bus. Empty stands for no region, * for any other label.",
    ),
    OpenApiParameter("person", int, description="Only where this person differs from somebody."),
    OpenApiParameter("with", int, description="The somebody that `person` differs from."),
    OpenApiParameter("state", str, enum=[OPEN, SETTLED, ALL], description="`open`, the default: not settled."),
    OpenApiParameter("since", str, description="Only tasks whose last answer is of this day (2026-03-31) or later."),
    OpenApiParameter("until", str, description="Only tasks whose last answer is of this day or earlier."),
    OpenApiParameter("guideline", int, description="Only tasks last answered under this version of the guideline."),
    OpenApiParameter(
        "used",
        str,
        description="Only tasks in which this label is used, by two people's answers or more; agreed ones too.",
    ),
    OpenApiParameter("both", str, description="Only tasks in which two people used this label alike; agreed ones too."),
    OpenApiParameter(
        "suggested",
        str,
        enum=["1"],
        description="Only tasks that somebody answered with a model's suggestion in sight; agreed ones too.",
    ),
    OpenApiParameter("cursor", str, description="`next` of the page before."),
]


class OpposedDoc(serializers.Serializer):
    one = serializers.CharField(allow_blank=True, help_text="A label; empty: nothing there.")
    two = serializers.CharField(allow_blank=True)
    n = serializers.IntegerField(help_text="How often two people said this against that.")


class DisagreementDoc(serializers.Serializer):
    task = serializers.IntegerField()
    external_id = serializers.CharField()
    field = serializers.CharField()
    kind = serializers.CharField()
    teaches = serializers.FloatField(help_text="Disagreement × (1 + doubt), from 0 to 2.")
    agreement = serializers.FloatField(help_text="Share of what each two answers have in common.")
    confidence = serializers.FloatField(allow_null=True, help_text="How sure the consensus is.")
    answers = serializers.IntegerField()
    between = OpposedDoc(many=True)
    settled = serializers.BooleanField()


class DisagreementPage(serializers.Serializer):
    results = DisagreementDoc(many=True)
    next = serializers.CharField(allow_null=True, help_text="Cursor of the next page; null on the last one.")


class SavedDoc(serializers.Serializer):
    """Over the tasks that have all the answers they ask for."""

    tasks = serializers.IntegerField()
    all_tasks = serializers.IntegerField()
    given = serializers.IntegerField()
    always = serializers.IntegerField(help_text="Answers if each task had been given the maximum.")
    each = serializers.ListField(
        child=serializers.FloatField(), allow_null=True, help_text="Answers a task: mean and its 95 % interval."
    )
    sure = serializers.IntegerField()
    asking = serializers.IntegerField()
    at_maximum = serializers.IntegerField()
    held_back = serializers.IntegerField(help_text="Unsure, but the budget is spent or nobody is left to ask.")
    confidence = serializers.FloatField(allow_null=True)
    wanted = serializers.IntegerField(help_text="Answers asked for in all.")


class AdaptiveRequest(serializers.ModelSerializer):
    class Meta:
        model = Adaptive
        fields = ["on", "maximum", "confidence", "budget"]

    maximum = serializers.IntegerField(min_value=2, max_value=20, required=False)
    confidence = serializers.FloatField(min_value=0.5, max_value=0.999, required=False)
    budget = serializers.IntegerField(min_value=1, max_value=2**31 - 1, allow_null=True, required=False)


class AdaptiveDoc(serializers.Serializer):
    on = serializers.BooleanField()
    maximum = serializers.IntegerField()
    confidence = serializers.FloatField()
    budget = serializers.IntegerField(allow_null=True)
    saved = SavedDoc()


class ProjectDisagreements(Endpoint):
    action = "see_answers"

    @extend_schema(operation_id="projects_disagreements", parameters=QUERY, responses=DisagreementPage)
    def get(self, request: Request, project: int) -> Response:
        """Questions of tasks that people answered differently, what teaches most first.

        Left out for a reviewer: tasks that the reviewer may still answer.
        """
        place = cast(Project, self.place)
        wanted = Wanted.of(request.query_params.dict(), place)
        rows = disagreements.found(place, wanted, cast(Person, request.user), self.may).select_related("task")
        found, cursor = ranked(rows, request.query_params.get("cursor"), by="teaches")
        between = disagreements.between([row.task_id for row in found])
        results = [
            {
                "task": row.task_id,
                "external_id": row.task.external_id,
                "field": row.field,
                "kind": row.kind,
                "teaches": row.teaches,
                "agreement": row.agreement,
                "confidence": row.confidence,
                "answers": row.answers,
                "between": between.get((row.task_id, row.field), []),
                "settled": row.task.decided,
            }
            for row in found
        ]
        return Response({"results": results, "next": cursor})


class ProjectAdaptive(Endpoint):
    action = {"GET": "see_agreement", "PATCH": "configure"}

    @extend_schema(operation_id="projects_adaptive", responses=AdaptiveDoc)
    def get(self, request: Request, project: int) -> Response:
        """Whether more people are asked where the answers leave it open, within which bounds, and what that saved."""
        return Response(adaptive_doc(adaptive.of(cast(Project, self.place))))

    @extend_schema(
        operation_id="projects_adaptive_change", request=AdaptiveRequest(partial=True), responses=AdaptiveDoc
    )
    def patch(self, request: Request, project: int) -> Response:
        """Change the bounds. Tasks are looked through again within seconds."""
        setting = adaptive.of(cast(Project, self.place))
        sent = AdaptiveRequest(setting, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        return Response(adaptive_doc(adaptive.change(setting, **sent.validated_data)))


def adaptive_doc(setting: Adaptive) -> dict[str, Any]:
    fields = {name: getattr(setting, name) for name in ("on", "maximum", "confidence", "budget")}
    return fields | {"saved": asdict(adaptive.saved(setting))}
