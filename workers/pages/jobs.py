"""What the machines are doing for a project."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.pages.base import ProjectPage
from workers.jobs import LIVE
from workers.models import Job, JobState, Upload
from workers.recounting import recount_agreement

SHOWN = 6
TITLES: dict[str, Promise] = {
    "import_files": _("Import"),
    "build_release": _("Release"),
    "write_export": _("Export"),
    "load_sample": _("Sample project"),
}


class JobsPanel(ProjectPage):
    """The last jobs of a project; asks again while one of them runs."""

    action = "see_tasks"
    template = "workers/jobs_panel.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        first = Upload.objects.filter(job=OuterRef("pk")).order_by("pk").values("name")[:1]
        rows = Job.objects.filter(project=self.project).exclude(state=JobState.GATHERING)
        rows = rows.exclude(name=recount_agreement.__name__)  # of every night; the quality page tells of it
        rows = rows.annotate(file=Subquery(first), more_files=Count("uploads") - 1)
        jobs = [with_progress(row) for row in rows.select_related("created_by")[:SHOWN]]
        return self.show(jobs=jobs, live=any(row.is_live for row in jobs))


def with_progress(row: Any) -> Any:
    """The job with what a template shows of it: `title`, `percent` (None while unknown) and how it stands."""
    row.title = TITLES.get(row.name, row.name)
    row.is_live = row.state in LIVE
    row.is_interrupted = row.state == JobState.RUNNING and bool(row.lease_until and row.lease_until < timezone.now())
    row.percent = min(100, 100 * row.done // row.total) if row.total else None
    return row
