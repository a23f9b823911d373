"""Who does the work in a project, and what happened there lately."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.activity import TOLD, lately, people, without_notes
from annotation.api.places import ProjectEndpoint
from annotation.blind import closed_to
from annotation.documents import person_doc
from annotation.models import Revision
from annotation.serializers import PersonDoc


class WorkerDoc(serializers.Serializer):
    person = PersonDoc()
    submitted = serializers.IntegerField(help_text="Answers that count, the accepted ones among them.")
    accepted = serializers.IntegerField()
    returned = serializers.IntegerField()
    skipped = serializers.IntegerField()
    in_hand = serializers.IntegerField()
    last_active = serializers.DateTimeField(allow_null=True)


class LatestDoc(serializers.ModelSerializer):
    class Meta:
        model = Revision
        fields = ["task", "assignment", "at", "note"]


class EventDoc(serializers.Serializer):
    move = serializers.CharField(help_text=f"One of {', '.join(TOLD)}.")
    by = PersonDoc(allow_null=True)
    times = serializers.IntegerField(help_text="How many of the same within an hour; `entry` is the latest.")
    entry = LatestDoc()


class ProjectPeople(ProjectEndpoint):
    action = "see_answers"

    @extend_schema(operation_id="projects_people", responses=WorkerDoc(many=True))
    def get(self, request: Request, project: int) -> Response:
        """Everybody who ever had a task here, the busiest first."""
        found = [{**vars(worker), "person": person_doc(worker.person)} for worker in people(self.project)]
        return Response(WorkerDoc(found, many=True).data)


class ProjectActivity(ProjectEndpoint):
    action = "see_answers"

    @extend_schema(operation_id="projects_activity", responses=EventDoc(many=True))
    def get(self, request: Request, project: int) -> Response:
        """The latest moves, newest first, several of the same as one."""
        events = without_notes(lately(self.project), closed_to(self.person, self.may))
        found = [{**vars(event), "by": person_doc(event.by) if event.by else None} for event in events]
        return Response(EventDoc(found, many=True).data)
