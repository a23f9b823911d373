"""Pages of a project: they share a head and a row of tabs."""

from hashlib import blake2b
from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from projects.doors import Page
from projects.models import Project


class ProjectPage(Page):
    """A page below a project's tabs.

    tab        the tab it belongs to: overview, label, tasks, import, releases, members, settings
    template   extends projects/project_base.html; gets `project`, `may`, `tab` and what `show` is given
    """

    tab: ClassVar[str] = ""
    template: ClassVar[str] = ""
    request: HttpRequest

    @property
    def project(self) -> Project:
        return cast(Project, self.place)

    def show(self, *, template: str = "", status: int = 200, **context: Any) -> HttpResponse:
        context = {"project": self.project, "may": self.may, "tab": self.tab} | context
        return render(self.request, template or self.template, context, status=status)

    def renew(self, *shown: Any, **context: Any) -> HttpResponse:
        """Like `show`, for a panel that asks again with `?seen=…`; an empty answer where it shows the same already.

        shown   what stands in the panel; its repr says whether it has changed. The minute counts as well, because
                panels say how long ago something was.
        """
        now = f"{timezone.now():%H:%M}"
        seen = blake2b(repr((now, shown)).encode(), digest_size=8).hexdigest()
        if self.request.GET.get("seen") == seen:
            return HttpResponse(status=204)
        return self.show(seen=seen, **context)
