"""How a project works, and its end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from projects import making
from projects.forms.projects import ProjectForm
from projects.models import Project, ProjectState
from projects.pages.base import ProjectPage
from projects.problems import Invalid


class Settings(ProjectPage):
    action = "configure"
    tab = "settings"
    template = "projects/settings.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        return self.show(form=ProjectForm(instance=self.project))

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        form = ProjectForm(request.POST, instance=Project.objects.get(pk=project))
        if not form.is_valid():
            return self.show(form=form, status=422)
        making.change(self.project, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("projects:settings", project)


class StateChange(ProjectPage):
    action = "configure"
    even_archived = True

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        state = request.POST.get("state", "")
        if state not in ProjectState.values:
            raise Invalid(_("A project is open, paused or archived."), field="state")
        making.change(self.project, state=state)
        messages.success(request, _("The project is now: %(state)s.") % {"state": ProjectState(state).label})
        return redirect("projects:settings", project)


class Deletion(ProjectPage):
    action = "delete"
    tab = "settings"
    template = "projects/settings.html"

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        if request.POST.get("name", "").strip() != self.project.name.strip():
            return self.show(
                form=ProjectForm(instance=self.project),
                refused=_("Write the name of the project exactly. Nothing was deleted."),
                written=request.POST.get("name", ""),
                status=422,
            )
        organisation = self.project.organisation_id
        making.delete_project(self.project)
        messages.success(request, _("The project “%(name)s” was deleted.") % {"name": self.project.name})
        return redirect("projects:organisation", organisation)
