"""The page that holds the workspace."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import to_locale

from projects.models import Project
from projects.pages.account import keys_of
from projects.pages.base import ProjectPage
from projects.templatetags.house import page_language

# As build.mjs finds them.
LANGUAGES = {file.parts[-3] for file in Path(settings.BASE_DIR).glob("locale/*/LC_MESSAGES/djangojs.po")}


class Label(ProjectPage):
    """With `?assignment=…` the workspace goes on with that one."""

    action = "label"
    tab = "label"
    template = "annotation/label.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        asked = request.GET.get("assignment", "")
        assignment = int(asked) if asked.isdecimal() and len(asked) < 19 else None
        return self.show(config=config_of(request, self.project, assignment), script=script("label"))


def script(name: str) -> str:
    """A file of the workspace in the language of the page, whose words are in it; in English where it has none."""
    folder = to_locale(page_language())
    return f"dist/{folder}/{name}.js" if folder in LANGUAGES else f"dist/{name}.js"


def config_of(request: HttpRequest, project: Project, assignment: int | None) -> dict[str, Any]:
    """What the workspace has to know before its first request. The address of an assignment holds a literal {id}."""
    return {
        "project": project.pk,
        "user": {"id": request.user.pk, "name": str(request.user)},
        "language": page_language(),
        **keys_of(request.user),
        "urls": {
            "labelling": reverse("annotation:api-labelling", args=[project.pk]),
            "claim": reverse("annotation:api-claim", args=[project.pk]),
            "assignment": reverse("annotation:api-assignment", args=[1]).removesuffix("1") + "{id}",
            "work": reverse("annotation:api-work", args=[project.pk]),
            "home": reverse("projects:project", args=[project.pk]),
            "signin": reverse("projects:sign-in"),
            "me": reverse("projects:api-me"),
            "keys": reverse("projects:keys"),
            "guide": reverse("annotation:guide"),
            "comments": reverse("annotation:api-comments", args=[1]).replace("/1/", "/{id}/"),
            "call": reverse("annotation:api-to-call", args=[project.pk]),
        },
        "csrf": get_token(request),
        "assignment": assignment,
        "worker": static(script("worker")),
        "eye": static("dist/eye.js"),
    }
