"""Panels of the project page: who does the work, and what happened lately."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from annotation.activity import lately, people, without_notes
from annotation.blind import closed_to
from annotation.predictions import by_model
from projects.models import Person
from projects.pages.base import ProjectPage


class PeoplePanel(ProjectPage):
    action = "see_answers"
    template = "annotation/people_panel.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        found = people(self.project)
        return self.renew(found, people=found)


class ActivityPanel(ProjectPage):
    action = "see_answers"
    template = "annotation/activity_panel.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        person = cast(Person, request.user)
        events = without_notes(lately(self.project), closed_to(person, self.may))
        shown = [(event.entry.pk, event.times, event.entry.note) for event in events]
        return self.renew(shown, events=events)


class ModelsPanel(ProjectPage):
    """What became of the suggestions of each model; nothing where there are none."""

    action = "see_agreement"
    template = "annotation/models_panel.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        return self.show(models=[row | {"shares": shares(row)} for row in by_model(self.project)])


def shares(row: dict[str, Any]) -> list[tuple[int, float | None]]:
    """How many suggestions were confirmed, changed, rejected and left, each with its part of all in percent."""
    counts = [row[name] for name in ("confirmed", "changed", "rejected", "left")]
    return [(count, 100 * count / sum(counts) if sum(counts) else None) for count in counts]
