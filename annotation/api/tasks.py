"""A task's answers and history, and taking it out of the project."""

from dataclasses import asdict

from django.db.models import Exists, OuterRef, Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation import moves
from annotation.api.places import ProjectEndpoint, TaskEndpoint
from annotation.api.reading import CURSOR
from annotation.blind import closed_to, require_open
from annotation.documents import answer_doc, entry_docs
from annotation.history import verify
from annotation.models import Annotation
from annotation.serializers import AnswerDoc, AnswerList, HistoryDoc, NoteRequest, TaskStateDoc, paged, read
from projects.paging import page


def answers() -> QuerySet[Annotation]:
    return Annotation.objects.select_related("assignment__task", "assignment__annotator")


class TaskAnswers(TaskEndpoint):
    action = "see_answers"

    @extend_schema(operation_id="tasks_annotations", responses=AnswerList)
    def get(self, request: Request, task: int) -> Response:
        """All answers to one task, also those that were returned. Refused to a reviewer who may still answer it."""
        require_open(self.task, self.person, self.may)
        given = answers().filter(assignment__task=self.task).order_by("pk")
        return Response({"results": [answer_doc(answer) for answer in given]})


class TaskHistory(TaskEndpoint):
    action = "see_answers"

    @extend_schema(operation_id="tasks_history", responses=HistoryDoc)
    def get(self, request: Request, task: int) -> Response:
        """Everything that happened to a task, and whether the chain of hashes holds. Refused as the answers are."""
        require_open(self.task, self.person, self.may)
        verdict = asdict(verify(self.task))
        entries = entry_docs(self.task.revisions.select_related("by").order_by("number"))
        return Response(verdict | {"entries": entries})


class Void(TaskEndpoint):
    action = "configure"

    @extend_schema(operation_id="tasks_void", request=NoteRequest, responses=TaskStateDoc)
    def post(self, request: Request, task: int) -> Response:
        """Take a task out of the project. Its answers count nowhere any more and stay in the history."""
        moves.void(self.task, by=self.person, note=read(NoteRequest, request.data)["note"])
        return self.answer()

    def answer(self) -> Response:
        self.task.refresh_from_db(fields=["state"])
        return Response({"id": self.task.pk, "state": self.task.state})


class Restore(Void):
    @extend_schema(operation_id="tasks_restore", request=NoteRequest, responses=TaskStateDoc)
    def post(self, request: Request, task: int) -> Response:
        """Bring a void task back to where its answers have brought it."""
        moves.restore(self.task, by=self.person, note=read(NoteRequest, request.data)["note"])
        return self.answer()


class ProjectAnswers(ProjectEndpoint):
    action = "see_answers"

    @extend_schema(operation_id="projects_annotations", parameters=[CURSOR], responses=paged(AnswerDoc))
    def get(self, request: Request, project: int) -> Response:
        """All answers in a project, in the order in which they were first given.

        Left out for a reviewer: the answers of others to tasks that the reviewer may still answer.
        """
        closed = closed_to(self.person, self.may).filter(pk=OuterRef("assignment__task"))
        readable = Q(assignment__annotator=self.person) | ~Exists(closed)
        given = answers().filter(readable, assignment__task__project=self.project)
        found, cursor = page(given, request.query_params.get("cursor"), by="pk", size=100)
        return Response({"results": [answer_doc(answer) for answer in found], "next": cursor})
