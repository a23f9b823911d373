"""A project's agreement in one line, for lists of projects."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects.doors import Page
from projects.models import Project
from workers import quality
from workers.pages.agreement import field_shown


class Summary(Page):
    """The first figure of each question that two people answered, or a dash with the reason for it."""

    action = "see_agreement"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        found = quality.shown(cast(Project, self.place))
        shown = [field_shown(field, found.annotators) for field in found.fields]
        lines = [(field.quality, field.figures[0]) for field in shown if field.figures]
        context = {"lines": [line for line in lines if line[1].figure.units]}
        return render(request, "workers/agreement_summary.html", context)
