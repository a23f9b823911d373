"""What people say to each other about a task, as a panel beside it; and where somebody was named, on the home page."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from annotation import comments
from annotation.models import Comment
from projects.access import SIGNED_IN, Place
from projects.doors import Page, find
from projects.models import Person, Task
from projects.pages.base import ProjectPage
from projects.problems import Problem

MOST = 100  # comments shown of one task, the newest
UNREAD = 20


class Panel(ProjectPage):
    """GET shows what was said, POST adds to it; both answer with the panel."""

    action = {"GET": "see", "POST": "comment"}
    template = "annotation/comments.html"
    task: Task

    def locate(self, **kwargs: Any) -> Place:
        self.task = find(Task.objects.select_related("project__organisation"), pk=kwargs["task"])
        return self.task.project

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        comments.require_part(self.task, request.user, self.may)

    def get(self, request: HttpRequest, task: int) -> HttpResponse:
        return self.panel()

    def post(self, request: HttpRequest, task: int) -> HttpResponse:
        body = request.POST.get("body", "")
        try:
            comments.add(
                self.task, by=cast(Person, request.user), body=body, region=request.POST.get("region", "")[:40]
            )
        except Problem as problem:
            return self.panel(refused=problem.message, written=body, status=422)
        return self.panel()

    def panel(self, *, status: int = 200, **context: Any) -> HttpResponse:
        person = cast(Person, self.request.user)
        found = list(comments.comments_on(self.task, person, self.may).order_by("-pk")[:MOST])[::-1]
        comments.mark_read(self.task, person, self.may)
        return self.show(task=self.task, comments=found, status=status, **context)


class OneComment(Page):
    """A comment's address: leads to the task for who reads answers, to their own work for who labelled it."""

    action = {"GET": "see", "POST": "comment"}
    comment: Comment

    def locate(self, **kwargs: Any) -> Place:
        self.comment = find(Comment.objects.select_related("task__project"), pk=kwargs["comment"])
        return self.comment.task.project

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        find(comments.comments_on(self.comment.task, request.user, self.may), pk=self.comment.pk)

    def get(self, request: HttpRequest, comment: int) -> HttpResponse:
        task = self.comment.task
        if "see_answers" in self.may:
            return redirect(f"{reverse('annotation:task', args=[task.pk])}#comment-{comment}")
        comments.mark_read(task, cast(Person, request.user), self.may)
        mine = task.assignments.get(annotator=request.user)
        return redirect(f"{reverse('annotation:label', args=[task.project_id])}?assignment={mine.pk}")

    def post(self, request: HttpRequest, comment: int) -> HttpResponse:
        """`resolved` ends the matter, or, empty, takes it up again. Leads back to the panel."""
        comments.resolve(self.comment, by=cast(Person, request.user), resolved=bool(request.POST.get("resolved")))
        return redirect("annotation:comments", self.comment.task_id)


class Mentions(Page):
    """For the home page: where this person was named and has not looked yet."""

    action = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        found = comments.unread(cast(Person, request.user))[:UNREAD]
        return render(request, "annotation/mentions.html", {"mentions": found})
