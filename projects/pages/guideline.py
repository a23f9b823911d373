"""How to label: read by all, written by leads, kept in versions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from projects import making
from projects.access import SIGNED_IN
from projects.doors import Page, find
from projects.forms.projects import GuidelineForm
from projects.markdown import render
from projects.models.guideline import LONGEST
from projects.pages.base import ProjectPage


class GuidelinePage(ProjectPage):
    """The newest version, or an older one by its number."""

    action = "see"
    tab = "guideline"
    template = "projects/guideline.html"

    def get(self, request: HttpRequest, project: int, version: int | None = None) -> HttpResponse:
        versions = self.project.guidelines.select_related("created_by")
        shown = find(versions, version=version) if version else versions.first()
        return self.show(shown=shown, versions=versions.defer("body"), html=render(shown.body) if shown else "")


class GuidelineEditor(ProjectPage):
    action = "configure"
    tab = "guideline"
    template = "projects/guideline_editor.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        latest = self.project.guidelines.first()
        form = GuidelineForm(initial={"body": latest.body if latest else "", "after": latest.version if latest else 0})
        return self.show(form=form, html=render(latest.body) if latest else "")

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        form = GuidelineForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, html=render(request.POST.get("body", "")[:LONGEST]), status=422)
        saved = making.add_guideline(self.project, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved as version %(version)d.") % {"version": saved.version})
        return redirect("projects:guideline", project)


class MarkdownPreview(Page):
    """What a text will look like, for the editors."""

    action = SIGNED_IN

    def post(self, request: HttpRequest) -> HttpResponse:
        text = request.POST.get("guideline") or request.POST.get("body") or ""
        return HttpResponse(render(text[:LONGEST]) or _("The preview shows here what you write."))
