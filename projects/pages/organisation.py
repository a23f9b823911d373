"""A city, a firm or a team: its projects, and where new ones are made."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from projects.access import RUN_SITE
from projects.doors import Page
from projects.forms.organisations import OrganisationForm
from projects.forms.projects import NewProjectForm
from projects.language import content_language
from projects.making import make_organisation, make_project, rename_organisation
from projects.markdown import render as render_markdown
from projects.models import Organisation, Project, ProjectState
from projects.pages.home import rows
from projects.starters import starter, starters


class OrganisationPage(Page):
    action = "see"

    def get(self, request: HttpRequest, organisation: int) -> HttpResponse:
        projects = Project.objects.filter(organisation=organisation).select_related("organisation")
        shown = rows(request.user, projects)
        context = {
            "organisation": self.place,
            "may": self.may,
            "tab": "projects",
            "rows": [row for row in shown if row["project"].state != ProjectState.ARCHIVED],
            "archived": [row for row in shown if row["project"].state == ProjectState.ARCHIVED],
        }
        return render(request, "projects/organisation.html", context)


class NewOrganisation(Page):
    action = RUN_SITE

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "projects/new_organisation.html", {"form": OrganisationForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OrganisationForm(request.POST)
        if not form.is_valid():
            return render(request, "projects/new_organisation.html", {"form": form}, status=422)
        organisation = make_organisation(by=request.user, **form.cleaned_data)
        messages.success(request, _("The organisation was made. Invite its project leads, or make a project."))
        return redirect("projects:organisation", organisation.pk)


class RenameOrganisation(Page):
    action = RUN_SITE

    def get(self, request: HttpRequest, organisation: int) -> HttpResponse:
        return self.show(OrganisationForm(instance=self.organisation))

    def post(self, request: HttpRequest, organisation: int) -> HttpResponse:
        form = OrganisationForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        rename_organisation(self.organisation, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("projects:organisation", organisation)

    @property
    def organisation(self) -> Organisation:
        return cast(Organisation, self.place)

    def show(self, form: OrganisationForm, status: int = 200) -> HttpResponse:
        context = {"organisation": self.organisation, "form": form}
        return render(self.request, "projects/rename_organisation.html", context, status=status)


class NewProject(Page):
    """Three steps on one page: going back loses nothing."""

    action = "create"

    def get(self, request: HttpRequest, organisation: int) -> HttpResponse:
        return self.show(NewProjectForm())

    def post(self, request: HttpRequest, organisation: int) -> HttpResponse:
        form = NewProjectForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        options = dict(form.cleaned_data)
        chosen = starter(options.pop("starter"))
        del options["media"]  # the starter's schema says it as well
        project = make_project(cast(Organisation, self.place), by=request.user, body=chosen.body, **options)
        messages.success(request, _("The project was made. Import what is to be labelled, then invite annotators."))
        return redirect("projects:project", project.pk)

    def show(self, form: NewProjectForm, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "organisation": self.place,
            "form": form,
            "starters": starters(),
            "preview": render_markdown(form["guideline"].value() or ""),
            "guidelines": {each.name: each.guideline[content_language()] for each in starters()},
        }
        return render(self.request, "projects/new_project.html", context, status=status)
