"""The tasks of a project, a page at a time."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from projects.models import Person, TaskState
from projects.pages.base import ProjectPage
from projects.task_list import TURNS, query_of, shown

TITLES = {
    "unreviewed": _("With an answer to be reviewed"),
    "returned": _("With a returned answer"),
    "skipped": _("Skipped by somebody"),
}
TURN_TITLES = [(name, TITLES[name]) for name in TURNS]


class Tasks(ProjectPage):
    action = "see_tasks"
    tab = "tasks"
    template = "projects/tasks.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        found, following = shown(self.project, request.GET, by=cast(Person, request.user))
        return self.show(
            tasks=found,
            next_page=f"cursor={following}" if following else "",
            states=TaskState.choices,
            answer_counts=range(self.project.overlap + 1),
            turns=TURN_TITLES,
            filters=request.GET,
            query=query_of(request.GET),
        )
