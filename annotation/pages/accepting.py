"""Accepting all answers that are shown, and taking back what was accepted last."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import ngettext

from annotation import moves
from annotation.models import Assignment
from annotation.reviews import turns_to_review
from projects.models import Person
from projects.pages.base import ProjectPage
from projects.problems import Problem
from projects.task_list import UNREVIEWED, query_of, shown

LAST = "accepted"  # in the session: what this person accepted last, until a page has offered to take it back
MOST = 1000  # answers a form may name


def remember(request: HttpRequest, turns: Iterable[Assignment], sentence: str) -> None:
    turns = list(turns)
    request.session[LAST] = {
        "project": turns[0].task.project_id,
        "turns": [f"{turn.pk}:{turn.annotation.revision}" for turn in turns],
        "sentence": sentence,
    }


def recall(request: HttpRequest, project: int) -> dict[str, Any] | None:
    """What was accepted last in this project, for the page that offers once to take it back."""
    last = request.session.get(LAST)
    if last is None or last["project"] != project:
        return None
    del request.session[LAST]
    return cast(dict[str, Any], last)


class Named(ProjectPage):
    """A form that names answers as they were shown: `turn=id:revision`."""

    action = "review"

    @property
    def person(self) -> Person:
        return cast(Person, self.request.user)

    def named(self) -> dict[int, int]:
        pairs = [text.split(":") for text in self.request.POST.getlist("turn")[:MOST]]
        return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(_is_id(part) for part in pair)}

    @cached_property
    def found(self) -> list[tuple[Assignment, int]]:
        named = self.named()
        turns = Assignment.objects.filter(pk__in=named, task__project=self.project).order_by("pk")
        return [(turn, named[turn.pk]) for turn in turns.select_related("task__project", "annotator", "annotation")]

    @property
    def tasks(self) -> set[int]:
        return {turn.task_id for turn, _revision in self.found}


class AcceptShown(Named):
    """The answers that wait in the tasks shown on a page of the list, or that are shown on the page of one task."""

    template = "annotation/accept_shown.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        tasks, _following = shown(self.project, request.GET, by=self.person)
        turns = turns_to_review(tasks, self.person, self.may)
        return self.show(turns=turns, tasks={turn.task_id for turn in turns}, query=query_of(request.GET))

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        open_to_me = {turn.pk for turn in turns_to_review(self.tasks, self.person, self.may)}
        accepted = []
        for turn, revision in self.found:
            with suppress(Problem):
                if turn.pk in open_to_me:
                    moves.accept(turn, by=self.person, seen=revision)
                    accepted.append(turn)
        missed = len(self.found) - len(accepted)
        if accepted:
            n = len(accepted)
            remember(request, accepted, ngettext("Accepted %(n)d answer.", "Accepted %(n)d answers.", n) % {"n": n})
        if missed:
            sentence = ngettext(
                "%(n)d answer was changed or reviewed meanwhile, and was left as it is.",
                "%(n)d answers were changed or reviewed meanwhile, and were left as they are.",
                missed,
            )
            messages.warning(request, sentence % {"n": missed})
        return self.onward()

    def onward(self) -> HttpResponse:
        """From the page of a task to the next one; from the list to the list."""
        query = query_of(self.request.GET)
        if "list" in self.request.POST:
            return redirect(f"{reverse('projects:tasks', args=[self.project.pk])}{query}")
        if self.request.GET.get("answers") != UNREVIEWED and len(self.tasks) == 1:
            return redirect(f"{reverse('annotation:task', args=[*self.tasks])}{query}")
        return redirect(f"{reverse('annotation:review', args=[self.project.pk])}{query}")


class Unaccept(Named):
    """Takes back what was accepted last, and leads to the first of it."""

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        back: list[Assignment] = []
        refused = ""
        for turn, revision in self.found:
            try:
                back.append(moves.unaccept(turn, by=self.person, seen=revision))
            except Problem as problem:
                refused = problem.message
        if refused:
            messages.warning(request, refused)
        if back:
            n = len(back)
            said = ngettext("%(n)d answer waits for its review again.", "%(n)d answers wait for their review again.", n)
            messages.success(request, said % {"n": n})
            query = query_of(request.GET)
            return redirect(f"{reverse('annotation:task', args=[back[0].task_id])}{query}")
        return redirect("projects:tasks", self.project.pk)


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 19
