"""How far a project is, and when it may be finished."""

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.places import ProjectEndpoint
from annotation.pace import answers_a_day
from projects.progress import count, forecast


class ForecastDoc(serializers.Serializer):
    """The 80 % interval of the days until the last answer, if the coming days are like those it was measured over."""

    a_day = serializers.FloatField(help_text="Answers a day, on average.")
    days = serializers.IntegerField(help_text="Days this was measured over.")
    soonest = serializers.IntegerField(help_text="Days until the last answer, when it goes well.")
    latest = serializers.IntegerField(allow_null=True, help_text="The same when it goes slowly; null: no end in sight.")


class ProgressReport(serializers.Serializer):
    tasks = serializers.IntegerField()
    untouched = serializers.IntegerField()
    begun = serializers.IntegerField()
    full = serializers.IntegerField()
    settled = serializers.IntegerField()
    wanted = serializers.IntegerField(help_text="Answers wanted in all.")
    given = serializers.IntegerField()
    left = serializers.IntegerField()
    today = serializers.IntegerField(help_text="Answers given today.")
    forecast = ForecastDoc(allow_null=True, help_text="null while too little is known.")


class ProjectProgress(ProjectEndpoint):
    action = "see"

    @extend_schema(operation_id="projects_progress", responses=ProgressReport)
    def get(self, request: Request, project: int) -> Response:
        """How far the answers have come, and when they may be complete."""
        counts = count(self.project)
        days, today = answers_a_day(self.project)
        expected = forecast(counts.left, days)
        return Response(counts.as_dict() | {"today": today, "forecast": asdict(expected) if expected else None})
