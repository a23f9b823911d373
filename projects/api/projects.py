"""Projects, and the versions of their guidelines."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects import making
from projects.access import SIGNED_IN, require_open, visible_to
from projects.language import content_language
from projects.listing import PAGE, listed, page_of
from projects.models import Organisation, Person, Project, ProjectState
from projects.problems import Invalid
from projects.serializers import (
    GuidelineSerializer,
    NewGuidelineSerializer,
    NewProjectSerializer,
    ProjectDetailSerializer,
    ProjectSerializer,
)
from projects.starters import starter
from projects.wire import Endpoint

STATE = OpenApiParameter("state", str, enum=ProjectState.values, description="Only projects in this state.")


class Projects(Endpoint):
    """Every project you have a part in."""

    action = SIGNED_IN

    @extend_schema(operation_id="projects_list", parameters=[*PAGE, STATE], responses=page_of(ProjectSerializer))
    def get(self, request: Request) -> Response:
        rows = visible_to(request.user)
        if (state := request.query_params.get("state")) is not None:
            if state not in ProjectState.values:
                raise Invalid(_("A project is open, paused or archived."), field="state")
            rows = rows.filter(state=state)
        return listed(request, rows, lambda project: ProjectSerializer(project).data)


class OrganisationProjects(Endpoint):
    action = "create"

    @extend_schema(operation_id="projects_make", request=NewProjectSerializer, responses={201: ProjectDetailSerializer})
    def post(self, request: Request, organisation: int) -> Response:
        """Make a project from a starter or from a label schema of your own."""
        sent = NewProjectSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        project = making.make_project(
            cast(Organisation, self.place), by=cast(Person, request.user), **_options(sent.validated_data)
        )
        return Response(ProjectDetailSerializer(project, context={"may": self.may}).data, status=201)


def _options(sent: dict[str, Any]) -> dict[str, Any]:
    """Starter or schema, as what `make_project` takes."""
    chosen, body = sent.pop("starter", None), sent.pop("schema", None)
    if (chosen is None) == (body is None):
        raise Invalid(_("Name a starter or give a schema, one of the two."), field="starter")
    if chosen is None:
        return sent | {"body": body}
    begun = starter(chosen)
    return {"guideline": begun.guideline[content_language()]} | sent | {"body": begun.body}


class OneProject(Endpoint):
    action: ClassVar[Mapping[str, str]] = {"GET": "see", "PATCH": "configure", "DELETE": "delete"}
    even_archived = True

    @extend_schema(operation_id="projects_read", responses=ProjectDetailSerializer)
    def get(self, request: Request, project: int) -> Response:
        """A project with its label schema."""
        return Response(ProjectDetailSerializer(self.place, context={"may": self.may}).data)

    @extend_schema(
        operation_id="projects_change", request=ProjectSerializer(partial=True), responses=ProjectDetailSerializer
    )
    def patch(self, request: Request, project: int) -> Response:
        """A new overlap also reaches the tasks that are there, but none goes below the people who have begun it."""
        sent = ProjectSerializer(self.place, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        if sent.validated_data.get("state") in (None, ProjectState.ARCHIVED):
            require_open("configure", self.place)
        making.change(cast(Project, self.place), **sent.validated_data)
        return Response(ProjectDetailSerializer(Project.objects.get(pk=project), context={"may": self.may}).data)

    @extend_schema(operation_id="projects_delete", responses={204: None})
    def delete(self, request: Request, project: int) -> Response:
        """Everything the project holds, for good."""
        making.delete_project(cast(Project, self.place))
        return Response(status=204)


class Guidelines(Endpoint):
    """Versions of the guideline, newest first. The newest is in force."""

    action: ClassVar[Mapping[str, str]] = {"GET": "see", "POST": "configure"}

    @extend_schema(operation_id="guidelines_list", parameters=PAGE, responses=page_of(GuidelineSerializer))
    def get(self, request: Request, project: int) -> Response:
        rows = cast(Project, self.place).guidelines.select_related("created_by")
        return listed(request, rows, lambda guideline: GuidelineSerializer(guideline).data, by="-version")

    @extend_schema(operation_id="guidelines_add", request=NewGuidelineSerializer, responses={201: GuidelineSerializer})
    def post(self, request: Request, project: int) -> Response:
        """Write the next version of the guideline. It is in force at once."""
        sent = NewGuidelineSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        added = making.add_guideline(cast(Project, self.place), by=cast(Person, request.user), **sent.validated_data)
        return Response(GuidelineSerializer(added).data, status=201)
