"""What people say to each other about a task."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotation import comments
from annotation.api.places import PersonalEndpoint, ProjectEndpoint, TaskEndpoint
from annotation.api.reading import CURSOR, IDEMPOTENCY_KEY, key_in
from annotation.documents import person_doc
from annotation.models import Comment
from annotation.serializers import PersonDoc, paged, read
from projects.access import Place
from projects.doors import find
from projects.paging import page
from projects.problems import NotFound


class CommentRequest(serializers.Serializer):
    body = serializers.CharField(max_length=comments.LONGEST, help_text="Who is named with @ is told.")
    region = serializers.CharField(
        max_length=40, allow_blank=True, default="", help_text="Id of a region; empty: the task as a whole."
    )


class ResolveRequest(serializers.Serializer):
    resolved = serializers.BooleanField(default=True, help_text="false takes the matter up again.")


class CommentDoc(serializers.Serializer):
    id = serializers.IntegerField()
    task = serializers.IntegerField()
    region = serializers.CharField(allow_blank=True)
    author = PersonDoc()
    body = serializers.CharField()
    mentions = PersonDoc(many=True)
    created_at = serializers.DateTimeField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = PersonDoc(allow_null=True)


class CallDoc(PersonDoc):
    username = serializers.CharField()


class PeopleDoc(serializers.Serializer):
    results = CallDoc(many=True)


class TaskComments(TaskEndpoint):
    action = {"GET": "see", "POST": "comment"}

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        comments.require_part(self.task, self.person, self.may)

    @extend_schema(operation_id="tasks_comments", parameters=[CURSOR], responses=paged(CommentDoc))
    def get(self, request: Request, task: int) -> Response:
        """What was said about a task, oldest first; of who may not see its answers, what concerns them."""
        rows = comments.comments_on(self.task, self.person, self.may)
        found, cursor = page(rows, request.query_params.get("cursor"), by="pk")
        return Response({"results": [comment_doc(comment) for comment in found], "next": cursor})

    @extend_schema(
        operation_id="tasks_comment",
        parameters=[IDEMPOTENCY_KEY],
        request=CommentRequest,
        responses={201: CommentDoc},
    )
    def post(self, request: Request, task: int) -> Response:
        """Say something about a task or one of its regions."""
        sent = read(CommentRequest, request.data)
        made = comments.add(self.task, by=self.person, body=sent["body"], region=sent["region"], key=key_in(request))
        return Response(comment_doc(made), status=201)


class ReadComments(TaskEndpoint):
    action = "comment"

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        comments.require_part(self.task, self.person, self.may)

    @extend_schema(operation_id="tasks_comments_read", request=None, responses={204: None})
    def post(self, request: Request, task: int) -> Response:
        """I have looked at what is said about this task: nothing of it is unread any more."""
        comments.mark_read(self.task, self.person, self.may)
        return Response(status=204)


class ToCall(ProjectEndpoint):
    action = "comment"

    @extend_schema(operation_id="projects_to_call", responses=PeopleDoc)
    def get(self, request: Request, project: int) -> Response:
        """Whom a comment can name with @; who labels blind is offered those who review and lead."""
        found = comments.to_call(self.project, self.may)
        return Response({"results": [person_doc(one) | {"username": one.username} for one in found]})


class Resolve(PersonalEndpoint):
    action = "comment"
    comment: Comment

    def locate(self, **kwargs: Any) -> Place:
        found = Comment.objects.select_related("task__project", "author", "resolved_by")
        self.comment = find(found, pk=kwargs["comment"])
        return self.comment.task.project

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        if not comments.comments_on(self.comment.task, self.person, self.may).filter(pk=self.comment.pk).exists():
            raise NotFound(_("This does not exist, or you are not a member of its project."))

    @extend_schema(operation_id="comments_resolve", request=ResolveRequest, responses=CommentDoc)
    def post(self, request: Request, comment: int) -> Response:
        """End the matter, or take it up again."""
        comments.resolve(self.comment, by=self.person, resolved=read(ResolveRequest, request.data)["resolved"])
        return Response(comment_doc(self.comment))


def comment_doc(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "task": comment.task_id,
        "region": comment.region,
        "author": person_doc(comment.author),
        "body": comment.body,
        "mentions": [person_doc(mention.person) for mention in comment.mentions.all()],
        "created_at": comment.created_at,
        "resolved_at": comment.resolved_at,
        "resolved_by": person_doc(comment.resolved_by) if comment.resolved_by else None,
    }
