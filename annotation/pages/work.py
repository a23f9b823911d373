"""A person's own work: what they submitted and skipped, and what came back."""

from typing import Any, cast

from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from annotation.documents import whole
from annotation.models import Assignment, AssignmentState
from annotation.queue import IN_HAND
from annotation.values import pieces
from projects.models import Person, Project, ProjectState
from projects.pages.base import ProjectPage
from projects.paging import latest

S = AssignmentState
CAN_GO_ON: dict[str, set[S]] = {  # in a project of this state, with work in any of these
    ProjectState.OPEN: IN_HAND | {S.SKIPPED, S.EXPIRED},
    ProjectState.PAUSED: IN_HAND,
    ProjectState.ARCHIVED: set(),
}


class Work(ProjectPage):
    action = "label"
    tab = "work"
    template = "annotation/work.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        state = request.GET.get("state", "")
        person = cast(Person, request.user)
        mine = whole().filter(annotator=person, task__project=self.project)
        if state in S.values:
            mine = mine.filter(state=state)
        mine = mine.select_related("annotation__schema")
        found, following = latest(mine, request.GET.get("cursor"), by="changed_at", size=25)
        return self.show(
            rows=[line(assignment) for assignment in found],
            states=states_of(person, self.project),
            filters=request.GET,
            next_page=f"cursor={following}" if following else "",
        )


def line(assignment: Assignment) -> dict[str, Any]:
    answer = getattr(assignment, "annotation", None)
    return {
        "assignment": assignment,
        "task": assignment.task,
        "pieces": pieces(answer.schema.body, answer.value) if answer else [],
        "has_draft": getattr(assignment, "draft", None) is not None,
        "can_go_on": assignment.state in CAN_GO_ON[assignment.task.project.state],
    }


def states_of(person: Person, project: Project) -> list[tuple[str, str, int]]:
    """Each state that a person's work is in, its title, and how often."""
    mine = Assignment.objects.filter(annotator=person, task__project=project).order_by()
    counts = dict(mine.values_list("state").annotate(Count("pk")))
    return [(state, title, counts[state]) for state, title in S.choices if state in counts]
