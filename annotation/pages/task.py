"""A task with everything people said of it: answers side by side, their review, the history."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from annotation import moves, settling
from annotation.blind import is_closed, require_open
from annotation.facts import facts
from annotation.films import film, tracks_of
from annotation.history import verify
from annotation.models import Assignment, AssignmentState
from annotation.pages.accepting import recall, remember
from annotation.reviews import next_to_review, to_review
from annotation.timelines import runs_in_time, timeline
from annotation.turns import turns_of
from annotation.values import Stretch, pieces, shapes, stretches
from projects.access import Place
from projects.doors import Page, find
from projects.models import Person, ProjectState, Task, TaskState
from projects.pages.base import ProjectPage
from projects.problems import Conflict, Problem
from projects.task_list import UNREVIEWED, filtered, query_of, with_turn

S = AssignmentState
LETTERS = 44  # the longer side of an image over the height of the letters at its regions
DOTS = 130  # the same over the radius of a point
LONGEST = 20_000  # characters of a text shown beside each other


class TaskPage(ProjectPage):
    action = "see_answers"
    tab = "tasks"
    template = "annotation/task.html"
    task: Task

    def locate(self, **kwargs: Any) -> Place:
        tasks = Task.objects.select_related("project__organisation", "asset")
        self.task = find(tasks.annotate(comes_back=with_turn(S.RETURNED)), pk=kwargs["task"])
        return self.task.project

    def get(self, request: HttpRequest, task: int) -> HttpResponse:
        turns = self.task.assignments.select_related("annotator", "annotation__schema", "draft").order_by("pk")
        entries = self.task.revisions.select_related("by", "assignment__annotator").defer("value").order_by("number")
        blind = is_closed(self.task, cast(Person, request.user), self.may)
        if blind:
            turns, entries = turns.filter(annotator=request.user), entries.filter(assignment__annotator=request.user)
        is_void = self.task.state == TaskState.VOID
        settled = None if blind else settling.in_force(self.task)
        columns = [self.column(turn) for turn in turns if hasattr(turn, "annotation")]
        judged = [column for column in columns if not column["is_own"] and column["can_return"]]
        waiting = [column for column in judged if column["can_accept"]]
        return self.show(
            task=self.task,
            query=query_of(request.GET),
            filters=request.GET,
            waiting=self.waiting(),
            image=self.task.asset if self.task.asset.media == "image" else None,
            recording=self.task.asset if runs_in_time(self.task.asset) else None,
            letters=round(max(self.task.asset.width or 0, self.task.asset.height or 0) / LETTERS, 1),
            dots=round(max(self.task.asset.width or 0, self.task.asset.height or 0) / DOTS, 1),
            plain=self.stretches(self.project.schema.body if self.project.schema else None, {}),
            is_cut=len(self.task.asset.text) > LONGEST,
            settled=settled,
            settled_pieces=pieces(settled.schema.body, settled.value, self.task.asset.facts) if settled else [],
            columns=columns,
            # The answer that the keys judge: the first that waits, else the first that can be returned.
            keyed=(waiting or judged or [{"turn": None}])[0]["turn"],
            to_accept=[column["turn"] for column in waiting],
            accepted=recall(request, self.project.pk),
            others=[turn for turn in turns if not hasattr(turn, "annotation")],
            history=entries,
            verdict=verify(self.task),
            previous=self.neighbour("pk__lt", "-pk"),
            following=self.neighbour("pk__gt", "pk"),
            is_blind=blind,
            facts=facts(self.task.meta),
            is_void=is_void,
            is_to_settle=not blind and self.is_to_settle() and any(c["turn"].state in moves.ANSWERED for c in columns),
        )

    def is_to_settle(self) -> bool:
        """Whether somebody may still decide it, once it has an answer."""
        is_over = self.task.state == TaskState.VOID or self.project.state == ProjectState.ARCHIVED
        return "settle" in self.may and not is_over and not self.task.decided

    def column(self, turn: Assignment) -> dict[str, Any]:
        body, value = turn.annotation.schema.body, turn.annotation.value
        return {
            "turn": turn,
            "pieces": pieces(body, value, self.task.asset.facts),
            "shapes": shapes(body, value) if self.task.asset.file else [],
            "timeline": timeline(body, value, self.task.asset.duration, self.task.asset.facts),
            "film": film(self.task.asset, [{"of": "", "tracks": tracks}])
            if (tracks := tracks_of(body, value))
            else None,
            "stretches": self.stretches(body, value),
            "is_own": turn.annotator_id == self.request.user.pk,
            "can_accept": turn.state == S.SUBMITTED,
            "can_return": turn.state in (S.SUBMITTED, S.ACCEPTED),
        }

    def stretches(self, body: Any, value: dict[str, Any]) -> list[Stretch]:
        text = self.task.asset.text
        if body is None:
            return [Stretch(text[:LONGEST], [], [])]
        return stretches(body, value, text[:LONGEST], turns_of(self.task.meta, text)) if text else []

    def waiting(self) -> int:
        """How many tasks this person has to review, among those of the filter they came with."""
        if "review" not in self.may:
            return 0
        return to_review(self.project, cast(Person, self.request.user), self.may, self.request.GET.dict()).count()

    def neighbour(self, side: str, order: str) -> int | None:
        """The task beside this one in the list that the reader came from."""
        person, wanted = cast(Person, self.request.user), self.request.GET.dict()
        if wanted.get("answers") == UNREVIEWED:
            tasks = to_review(self.project, person, self.may, wanted)
        else:
            tasks = filtered(self.project, wanted, by=person)
        beside = tasks.filter(**{side: self.task.pk})
        return beside.order_by(order).values_list("pk", flat=True).first()


class Judge(Page):
    """A form of the task's page: one move, and back to the page; who works through what waits goes on to the next."""

    assignment: Assignment

    def locate(self, **kwargs: Any) -> Place:
        found = Assignment.objects.select_related("task__project", "annotator")
        self.assignment = find(found, pk=kwargs["assignment"])
        return self.assignment.task.project

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        require_open(self.assignment.task, request.user, self.may)

    def post(self, request: HttpRequest, assignment: int) -> HttpResponse:
        return told(request, self.assignment.task_id, self.make, onward=self.onward)

    def onward(self) -> HttpResponse:
        request, task = self.request, self.assignment.task
        if request.GET.get("answers") != UNREVIEWED:
            return back_to(request, task.pk)
        following = next_to_review(task, cast(Person, request.user), self.may, request.GET.dict())
        if following is not None:
            return back_to(request, following)
        return redirect(f"{reverse('annotation:review', args=[task.project_id])}{query_of(request.GET)}")

    def make(self, by: Person, note: str, seen: int | None) -> str:
        raise NotImplementedError


class Accept(Judge):
    action = "review"

    def make(self, by: Person, note: str, seen: int | None) -> str:
        moves.accept(self.assignment, by=by, note=note, seen=seen)
        remember(
            self.request, [self.assignment], _("Accepted the answer of %(name)s.") % {"name": self.assignment.annotator}
        )
        return ""  # said beside the way back


class Return(Judge):
    action = "review"

    def make(self, by: Person, note: str, seen: int | None) -> str:
        if not note:
            raise Problem(_("Write what is to be mended, so that the annotator can do it."), code="no_note")
        moves.give_back(self.assignment, by=by, note=note, seen=seen)
        return _("Returned the answer to %(name)s.") % {"name": self.assignment.annotator}


class Free(Judge):
    action = "configure"

    def make(self, by: Person, note: str, seen: int | None) -> str:
        moves.move(self.assignment, "free", by=by, note=note)
        return _("The place of %(name)s is free for somebody else.") % {"name": self.assignment.annotator}


class Void(Page):
    """Takes the task out of the project, or brings it back."""

    action = "configure"
    task: Task

    def locate(self, **kwargs: Any) -> Place:
        self.task = find(Task.objects.select_related("project"), pk=kwargs["task"])
        return self.task.project

    def post(self, request: HttpRequest, task: int) -> HttpResponse:
        return told(request, self.task.pk, self.make)

    def make(self, by: Person, note: str, seen: int | None) -> str:
        if self.task.state == TaskState.VOID:
            moves.restore(self.task, by=by, note=note)
            return _("The task is back in the project.")
        moves.void(self.task, by=by, note=note)
        return _("The task is out of the project. Its answers count nowhere any more.")


def told(
    request: HttpRequest,
    task: int,
    make: Callable[[Person, str, int | None], str],
    onward: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Make the move that was sent, say what came of it, and lead on, or back to the task."""
    note = request.POST.get("note", "").strip()[:2000]
    seen = request.POST.get("revision", "")
    try:
        sentence = make(cast(Person, request.user), note, int(seen) if seen.isdecimal() and len(seen) < 10 else None)
        if sentence:
            messages.success(request, sentence)
        if onward is not None:
            return onward()
    except Conflict as conflict:
        messages.warning(request, conflict.message)
    except Problem as problem:
        messages.error(request, problem.message)
    return back_to(request, task)


def back_to(request: HttpRequest, task: int) -> HttpResponse:
    return redirect(f"{reverse('annotation:task', args=[task])}{query_of(request.GET)}")
