"""The description of the API for programs, and the page that shows it to people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView

from projects.access import SIGNED_IN
from projects.doors import Page
from projects.wire import Endpoint


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "projects.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token <secret>`; make one on your account page.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "projects.protocol.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A browser that is signed in."}


class ApiSchema(Endpoint, SpectacularAPIView):
    action = SIGNED_IN


class ApiDocs(Page):
    action = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "projects/api_docs.html")
