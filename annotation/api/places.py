"""Endpoints about a project, a task or an assignment in the address."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from annotation.blind import require_open
from annotation.documents import whole
from annotation.models import Assignment
from projects.access import Place
from projects.doors import find
from projects.models import Person, Project, Task
from projects.problems import Forbidden, NotFound
from projects.wire import Endpoint


class PersonalEndpoint(Endpoint):
    """An endpoint that no visitor passes: its doors all ask for a role."""

    @property
    def person(self) -> Person:
        return cast(Person, self.request.user)


class ProjectEndpoint(PersonalEndpoint):
    projects: QuerySet[Project] = Project.objects.all()

    @property
    def project(self) -> Project:
        return cast(Project, self.place)

    def locate(self, **kwargs: Any) -> Place:
        return cast(Project, find(self.projects.all(), pk=kwargs["project"]))


class TaskEndpoint(PersonalEndpoint):
    task: Task

    def locate(self, **kwargs: Any) -> Place:
        self.task = find(Task.objects.select_related("project"), pk=kwargs["task"])
        return self.task.project


class AssignmentEndpoint(PersonalEndpoint):
    """Whose assignment it is not, and who may not see answers, is told that there is none.

    Who may not see them yet is told why.
    """

    assignments: QuerySet[Assignment] = whole()
    assignment: Assignment

    def locate(self, **kwargs: Any) -> Place:
        self.assignment = find(self.assignments.all(), pk=kwargs["assignment"])
        return self.assignment.task.project

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        if self.assignment.annotator_id == request.user.pk:
            return
        if "see_answers" not in self.may:
            raise NotFound(_("This does not exist, or you are not a member of its project."))
        require_open(self.assignment.task, request.user, self.may)


class OwnAssignment(AssignmentEndpoint):
    action = "label"

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        if self.assignment.annotator_id != request.user.pk:
            raise Forbidden(_("This is another person's work."), code="not_yours")
