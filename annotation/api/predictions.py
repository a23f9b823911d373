"""What models suggest: brought by programs, read with what became of it."""

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotation import predictions
from annotation.api.places import ProjectEndpoint, TaskEndpoint
from annotation.api.reading import bounded, storable
from annotation.blind import require_open
from annotation.documents import person_doc, prediction_doc
from annotation.models import Outcome, Prediction
from annotation.serializers import PersonDoc, PredictionDoc, read


class PredictionRequest(serializers.Serializer):
    model = serializers.CharField(max_length=predictions.LONGEST)
    version = serializers.CharField(max_length=predictions.LONGEST, allow_blank=True, required=False)
    value = serializers.DictField(
        help_text="In the form of an answer; it need not answer everything. Regions may carry a `score`."
    )
    score = serializers.FloatField(min_value=0, max_value=1, allow_null=True, required=False)
    scores = serializers.DictField(required=False, help_text="By field: a number, or `{id of a region: number}`.")


class ManyRequest(serializers.Serializer):
    predictions = serializers.ListField(
        child=serializers.DictField(),
        max_length=predictions.MOST,
        help_text="As for one task, each with `task` (its id) or `external_id`.",
    )


class ManyAnswer(serializers.Serializer):
    made = serializers.IntegerField()
    known = serializers.IntegerField(help_text="Sent before, and the same.")


class OutcomeDoc(serializers.Serializer):
    """What became of the suggestions in somebody's answer in force."""

    assignment = serializers.IntegerField()
    by = PersonDoc(allow_null=True)
    at = serializers.DateTimeField()
    confirmed = serializers.IntegerField()
    changed = serializers.IntegerField()
    rejected = serializers.IntegerField()
    left = serializers.IntegerField()
    became = serializers.DictField(help_text="By field: confirmed, changed, rejected or left; of regions by their ids.")


class StoredPrediction(PredictionDoc):
    task = serializers.IntegerField()
    schema = serializers.IntegerField()
    imported_by = PersonDoc(allow_null=True)
    created_at = serializers.DateTimeField()
    outcomes = OutcomeDoc(many=True)


class PredictionList(serializers.Serializer):
    results = StoredPrediction(many=True)


class ModelDoc(serializers.Serializer):
    model = serializers.CharField()
    version = serializers.CharField(allow_blank=True)
    predictions = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    changed = serializers.IntegerField()
    rejected = serializers.IntegerField()
    left = serializers.IntegerField()


class ModelList(serializers.Serializer):
    results = ModelDoc(many=True)


class TaskPredictions(TaskEndpoint):
    action = {"GET": "see_answers", "POST": "import"}

    @extend_schema(operation_id="tasks_predictions", responses=PredictionList)
    def get(self, request: Request, task: int) -> Response:
        """What models suggest for a task, and what became of it. Refused as the answers are."""
        require_open(self.task, self.person, self.may)
        return Response({"results": [whole_doc(one) for one in with_outcomes(self.task.predictions.order_by("pk"))]})

    @extend_schema(
        operation_id="tasks_predict", request=PredictionRequest, responses={200: PredictionDoc, 201: PredictionDoc}
    )
    def post(self, request: Request, task: int) -> Response:
        """Bring what a model suggests for a task. The same again changes nothing; another value is a conflict."""
        found, made = predictions.add(self.task, storable(bounded(request)), by=self.person)
        return Response(prediction_doc(found), status=201 if made else 200)


class ProjectPredictions(ProjectEndpoint):
    action = {"GET": "see_agreement", "POST": "import"}

    @extend_schema(operation_id="projects_predictions", responses=ModelList)
    def get(self, request: Request, project: int) -> Response:
        """The models that suggest something in a project, and what became of their suggestions."""
        return Response({"results": predictions.by_model(self.project)})

    @extend_schema(operation_id="projects_predict", request=ManyRequest, responses=ManyAnswer)
    def post(self, request: Request, project: int) -> Response:
        """Bring predictions for up to 1000 tasks: all of them, or none, with what is wrong with each."""
        sent = read(ManyRequest, bounded(request))["predictions"]
        return Response(predictions.add_all(self.project, [storable(one) for one in sent], by=self.person))


def with_outcomes(rows: Any) -> Any:
    in_force = Outcome.objects.filter(in_force=True).select_related("entry__by").order_by("entry_id")
    return rows.select_related("imported_by").prefetch_related(Prefetch("outcomes", in_force))


def whole_doc(prediction: Prediction) -> dict[str, Any]:
    return prediction_doc(prediction) | {
        "task": prediction.task_id,
        "schema": prediction.schema_id,
        "imported_by": person_doc(prediction.imported_by) if prediction.imported_by else None,
        "created_at": prediction.created_at,
        "outcomes": [outcome_doc(outcome) for outcome in prediction.outcomes.all()],
    }


def outcome_doc(outcome: Outcome) -> dict[str, Any]:
    entry = outcome.entry
    return {
        "assignment": entry.assignment_id,
        "by": person_doc(entry.by) if entry.by else None,
        "at": entry.at,
        **{name: getattr(outcome, name) for name in ("confirmed", "changed", "rejected", "left", "became")},
    }
