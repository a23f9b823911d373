"""The way of a reviewer: how much waits where, and to the first task of it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotation.reviews import counts_to_review, to_review
from projects.access import SIGNED_IN, allowed_in, visible_to
from projects.doors import Page
from projects.models import Person, ProjectState
from projects.pages.base import ProjectPage
from projects.task_list import UNREVIEWED


class Reviews(Page):
    """For the home page: every project in which something waits to be reviewed."""

    action = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        person = cast(Person, request.user)
        projects = list(visible_to(person).exclude(state=ProjectState.ARCHIVED).select_related("organisation"))
        may = allowed_in(person, projects)
        counts = counts_to_review(person, {project: may[project.pk] for project in projects})
        rows = [(project, counts[project.pk]) for project in projects if counts.get(project.pk)]
        return render(request, "annotation/reviews.html", {"rows": rows})


class ToReview(ProjectPage):
    """For the list of tasks: how many wait."""

    action = "review"
    template = "annotation/to_review.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        return self.show(waiting=to_review(self.project, cast(Person, request.user), self.may, {}).count())


class Review(ProjectPage):
    """To the first task with something to review."""

    action = "review"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        found = to_review(self.project, cast(Person, request.user), self.may, request.GET.dict())
        first = found.order_by("pk").values_list("pk", flat=True).first()
        if first is None:
            messages.info(request, _("Nothing waits for your review here."))
            return redirect("projects:tasks", self.project.pk)
        return redirect(f"{reverse('annotation:task', args=[first])}?answers={UNREVIEWED}")
