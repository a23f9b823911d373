"""One's own turn at a task: look, draft, submit, skip, renew, take up again."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation import moves, queue
from annotation.api.places import AssignmentEndpoint, OwnAssignment
from annotation.api.reading import IDEMPOTENCY_KEY, IF_MATCH, LARGEST, bounded, key_in, revision_in, storable
from annotation.documents import assignment_doc, with_comments
from annotation.drafts import patch_draft, save_draft
from annotation.models import Assignment
from annotation.patches import read_patch
from annotation.serializers import (
    AssignmentDoc,
    DraftAnswer,
    DraftPatch,
    DraftRequest,
    RenewAnswer,
    SkipRequest,
    StateAnswer,
    SubmitAnswer,
    SubmitRequest,
    read,
)
from annotation.suggestions import read_decided
from projects.models import LabelSchema, Project
from projects.problems import Invalid


class OneAssignment(AssignmentEndpoint):
    action = "see"

    @extend_schema(operation_id="assignments_read", responses=AssignmentDoc)
    def get(self, request: Request, assignment: int) -> Response:
        """An assignment with its task, its answer and its draft."""
        return Response(with_comments([assignment_doc(self.assignment)], self.person, self.may)[0])


class SaveDraft(OwnAssignment):
    @extend_schema(operation_id="assignments_draft", request=DraftRequest, responses=DraftAnswer)
    def put(self, request: Request, assignment: int) -> Response:
        """Keep unfinished work. It is not checked, replaces the draft before it, and keeps the lease alive."""
        sent = read(DraftRequest, bounded(request))
        saved_at = save_draft(self.assignment, storable(sent["value"]), seconds=sent.get("seconds"))
        return Response({"saved_at": saved_at, "schema": self.assignment.task.project.schema_id})

    @extend_schema(operation_id="assignments_patch_draft", request=DraftPatch, responses=DraftAnswer)
    def patch(self, request: Request, assignment: int) -> Response:
        """Change the draft that was saved at `base`, region by region. Another one by now is a conflict."""
        sent = read(DraftPatch, bounded(request))
        changes = read_patch(storable(sent["patch"]))
        saved_at = patch_draft(
            self.assignment, changes, base=sent["base"], largest=LARGEST, seconds=sent.get("seconds")
        )
        return Response({"saved_at": saved_at, "schema": self.assignment.task.project.schema_id})


class Submit(OwnAssignment):
    assignments = Assignment.objects.select_related("task__asset", "task__project__schema")

    @extend_schema(
        operation_id="assignments_submit",
        parameters=[IDEMPOTENCY_KEY, IF_MATCH],
        request=SubmitRequest,
        responses=SubmitAnswer,
    )
    def post(self, request: Request, assignment: int) -> Response:
        """Give the answer. A conflict says in `detail` which revision, value and state the server has."""
        sent = read(SubmitRequest, bounded(request))
        schema = schema_of(self.assignment.task.project, sent["schema"])
        answer = moves.submit(
            self.assignment,
            value=storable(sent["value"]),
            schema=schema,
            by=self.person,
            revision=revision_in(request),
            key=key_in(request),
            seconds=sent.get("seconds"),
            suggestions=read_decided(storable(sent["suggestions"])) if "suggestions" in sent else None,
        )
        return Response(answer | {"schema": self.assignment.task.project.schema_id})


def schema_of(project: Project, pk: int) -> LabelSchema:
    """The project's schema in force, or an older version that somebody still has on the screen."""
    if project.schema is not None and project.schema.pk == pk:
        return project.schema
    schema = LabelSchema.objects.filter(project=project, pk=pk).first()
    if schema is None:
        message = _("%(id)d is no schema of this project. The one in force is %(current)s.")
        raise Invalid(message % {"id": pk, "current": project.schema_id}, field="schema")
    return schema


class Skip(OwnAssignment):
    @extend_schema(operation_id="assignments_skip", request=SkipRequest, responses=StateAnswer)
    def post(self, request: Request, assignment: int) -> Response:
        """Leave the task to others, with a reason. I do not get it again by myself."""
        sent = read(SkipRequest, request.data)
        skipped = moves.skip(self.assignment, by=self.person, **sent)
        return Response({"id": skipped.pk, "state": skipped.state})


class Renew(OwnAssignment):
    @extend_schema(operation_id="assignments_renew", request=None, responses=RenewAnswer)
    def post(self, request: Request, assignment: int) -> Response:
        """Reserve the task for another lease; one that ran out is taken again while the task has a place."""
        return Response({"lease_until": queue.renew(self.assignment, by=self.person)})


class Reopen(OwnAssignment):
    @extend_schema(operation_id="assignments_reopen", request=None, responses=AssignmentDoc)
    def post(self, request: Request, assignment: int) -> Response:
        """Take up own work again that nobody has reviewed. A submitted answer stays in force until the next one."""
        queue.reopen(self.assignment, by=self.person)
        return Response(with_comments([assignment_doc(self.assignment)], self.person, self.may)[0])
