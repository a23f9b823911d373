"""The person who asks, and the tokens of their programs."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from projects.access import SIGNED_IN
from projects.doors import find
from projects.listing import PAGE, listed, page_of
from projects.models import Token
from projects.serializers import MadeTokenSerializer, MeSerializer, TokenSerializer
from projects.tokens import make_token
from projects.wire import Endpoint


class Me(Endpoint):
    action = SIGNED_IN

    @extend_schema(operation_id="me_read", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Who I am to this site."""
        return Response(MeSerializer(request.user).data)

    @extend_schema(operation_id="me_change", request=MeSerializer(partial=True), responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change my name, language, theme or keys."""
        sent = MeSerializer(request.user, data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        sent.save()
        return Response(sent.data)


class Tokens(Endpoint):
    action = SIGNED_IN

    @extend_schema(operation_id="tokens_list", parameters=PAGE, responses=page_of(TokenSerializer))
    def get(self, request: Request) -> Response:
        """My tokens, without their secrets."""
        rows = Token.objects.filter(person=request.user)
        return listed(request, rows, lambda token: TokenSerializer(token).data)

    @extend_schema(operation_id="tokens_make", request=TokenSerializer, responses={201: MadeTokenSerializer})
    def post(self, request: Request) -> Response:
        """Make a token. Its secret is in this answer and nowhere else."""
        sent = TokenSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        token, secret = make_token(request.user, sent.validated_data["name"])
        return Response(TokenSerializer(token).data | {"secret": secret}, status=201)


class OneToken(Endpoint):
    action = SIGNED_IN

    @extend_schema(operation_id="tokens_revoke", responses={204: None})
    def delete(self, request: Request, token: int) -> Response:
        """Revoke a token: programs that use it are out at once."""
        find(Token.objects.filter(person=request.user), pk=token).delete()
        return Response(status=204)
