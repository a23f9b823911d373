"""Judging other people's answers."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation import moves
from annotation.api.places import AssignmentEndpoint
from annotation.api.reading import IF_MATCH, revision_in
from annotation.serializers import NoteRequest, ReturnRequest, StateAnswer, read


class Accept(AssignmentEndpoint):
    action = "review"

    @extend_schema(operation_id="assignments_accept", parameters=[IF_MATCH], request=NoteRequest, responses=StateAnswer)
    def post(self, request: Request, assignment: int) -> Response:
        """Accept an answer. Not one's own."""
        sent = read(NoteRequest, request.data)
        done = moves.accept(self.assignment, by=self.person, note=sent["note"], seen=revision_in(request))
        return Response({"id": done.pk, "state": done.state})


class Unaccept(AssignmentEndpoint):
    action = "review"

    @extend_schema(operation_id="assignments_unaccept", parameters=[IF_MATCH], request=None, responses=StateAnswer)
    def post(self, request: Request, assignment: int) -> Response:
        """Take the acceptance of an answer back: it waits for its review again."""
        done = moves.unaccept(self.assignment, by=self.person, seen=revision_in(request))
        return Response({"id": done.pk, "state": done.state})


class Return(AssignmentEndpoint):
    action = "review"

    @extend_schema(
        operation_id="assignments_return", parameters=[IF_MATCH], request=ReturnRequest, responses=StateAnswer
    )
    def post(self, request: Request, assignment: int) -> Response:
        """Return an answer to its annotator with a note. The place stays theirs; the answer no longer counts."""
        sent = read(ReturnRequest, request.data)
        done = moves.give_back(self.assignment, by=self.person, note=sent["note"], seen=revision_in(request))
        return Response({"id": done.pk, "state": done.state})


class Free(AssignmentEndpoint):
    action = "configure"

    @extend_schema(operation_id="assignments_free", request=NoteRequest, responses=StateAnswer)
    def post(self, request: Request, assignment: int) -> Response:
        """Give the place of somebody who does not go on to whoever comes next. Drafts and answers stay theirs."""
        sent = read(NoteRequest, request.data)
        done = moves.move(self.assignment, "free", by=self.person, note=sent["note"])
        return Response({"id": done.pk, "state": done.state})
