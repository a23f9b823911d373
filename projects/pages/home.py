"""The first page: my work, and the projects I run or watch."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects.access import SIGNED_IN, allowed_in, organisations_of, organisations_with, visible_to
from projects.doors import Page
from projects.models import Project, ProjectState
from projects.progress import Counts, counts_of


class Home(Page):
    action = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        projects = visible_to(request.user).exclude(state=ProjectState.ARCHIVED).select_related("organisation")
        shown = rows(request.user, projects)
        context = {
            "work": to_label(shown),
            "watched": by_organisation([row for row in shown if "see_agreement" in row["may"]]),
            "reviews": any("review" in row["may"] for row in shown),
            "leads": any("configure" in row["may"] for row in shown),
            "creates_in": list(organisations_with(request.user, "create")),
            "organisations": organisations_of(request.user),
        }
        return render(request, "projects/home.html", context)


def to_label(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where one may label, and something is there to be labelled; what still wants answers comes first."""
    mine = [row for row in shown if "label" in row["may"] and row["project"].state == ProjectState.OPEN]
    return sorted((row for row in mine if row["counts"].tasks), key=lambda row: row["counts"].left <= 0)


def rows(user: Any, projects: Any) -> list[dict[str, Any]]:
    """Each project with how far it is and what the person may do in it."""
    found = list(projects)
    counts, may = counts_of(projects.order_by()), allowed_in(user, found)
    nothing = Counts(0, 0, 0, 0, 0, 0, 0)
    return [{"project": row, "counts": counts.get(row.pk, nothing), "may": may[row.pk]} for row in found]


def by_organisation(shown: list[dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    def organisation(row: dict[str, Any]) -> Any:
        project: Project = row["project"]
        return project.organisation

    ordered = sorted(shown, key=lambda row: (organisation(row).slug, -row["project"].pk))
    return [(place, list(group)) for place, group in groupby(ordered, key=organisation)]
