"""The versions of a project's label schema."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotation.api.places import ProjectEndpoint
from annotation.api.reading import CURSOR, storable
from annotation.documents import schema_doc
from annotation.serializers import SchemaDoc, SchemaRequest, paged, read
from projects.making import add_schema
from projects.paging import page


class Schemas(ProjectEndpoint):
    action = {"GET": "see", "POST": "configure"}

    @extend_schema(operation_id="projects_schemas", parameters=[CURSOR], responses=paged(SchemaDoc))
    def get(self, request: Request, project: int) -> Response:
        """All versions, the one in force first."""
        found, cursor = page(self.project.schemas.all(), request.query_params.get("cursor"), by="-version")
        return Response({"results": [schema_doc(schema) for schema in found], "next": cursor})

    @extend_schema(operation_id="projects_schemas_add", request=SchemaRequest, responses={201: SchemaDoc})
    def post(self, request: Request, project: int) -> Response:
        """Make the next version. Answers keep the version they were given in."""
        sent = read(SchemaRequest, request.data)
        made = add_schema(self.project, storable(sent["body"]), by=self.person, after=sent.get("after"))
        return Response(schema_doc(made), status=201)
