"""What people see when an address is wrong, a form is out of date or something broke."""

from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from projects.problems import Forbidden, NotFound, Problem
from projects.wire import answer, fault_page


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, NotFound(_("There is no page at this address.")))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, Forbidden(_("Your role does not allow this. Ask a project lead.")))


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        with translation.override(translation.get_language_from_request(request)):  # asked before anything else
            message = _("This site has another name. Whoever runs it names all it answers to in ALLOWED_HOSTS.")
            return answer(request, Problem(message, code="bad_host"))
    return answer(request, Problem(_("The request cannot be read. Go back and try again.")))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, Forbidden(_("The form is out of date. Reload the page and try again."), code="csrf"))


def fault(request: HttpRequest) -> HttpResponse:
    return fault_page()
