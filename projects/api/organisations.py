"""Organisations, and making projects in them."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.access import RUN_SITE, SIGNED_IN, organisations_of
from projects.listing import PAGE, listed, page_of
from projects.making import make_organisation, rename_organisation
from projects.models import Organisation, Person
from projects.serializers import OrganisationSerializer, StarterSerializer
from projects.starters import starters
from projects.wire import Endpoint


class Organisations(Endpoint):
    """The organisations you are a member of as a whole."""

    action: ClassVar[Mapping[str, str]] = {"GET": SIGNED_IN, "POST": RUN_SITE}

    @extend_schema(operation_id="organisations_list", parameters=PAGE, responses=page_of(OrganisationSerializer))
    def get(self, request: Request) -> Response:
        return listed(request, organisations_of(request.user), lambda row: OrganisationSerializer(row).data)

    @extend_schema(
        operation_id="organisations_make", request=OrganisationSerializer, responses={201: OrganisationSerializer}
    )
    def post(self, request: Request) -> Response:
        """Make one, with yourself as its owner. For whoever runs the site (`manage.py createsuperuser`)."""
        sent = OrganisationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        made = make_organisation(by=cast(Person, request.user), **sent.validated_data)
        return Response(OrganisationSerializer(made).data, status=201)


class OneOrganisation(Endpoint):
    action: ClassVar[Mapping[str, str]] = {"GET": "see", "PATCH": RUN_SITE}

    @extend_schema(operation_id="organisations_read", responses=OrganisationSerializer)
    def get(self, request: Request, organisation: int) -> Response:
        """An organisation by its id."""
        return Response(OrganisationSerializer(cast(Organisation, self.place)).data)

    @extend_schema(
        operation_id="organisations_rename",
        request=OrganisationSerializer(partial=True),
        responses=OrganisationSerializer,
    )
    def patch(self, request: Request, organisation: int) -> Response:
        """Give it another name, in one language or both. For whoever runs the site."""
        place = cast(Organisation, self.place)
        sent = OrganisationSerializer(place, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        rename_organisation(place, **sent.validated_data)
        return Response(OrganisationSerializer(place).data)


class Starters(Endpoint):
    """Label schemas to start a project from."""

    action = SIGNED_IN
    pagination_class = None

    @extend_schema(operation_id="starters_list", responses=StarterSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows: Any = starters()
        return Response(StarterSerializer(rows, many=True).data)
