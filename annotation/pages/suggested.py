"""What models suggested for a task and what people made of it, as a panel beside the answers."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from annotation.blind import require_open
from annotation.models import Outcome, Prediction
from annotation.values import pieces
from projects.access import Place
from projects.doors import find
from projects.models import LabelSchema, Person, Task
from projects.pages.base import ProjectPage
from projects.schema import named_today, renames, schema_today


class Suggested(ProjectPage):
    action = "see_answers"
    template = "annotation/suggested.html"
    task: Task

    def locate(self, **kwargs: Any) -> Place:
        self.task = find(Task.objects.select_related("project__organisation"), pk=kwargs["task"])
        return self.task.project

    def get(self, request: HttpRequest, task: int) -> HttpResponse:
        require_open(self.task, cast(Person, request.user), self.may)
        outcomes = Outcome.objects.filter(prediction__task=self.task, in_force=True)
        told: dict[int, list[Outcome]] = {}
        for outcome in outcomes.select_related("entry__by").order_by("entry_id"):
            told.setdefault(outcome.prediction_id, []).append(outcome)
        found = self.task.predictions.select_related("schema", "imported_by").order_by("-pk")
        now = self.task.project.schema
        return self.show(suggested=[(one, said(one, now), told.get(one.pk, [])) for one in found])


def said(prediction: Prediction, now: LabelSchema | None) -> Any:
    """What it suggests, under the names that labels have today."""
    body, value = prediction.schema.body, prediction.value
    if now is not None and (names := renames(now.body)):
        body, value = schema_today(body, now.body), named_today(value, names)
    return pieces(body, value)
