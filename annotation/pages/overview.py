"""Parts of the pages of `projects` that only those who know the answers can fill."""

from collections import Counter
from datetime import timedelta
from typing import Any, cast

from django.db.models import Count, Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from annotation.models import Assignment, AssignmentState
from annotation.moves import ANSWERED
from annotation.pace import answers_a_day
from projects.access import SIGNED_IN, allowed_in, visible_to
from projects.doors import Page
from projects.models import Person, Project, ProjectState, Task, TaskState
from projects.pages.base import ProjectPage
from projects.progress import FEWEST_ANSWERS, FEWEST_DAYS, count, forecast

S = AssignmentState


class Waiting(Page):
    """For each project that I may label in: how much waits for me, is in my hand, came back."""

    action = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        tasks = Task.objects.filter(project=OuterRef("pk")).exclude(state=TaskState.VOID)  # without any it is not shown
        projects = list(visible_to(request.user).filter(Exists(tasks), state=ProjectState.OPEN))
        may = allowed_in(request.user, projects)
        mine = [project for project in projects if "label" in may[project.pk]]
        return render(request, "annotation/waiting.html", {"rows": waiting(request.user, mine)})


def waiting(person: Person, projects: list[Project]) -> list[dict[str, Any]]:
    """How much of each project waits for a person, is in their hand or is done, with three queries for all of them."""
    with_place = Task.objects.filter(project__in=projects, state=TaskState.QUEUED, taken__lt=F("overlap"))
    own = Assignment.objects.filter(annotator=person, task__project__in=projects)
    had = own.filter(task__state=TaskState.QUEUED, task__taken__lt=F("task__overlap")).exclude(state=S.EXPIRED)
    places = dict(with_place.order_by().values_list("project").annotate(Count("pk")))
    taken = dict(had.order_by().values_list("task__project").annotate(Count("pk")))
    states = Counter(own.values_list("task__project", "state"))
    return [
        {
            "project": project,
            "open": places.get(project.pk, 0) - taken.get(project.pk, 0),
            "leased": states[project.pk, S.LEASED],
            "returned": states[project.pk, S.RETURNED],
            "done": sum(states[project.pk, state] for state in ANSWERED),
        }
        for project in projects
    ]


class Mine(ProjectPage):
    """One's own part of a project, for its overview."""

    action = "label"
    template = "annotation/mine.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        [row] = waiting(cast(Person, request.user), [self.project])
        return self.renew(row, mine=row)


class ForecastPanel(ProjectPage):
    action = "see"
    template = "annotation/forecast.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        left = count(self.project).left
        days, today = answers_a_day(self.project)
        expected = forecast(left, days)
        now = timezone.localdate()
        return self.show(
            left=left,
            today=today,
            expected=expected,
            soonest=now + timedelta(days=expected.soonest) if expected else None,
            latest=now + timedelta(days=expected.latest) if expected and expected.latest is not None else None,
            fewest_days=FEWEST_DAYS,
            fewest_answers=FEWEST_ANSWERS,
        )
