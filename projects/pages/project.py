"""The overview of a project: how far it is, and panels of what people and machines did."""

from django.http import HttpRequest, HttpResponse

from projects.pages.base import ProjectPage
from projects.progress import count


class Overview(ProjectPage):
    action = "see"
    tab = "overview"
    template = "projects/project.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        return self.show(counts=count(self.project))


class ProgressPanel(ProjectPage):
    action = "see"
    template = "projects/parts/progress_panel.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        counts = count(self.project)
        return self.renew(counts, counts=counts)
