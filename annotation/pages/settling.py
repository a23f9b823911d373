"""Forms with which somebody settles a task, takes that back, or asks for one more annotator."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from annotation import overlap, settling
from annotation.blind import require_open
from annotation.comparing import letter
from annotation.documents import guideline_doc, schema_doc, task_doc
from annotation.settling import Part
from projects.access import Place
from projects.doors import find, is_ours
from projects.models import Person, Task
from projects.pages.account import keys_of
from projects.pages.base import ProjectPage
from projects.problems import Conflict, Problem
from projects.templatetags.house import page_language

REFUSED = "refused_reason"  # in the session: a task, and the reason that was written for a decision it did not get


def reason_again(request: HttpRequest, task: Task) -> str:
    """What was written for a decision about this task that was refused a moment ago, once."""
    found, reason = request.session.pop(REFUSED, (None, ""))
    return reason if found == task.pk else ""


class TaskForm(ProjectPage):
    """One decision about a task; then back to the page it was made on (`next`), or to the task."""

    action = "settle"
    task: Task

    def locate(self, **kwargs: Any) -> Place:
        tasks = Task.objects.select_related("project__organisation", "project__schema", "project__guideline", "asset")
        self.task = find(tasks, pk=kwargs["task"])
        return self.task.project

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        require_open(self.task, request.user, self.may)

    @property
    def person(self) -> Person:
        return cast(Person, self.request.user)

    def post(self, request: HttpRequest, task: int) -> HttpResponse:
        try:
            messages.success(request, self.make(request))
        except Problem as problem:
            tell = messages.warning if isinstance(problem, Conflict) else messages.error
            tell(request, problem.message)
            if reason := request.POST.get("reason", ""):
                request.session[REFUSED] = [task, reason[: settling.LONGEST]]
            return redirect(self.back(request.POST.get("stay", "")))
        return redirect(self.back(request.POST.get("next", "")))

    def back(self, there: str) -> str:
        """The address that the request names, when it is one of ours; else the page of the task."""
        return there if is_ours(there, self.request) else reverse("annotation:task", args=[self.task.pk])

    def make(self, request: HttpRequest) -> str:
        raise NotImplementedError


class Settle(TaskForm):
    """`choose` is an assignment; without it, what is ticked is merged. The page shown by GET writes a new answer."""

    tab = "disagreements"
    template = "annotation/settle.html"

    def get(self, request: HttpRequest, task: int) -> HttpResponse:
        own = any(each.assignment.annotator_id == self.person.pk for each in settling.answers_to(self.task).values())
        return self.show(task=self.task, is_own=own, config=self.config(request))

    def make(self, request: HttpRequest) -> str:
        sent = request.POST
        given: dict[str, Any] = {"by": self.person, "reason": sent.get("reason", ""), "seen": _number(sent.get("seen"))}
        if "choose" in sent:
            chosen = _number(sent["choose"]) or 0
            settling.choose(self.task, Part(chosen, _number(sent.get(f"revision:{chosen}"))), **given)
            return _("Settled on one answer.")
        parts = _parts(sent)
        if not parts:
            raise Problem(_("Tick what the answer is to be made of, or choose one answer."), code="nothing_ticked")
        settling.merge(self.task, parts, **given)
        return _("Settled on parts of several answers.")

    def config(self, request: HttpRequest) -> dict[str, Any]:
        """What the workspace needs to write one answer, with everybody's answers to begin from."""
        settled = settling.in_force(self.task)
        schema = self.project.schema
        answers = settling.answers_to(self.task).values()
        begins = [
            {"name": letter(number), "person": str(answer.assignment.annotator), "value": value}
            for number, answer in enumerate(answers)
            if schema and (value := settling.as_of_today(self.task, answer, schema)) is not None
        ]
        return {
            "task": task_doc(self.task),
            "schema": schema_doc(schema) if schema else None,
            "guideline": guideline_doc(self.project.guideline)["html"] if self.project.guideline else "",
            "language": page_language(),
            **keys_of(self.person),
            "csrf": get_token(request),
            "worker": static("dist/worker.js"),
            "eye": static("dist/eye.js"),
            "revision": settling.revision_of(self.task),
            "settled": settling.as_of_today(self.task, settled, schema) if settled and schema else None,
            "answers": begins,
            "send": reverse("annotation:api-settlement", args=[self.task.pk]),
            "next": self.back(request.GET.get("next", "")),
        }


class Unsettle(TaskForm):
    def make(self, request: HttpRequest) -> str:
        note = request.POST.get("note", "").strip()[: settling.LONGEST]
        settling.undo(self.task, by=self.person, note=note, seen=_number(request.POST.get("seen")))
        return _("The decision is taken back.")


class Ask(TaskForm):
    def make(self, request: HttpRequest) -> str:
        overlap.ask_one_more(self.task, by=self.person, seen=_number(request.POST.get("overlap")))
        return _("One more person will get this task.")


class Unask(TaskForm):
    def make(self, request: HttpRequest) -> str:
        overlap.ask_one_fewer(self.task, by=self.person, least=self.project.overlap)
        return _("Nobody else will get this task.")


def _parts(sent: Any) -> list[Part]:
    """What is ticked: `part` is "assignment:field:region", `whole:field` an assignment."""
    regions: dict[tuple[int, str], list[str]] = {}
    for value in sent.getlist("part"):
        assignment, _colon, rest = value.partition(":")
        field, _colon, region = rest.partition(":")
        regions.setdefault((_number(assignment) or 0, field), []).append(region)
    parts = [
        Part(assignment, _number(sent.get(f"revision:{assignment}")), field, tuple(ids))
        for (assignment, field), ids in regions.items()
    ]
    for name in sent:
        kind, _colon, field = name.partition(":")
        if kind == "whole" and (assignment := _number(sent[name])):
            parts.append(Part(assignment, _number(sent.get(f"revision:{assignment}")), field))
    return parts


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 19 else None
