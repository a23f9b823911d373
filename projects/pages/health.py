"""For the machines that watch this one."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from projects.access import ANYONE
from projects.doors import Page


class Alive(Page):
    """The process answers."""

    action = ANYONE

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"state": "alive"})


class Ready(Page):
    """The process answers and reaches its database."""

    action = ANYONE

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return JsonResponse({"state": "no database"}, status=503)
        return JsonResponse({"state": "ready"})
