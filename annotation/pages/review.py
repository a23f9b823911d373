"""The way of a reviewer: how much waits where, and to the first task of it."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from annotation.blind import closed_to
from annotation.pages.accepting import recall
from annotation.reviews import counts_to_review, to_review
from projects.access import SIGNED_IN, allowed_in, visible_to
from projects.doors import Page
from projects.models import Person, Project, ProjectState, TaskState
from projects.pages.base import ProjectPage
from projects.task_list import UNREVIEWED, filtered, query_of

MOST_OTHERS = 3  # projects to go on with


class Reviews(Page):
    """For the home page: every project in which something waits to be reviewed."""

    action = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = waiting_for(cast(Person, request.user))
        return render(request, "annotation/reviews.html", {"rows": rows})


class ToReview(ProjectPage):
    """For the list of tasks: how many wait."""

    action = "review"
    template = "annotation/to_review.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        waiting = to_review(self.project, cast(Person, request.user), self.may, {}).count()
        return self.show(waiting=waiting, accepted=recall(request, self.project.pk))


class Review(ProjectPage):
    """To the first task with something to review; or what comes next, when nothing waits."""

    action = "review"
    tab = "tasks"
    template = "annotation/reviewed.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        found = to_review(self.project, cast(Person, request.user), self.may, request.GET.dict())
        first = found.order_by("pk").values_list("pk", flat=True).first()
        if first is None:
            return self.nothing()
        return redirect(f"{reverse('annotation:task', args=[first])}?answers={UNREVIEWED}")

    def nothing(self) -> HttpResponse:
        """What a reviewer can do who has nothing to review here."""
        person = cast(Person, self.request.user)
        query = query_of(self.request.GET)
        others = [row for row in waiting_for(person) if row[0] != self.project]
        unreviewed = filtered(self.project, {"answers": UNREVIEWED}, by=person)
        return self.show(
            query=query,
            here=to_review(self.project, person, self.may, {}).count() if query else 0,
            hidden=unreviewed.filter(pk__in=closed_to(person, self.may)).count(),
            at_work=self.project.tasks.filter(state=TaskState.QUEUED).count(),
            others=others[:MOST_OTHERS],
            accepted=recall(self.request, self.project.pk),
        )


def waiting_for(person: Person) -> list[tuple[Project, int]]:
    """The projects in which something waits for this person's review, with the number of tasks."""
    projects = list(visible_to(person).exclude(state=ProjectState.ARCHIVED).select_related("organisation"))
    may = allowed_in(person, projects)
    counts = counts_to_review(person, {project: may[project.pk] for project in projects})
    return [(project, counts[project.pk]) for project in projects if counts.get(project.pk)]
