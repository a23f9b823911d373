"""The one way in: every page and every endpoint names the action it needs and the place it is about.

A view that names no action stays closed, so forgetting it shows at once.
"""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from projects.access import ANYONE, SIGNED_IN, Place, require, require_open
from projects.models import Organisation, Project
from projects.problems import NotFound, NotSignedIn, Problem

READING = ("GET", "HEAD", "OPTIONS")


class Door:
    """action   what one must be allowed to do, or one action a method: {"GET": "see", "POST": "configure"}
    place    the project or organisation it is about, found by `locate` from the URL
    may      all that the person may do there, for templates
    even_archived   whether it also changes a project that is archived
    """

    action: ClassVar[str | Mapping[str, str] | None] = None
    even_archived: ClassVar[bool] = False
    place: Place = None
    may: set[str]

    def locate(self, **kwargs: Any) -> Place:
        """The place named by the URL's `project` or `organisation`. Doors to parts of a project override this."""
        if "project" in kwargs:
            return find(Project.objects.select_related("organisation"), pk=kwargs["project"])
        if "organisation" in kwargs:
            return find(Organisation.objects.all(), pk=kwargs["organisation"])
        return None

    @classmethod
    def action_for(cls, method: str | None) -> str | None:
        if isinstance(cls.action, Mapping):
            return cls.action.get("GET" if method == "HEAD" else method or "")
        return cls.action

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        action = self.action_for(request.method)
        if action not in (ANYONE, SIGNED_IN) and not request.user.is_authenticated:
            require(request.user, action)  # before looking anything up
        self.place = self.locate(**kwargs)
        self.may = require(request.user, action, self.place)
        if request.method not in READING and not self.even_archived:
            require_open(action, self.place)


def find(queryset: Any, **lookup: Any) -> Any:
    """The one row, or NotFound in the words a stranger gets as well."""
    try:
        return queryset.get(**lookup)
    except ObjectDoesNotExist:
        raise NotFound(_("This does not exist, or you are not a member of its project.")) from None


class Page(Door, View):
    """A page for people. Without a session it leads to the sign-in page and back."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.enter(request, kwargs)
        except NotSignedIn:
            return to_sign_in(request, back=hasattr(self, "get"))
        if any("\0" in text for name, texts in request.POST.lists() for text in (name, *texts)):
            raise Problem(_("The character U+0000 cannot be stored. Remove it."), code="bad_character")
        return super().dispatch(request, *args, **kwargs)


def to_sign_in(request: Any, *, back: bool = True) -> HttpResponse:
    """To the sign-in page, and from there back; from an address that only takes forms, to the page of the form.

    A part of a page that asks for itself takes the whole page along.
    """
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return redirect_to_login(request.get_full_path() if back else page_before(request))
    there = redirect_to_login(htmx.current_url_abs_path or "/")
    return HttpResponse(status=204, headers={"HX-Redirect": there["Location"]})


def is_ours(address: str, request: HttpRequest) -> bool:
    """Whether an address that came with a request leads to this site, so that nobody is led away by a link to us.

    A word alone is no address: Django would take it for the name of a page.
    """
    is_address = address.startswith(("/", "http://", "https://"))
    return is_address and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def page_before(request: HttpRequest, otherwise: str = "/") -> str:
    """The page of ours that the browser came from."""
    there = request.headers.get("Referer", "")
    if not is_ours(there, request):
        return otherwise
    parts = urlsplit(there)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))
