"""The tasks of a project."""

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.access import Place
from projects.doors import find
from projects.listing import PAGE, listed, page_of
from projects.models import Person, Project, Task, TaskState
from projects.problems import Invalid
from projects.serializers import TaskDetailSerializer, TaskSerializer, task_doc
from projects.task_list import TURNS, filtered
from projects.wire import Endpoint

FILTERS = [
    OpenApiParameter("state", str, enum=TaskState.values, description="Only tasks in this state."),
    OpenApiParameter(
        "answers",
        {"oneOf": [{"type": "integer", "minimum": 0, "maximum": 99}, {"type": "string", "enum": list(TURNS)}]},
        description="Only with so many; or with one of somebody else to be reviewed, a returned one, a skipped turn.",
    ),
    OpenApiParameter("q", str, description="Only with this text in their external id or name."),
]


class Tasks(Endpoint):
    action = "see_tasks"

    @extend_schema(operation_id="tasks_list", parameters=[*PAGE, *FILTERS], responses=page_of(TaskSerializer))
    def get(self, request: Request, project: int) -> Response:
        """Tasks in the order they were imported."""
        state, answers = request.query_params.get("state"), request.query_params.get("answers")
        if state is not None and state not in TaskState.values:
            raise Invalid(_("state is one of %(states)s") % {"states": ", ".join(TaskState.values)}, field="state")
        if answers is not None and answers not in TURNS and not is_count(answers):
            message = _("answers is a whole number from 0 to 99, or one of %(words)s")
            raise Invalid(message % {"words": ", ".join(TURNS)}, field="answers")
        tasks = filtered(cast(Project, self.place), request.query_params, by=cast(Person, request.user))
        return listed(request, tasks, task_doc, by="pk")


def is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 2


class OneTask(Endpoint):
    action = "see_tasks"
    task: Task

    def locate(self, **kwargs: Any) -> Place:
        self.task = find(Task.objects.select_related("asset", "project__organisation"), pk=kwargs["task"])
        return self.task.project

    @extend_schema(operation_id="tasks_read", responses=TaskDetailSerializer)
    def get(self, request: Request, task: int) -> Response:
        """A task with its text, or the address of its image."""
        text = self.task.asset.text if self.task.asset.media == "text" else None
        return Response(task_doc(self.task) | {"text": text})
