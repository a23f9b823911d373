"""Members and invitations, of a project or of an organisation: whichever the address names."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects import members
from projects.access import SIGNED_IN, Place
from projects.doors import find
from projects.listing import PAGE, listed, page_of
from projects.models import Invitation, Membership, Person
from projects.serializers import (
    InvitationSerializer,
    MadeInvitationSerializer,
    MemberSerializer,
    NewInvitationSerializer,
    RoleSerializer,
)
from projects.wire import Endpoint


class Members(Endpoint):
    """Those of a project are its own team; members of the organisation have a part in it as well."""

    action = "see_members"

    @extend_schema(parameters=PAGE, responses=page_of(MemberSerializer))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Of a project, its own team; members of its organisation have a part in it as well."""
        rows = members.members(cast(members.Place, self.place))
        return listed(request, rows, lambda member: MemberSerializer(member).data, by="pk")


class OneMember(Endpoint):
    action = "manage_members"
    membership: Membership

    def locate(self, **kwargs: Any) -> Place:
        self.membership = members.membership(kwargs["membership"])
        return members.place_of(self.membership)

    @extend_schema(operation_id="members_change", request=RoleSerializer, responses=MemberSerializer)
    def patch(self, request: Request, membership: int) -> Response:
        """Give another role: only such as your own role may give and take."""
        sent = RoleSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        members.change_role(self.membership, sent.validated_data["role"], by=cast(Person, request.user))
        self.membership.refresh_from_db(fields=["role"])
        return Response(MemberSerializer(self.membership).data)

    @extend_schema(operation_id="members_remove", responses={204: None})
    def delete(self, request: Request, membership: int) -> Response:
        """Take the role away. What the person did stays."""
        members.remove(self.membership, by=cast(Person, request.user))
        return Response(status=204)


class Leave(Endpoint):
    action = SIGNED_IN

    @extend_schema(operation_id="members_leave", request=None, responses={204: None})
    def post(self, request: Request, membership: int) -> Response:
        """Give up a membership of your own. What you did stays."""
        person = cast(Person, request.user)
        members.remove(find(members.of(person), pk=membership), by=person)
        return Response(status=204)


class Invitations(Endpoint):
    """Links that still let somebody in."""

    action: ClassVar[Mapping[str, str]] = {"GET": "manage_members", "POST": "manage_members"}

    @extend_schema(parameters=PAGE, responses=page_of(InvitationSerializer))
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = members.open_invitations(cast(members.Place, self.place))
        return listed(request, rows, lambda invitation: InvitationSerializer(invitation).data)

    @extend_schema(request=NewInvitationSerializer, responses={201: MadeInvitationSerializer})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Make a link that lets people in. It is in this answer and cannot be read again."""
        sent = NewInvitationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        made, secret = members.invite(
            cast(members.Place, self.place), by=cast(Person, request.user), **sent.validated_data
        )
        link = request.build_absolute_uri(reverse("projects:invitation", args=[secret]))
        return Response(InvitationSerializer(made).data | {"link": link}, status=201)


class OneInvitation(Endpoint):
    action = "manage_members"
    invitation: Invitation

    def locate(self, **kwargs: Any) -> Place:
        self.invitation = members.invitation(kwargs["invitation"])
        return members.place_of(self.invitation)

    @extend_schema(operation_id="invitations_revoke", responses={204: None})
    def delete(self, request: Request, invitation: int) -> Response:
        """Revoke a link."""
        self.invitation.delete()
        return Response(status=204)
