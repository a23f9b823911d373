"""Handing files in, and watching what becomes of them."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from projects.access import Place
from projects.doors import find
from projects.media import EXAMINERS
from projects.models import Project
from projects.pages.base import ProjectPage
from projects.paging import page
from projects.problems import Conflict, Problem
from workers import handing_in, jobs
from workers.api.receiving import receive
from workers.importing import import_files, totals
from workers.imports.rows import LONGEST_TEXT
from workers.models import Job, JobState
from workers.pages.import_form import OptionsForm
from workers.pages.jobs import with_progress


class NewImport(ProjectPage):
    """The door for files. With scripts they come one by one over the API, without them as a form."""

    action = "import"
    tab = "import"
    template = "workers/import.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        return self.door(OptionsForm(self.project))

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        form = OptionsForm(self.project, request.POST)
        if not form.is_valid():
            return self.door(form, status=422)
        row = handing_in.open_import(self.project, by=cast(Any, request.user), options=form.options())
        try:
            receive(row, request.FILES.getlist("file"), [])
        except Problem as problem:
            form.add_error("content_column" if problem.code == "choose_column" else None, str(problem.message))
            return self.door(form, status=422)
        return redirect("workers:import-page", row.pk)

    def door(self, form: OptionsForm, status: int = 200) -> HttpResponse:
        rows = Job.objects.filter(project=self.project, name=import_files.__name__)
        found, following = page(
            rows.select_related("created_by").exclude(state=JobState.GATHERING), self.request.GET.get("cursor"), size=20
        )
        imports = [with_progress(row) for row in found]
        examiner = EXAMINERS.get(self.project.media)
        return self.show(
            form=form,
            imports=imports,
            next_cursor=following,
            longest=LONGEST_TEXT,
            examiner=examiner,
            ending=next(iter(examiner.endings.values()))[0] if examiner else "",
            status=status,
        )


class OfImport(ProjectPage):
    """A page about one import, at its project."""

    action = "import"
    tab = "import"
    row: Job

    def locate(self, **kwargs: Any) -> Place:
        rows = Job.objects.filter(name=import_files.__name__)
        self.row = find(rows.select_related("project__organisation", "created_by"), pk=kwargs["job"])
        return cast(Project, self.row.project)

    def report(self, template: str) -> HttpResponse:
        """How far it is, what was found in which file, and what is wrong, a page at a time."""
        query = self.request.GET
        problems, next_problem = page(self.row.problems.all(), query.get("problems"), by="pk", size=100)
        uploads, next_upload = page(self.row.uploads.all(), query.get("files"), by="pk", size=50)
        return self.show(
            template=template,
            job=with_progress(self.row),
            totals=totals(self.row.pk),
            problems=problems,
            next_problem=next_problem,
            uploads=uploads,
            next_upload=next_upload,
            count=self.row.uploads.count(),
            query=query,
        )


class ImportPage(OfImport):
    def get(self, request: HttpRequest, job: int) -> HttpResponse:
        return self.report("workers/import_page.html")


class ImportProgress(OfImport):
    """The part of the page that changes while the import runs."""

    def get(self, request: HttpRequest, job: int) -> HttpResponse:
        return self.report("workers/import_report.html")


class ImportCancel(OfImport):
    def post(self, request: HttpRequest, job: int) -> HttpResponse:
        if not jobs.cancel(self.row):
            raise Conflict(_("It has ended already."))
        return redirect("workers:import-page", self.row.pk)


class ImportRetry(OfImport):
    def post(self, request: HttpRequest, job: int) -> HttpResponse:
        handing_in.retry(self.row)
        return redirect("workers:import-page", self.row.pk)
