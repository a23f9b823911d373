"""Jobs over the API: how far they are, and stopping them."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from projects.access import Place
from projects.doors import find
from projects.problems import Conflict
from projects.wire import Endpoint
from workers import jobs
from workers.models import Job


class JobSerializer(serializers.ModelSerializer):
    """A piece of work for a machine. `done` of `total` is progress in the job's own unit."""

    project = serializers.IntegerField(source="project_id", allow_null=True)
    result = serializers.JSONField(allow_null=True)

    class Meta:
        model = Job
        fields: ClassVar = [
            "id",
            "name",
            "project",
            "state",
            "done",
            "total",
            "result",
            "error",
            "created_at",
            "started_at",
            "ended_at",
        ]


class OfJob(Endpoint):
    """A door to one job, at its project."""

    row: Job

    def locate(self, **kwargs: Any) -> Place:
        self.row = find(Job.objects.select_related("project__organisation", "created_by"), pk=kwargs["job"])
        return self.row.project


class JobDetail(OfJob):
    action = "see_tasks"

    @extend_schema(operation_id="jobs_retrieve", responses=JobSerializer)
    def get(self, request: Request, job: int) -> Response:
        """How far a job has come."""
        return Response(JobSerializer(self.row).data)


class JobCancel(OfJob):
    """Stop it. What it has saved so far stays."""

    action = "configure"
    even_archived = True

    @extend_schema(operation_id="jobs_cancel", request=None, responses=JobSerializer)
    def post(self, request: Request, job: int) -> Response:
        stop(self.row)
        return Response(JobSerializer(self.row).data)


def stop(row: Job) -> None:
    if not jobs.cancel(row):
        raise Conflict(_("It has ended already."))
    row.refresh_from_db()
