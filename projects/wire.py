"""How everything looks over HTTP: one error shape, doors, and the OpenAPI description of both."""

import inspect
import logging
from collections.abc import Callable
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from projects.access import ANYONE
from projects.doors import Door, page_before
from projects.problems import Forbidden, Invalid, NotFound, NotSignedIn, Problem, TooLarge, TooMany

log = logging.getLogger(__name__)


class Endpoint(Door, APIView):
    """An endpoint of the JSON API, behind a door."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.enter(request, kwargs)


def as_problem(error: Exception) -> Problem | None:
    """Any expected refusal as a Problem; None for what is really a fault of ours."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, exceptions.ValidationError):
        field, message = _first(error.detail)
        return Invalid(message, field=field, fields=error.detail)
    if isinstance(error, Http404):
        return NotFound(_("This does not exist."))
    if isinstance(error, PermissionDenied):
        return Forbidden(_("Your role does not allow this. Ask a project lead."))
    if isinstance(error, RequestDataTooBig):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
        return TooLarge(_("The request is larger than %(limit)d MB. Send it in parts.") % {"limit": limit})
    if isinstance(error, exceptions.APIException):
        problem: Problem
        match error:
            case exceptions.NotAuthenticated():
                problem = NotSignedIn(_("Please sign in first."))
            case exceptions.AuthenticationFailed():
                problem = NotSignedIn(str(error.detail), code="bad_token")
            case exceptions.PermissionDenied():
                problem = Forbidden(_("Your role does not allow this. Ask a project lead."))
            case exceptions.Throttled():
                problem = TooMany(_("Too many tries. Wait a minute."))
            case _:
                problem = _with_status(Problem(str(error.detail), code=error.default_code), error.status_code)
        return problem
    return None


def _with_status(problem: Problem, status: int) -> Problem:
    problem.status = status
    return problem


def _first(detail: Any, path: str = "") -> tuple[str, str]:
    """The first field that is wrong, as a path like `labels[2].name`, and its sentence."""
    if isinstance(detail, dict):
        key, value = next(iter(detail.items()))
        own = "" if key == "non_field_errors" else str(key)
        return _first(value, f"{path}.{own}" if path and own else path or own)
    if isinstance(detail, list) and detail:
        if isinstance(detail[0], (dict, list)):
            index = next((i for i, item in enumerate(detail) if item), 0)
            return _first(detail[index], f"{path}[{index}]")
        return path, str(detail[0])
    return path, str(detail)


def body_of(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "message": str(problem.message), "detail": problem.detail}


def answer_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler."""
    problem = as_problem(error)
    if problem is None:
        return None  # DRF raises it again, ProblemMiddleware answers
    set_rollback()
    headers = {"WWW-Authenticate": "Token"} if problem.status == 401 else None
    return Response(body_of(problem), status=problem.status, headers=headers)


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A refusal as whoever asked can read it: a program JSON, a person a page, htmx a part of one."""
    if request.path.startswith("/api/"):
        return JsonResponse(body_of(problem), status=problem.status, json_dumps_params={"ensure_ascii": False})
    if not hasattr(request, "user"):  # refused by an outer layer, before there is what the frame of a page is made of
        return HttpResponse(
            render_to_string("projects/problem_alone.html", {"problem": problem}), status=problem.status
        )
    part = getattr(request, "htmx", False)
    template = "projects/problem_part.html" if part else "projects/problem.html"
    return render(request, template, {"problem": problem, "back": _back(request)}, status=problem.status)


def _back(request: HttpRequest) -> str:
    """The page of ours that led here, unless that is the one that was asked for."""
    there = page_before(request, "")
    return "" if there == request.get_full_path() else there


def fault_page() -> HttpResponse:
    """Stands alone: whatever broke may be what a page is made of."""
    return HttpResponse(render_to_string("500.html"), status=500)


class ProblemMiddleware:
    """Answers refusals of pages as a page and of the API as JSON; also what never reached a view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return answer(request, Problem(_("The address holds a character that cannot be used."), code="bad_address"))
        response = self.get_response(request)
        if (
            response.status_code == 404
            and request.path.startswith("/api/")
            and response["Content-Type"] != "application/json"
        ):
            return answer(request, NotFound(_("There is no such address in the API.")))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        problem = as_problem(error)
        if problem is not None:
            return answer(request, problem)
        if settings.DEBUG:
            return None
        log.exception("fault at %s %s", request.method, request.path)
        fault = Problem(_("Something went wrong on our side. Nothing was changed; please try again."), code="fault")
        if request.path.startswith("/api/") or getattr(request, "htmx", False):
            return answer(request, _with_status(fault, 500))
        return fault_page()


class ProblemSerializer(serializers.Serializer):
    """The one shape of every refusal."""

    code = serializers.CharField()
    message = serializers.CharField()
    detail = serializers.DictField()


REFUSALS = {
    400: "The request is not valid; `message` says what, where and how to mend it.",
    401: "Not signed in, or the token is not known.",
    403: "Your role does not allow this.",
    404: "It does not exist, or you have no part in it.",
    405: "The address knows no such method.",
    406: "Only JSON can be answered.",
    409: "Somebody else was first, or the state does not allow it.",
    413: "The request is too large.",
    415: "Only JSON can be read.",
    429: "Too many tries.",
}


class Schema(AutoSchema):
    """Adds the refusals that any endpoint can answer with to its description."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Any:
        # A door's `action` is what one must be allowed; the generator expects the name of a method under that name.
        self.view.action = method.lower()  # type: ignore[attr-defined]
        return super().get_operation(path, path_regex, path_prefix, method, registry)

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        for status, sentence in REFUSALS.items():
            if str(status) not in bodies and (status != 401 or not self._open()):
                response = OpenApiResponse(ProblemSerializer, sentence)
                bodies[str(status)] = self._get_response_for_code(
                    response, str(status), ["application/json"], direction
                )
        return bodies

    def get_description(self) -> str:  # type: ignore[override]
        """What the method says of itself, else what its own class says; never what a base class says of all doors."""
        method = getattr(self.view, self.method.lower(), None)
        return inspect.cleandoc((method and method.__doc__) or type(self.view).__dict__.get("__doc__") or "")

    def _open(self) -> bool:
        action_for = getattr(self.view, "action_for", None)
        return action_for is not None and action_for(self.method) == ANYONE
