"""Making releases, looking at them, and taking them away in a format."""

from typing import Any, ClassVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from annotation.models import Assignment
from annotation.moves import ANSWERED
from projects import storage
from projects.doors import find
from projects.models import TaskState
from projects.pages.base import ProjectPage
from projects.paging import page
from projects.problems import Conflict, NotFound, Problem
from workers import exporting, releasing
from workers.formats import FORMATS
from workers.jobs import LIVE
from workers.losses import always_of, losses_of
from workers.models import Export, Release, ReleaseState
from workers.pages.jobs import with_progress
from workers.pages.release_form import ExportForm, ReleaseForm, option_words
from workers.sending import send


class Releases(ProjectPage):
    """All releases of a project, and the form for the next one."""

    action: ClassVar = {"GET": "see_releases", "POST": "release"}
    tab = "releases"
    template = "workers/releases.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        return self.listed(ReleaseForm())

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        form = ReleaseForm(request.POST)
        if not form.is_valid():
            return self.listed(form, status=422)
        release = releasing.begin(self.project, by=cast(Any, request.user), **form.cleaned_data)
        return redirect("workers:release", self.project.pk, release.number)

    def listed(self, form: ReleaseForm, status: int = 200) -> HttpResponse:
        rows = Release.objects.filter(project=self.project).select_related("job", "created_by")
        found, following = page(rows, self.request.GET.get("cursor"), by="-number", size=20)
        answers = Assignment.objects.filter(task__project=self.project, state__in=ANSWERED)
        return self.show(
            form=form,
            releases=[shown(release) for release in found],
            next_cursor=following,
            answered=answers.exclude(task__state=TaskState.VOID).exists(),
            status=status,
        )


class OfRelease(ProjectPage):
    """A page about one release, by its number in the project."""

    action: ClassVar[Any] = "see_releases"
    tab = "releases"
    release: Release

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        rows = Release.objects.select_related("job", "created_by", "project").filter(project=self.project)
        self.release = find(rows, number=kwargs["number"])

    def report(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        exports = [shown_export(export) for export in self.release.exports.select_related("job", "release")]
        release = shown(self.release)
        return self.show(
            template=template,
            status=status,
            release=release,
            job=release.job,
            exports=exports,
            is_live=release.is_live or any(export.is_live for export in exports),
            **context,
        )

    def forms(self, sent: ExportForm | None = None) -> list[ExportForm]:
        """A form for each format that can hold something of the release."""
        about = exporting.about(self.release) if self.release.state == ReleaseState.READY else None
        media = self.project.media
        return [
            sent if sent and sent.fmt is fmt else ExportForm(fmt, about, media)
            for fmt in exporting.fitting(self.release)
            if about
        ]


class ReleasePage(OfRelease):
    action: ClassVar = {"GET": "see_releases", "POST": "release"}

    def get(self, request: HttpRequest, project: int, number: int) -> HttpResponse:
        return self.report("workers/release.html", forms=self.forms())

    def post(self, request: HttpRequest, project: int, number: int) -> HttpResponse:
        """Write the release in a format."""
        fmt = exporting.format_for(self.release, request.POST.get("format", ""))
        form = ExportForm(fmt, exporting.about(self.release), self.project.media, request.POST)
        if form.is_valid():
            try:
                exporting.begin(
                    self.release,
                    by=cast(Any, request.user),
                    format=fmt.name,
                    options=form.options(),
                    images=form.cleaned_data.get("images", False),
                )
                return redirect(reverse("workers:release", args=[project, number]) + "#exports")
            except Problem as problem:
                form.add_error(None, str(problem.message))
        return self.report("workers/release.html", status=422, forms=self.forms(form))


class ReleaseProgress(OfRelease):
    """The part of the page that changes while the release is built or exports are written."""

    def get(self, request: HttpRequest, project: int, number: int) -> HttpResponse:
        response = self.report("workers/release_report.html")
        if "building" in request.GET and self.release.shown_state != ReleaseState.BUILDING:
            response["HX-Refresh"] = "true"  # there is more to show now than this part
        return response


class ReleaseRetry(OfRelease):
    action = "release"

    def post(self, request: HttpRequest, project: int, number: int) -> HttpResponse:
        releasing.retry(self.release)
        return redirect("workers:release", project, number)


class ReleaseFile(OfRelease):
    """The manifest or a part, as it lies on the disk."""

    action = "download"

    def get(self, request: HttpRequest, project: int, number: int, name: str) -> HttpResponseBase:
        hashes = {part["file"]: part["sha256"] for part in (self.release.manifest or {}).get("parts", [])}
        hashes[releasing.MANIFEST] = self.release.sha256
        path = f"{releasing.folder(self.release)}/{name}"
        if self.release.state != ReleaseState.READY:
            raise Conflict(_("The release is not ready yet. Wait until it is built."), code="not_ready")
        if name not in hashes or not storage.exists(path):
            raise NotFound(_("The release has no file %(name)s.") % {"name": name[:80]})
        mime = "application/json" if name == releasing.MANIFEST else FORMATS["jsonl"].mime
        return send(request, storage.path(path), name=name, mime=mime, sha256=hashes[name])


class OfExport(OfRelease):
    export: Export

    def enter(self, request: Any, kwargs: dict[str, Any]) -> None:
        super().enter(request, kwargs)
        self.export = find(Export.objects.select_related("job").filter(release=self.release), pk=kwargs["export"])


class ExportFile(OfExport):
    action = "download"

    def get(self, request: HttpRequest, project: int, number: int, export: int) -> HttpResponseBase:
        exporting.require_file(self.export)
        return send(
            request,
            storage.path(self.export.path),
            name=self.export.name,
            mime=exporting.mime_of(self.export),
            sha256=self.export.sha256,
        )


class ExportRemove(OfExport):
    action = "release"

    def post(self, request: HttpRequest, project: int, number: int, export: int) -> HttpResponse:
        exporting.remove(self.export)
        return redirect(reverse("workers:release", args=[project, number]) + "#exports")


def shown(release: Any) -> Any:
    """The release with what a template shows of it: its job with progress, and its labels by field."""
    if release.job:
        with_progress(release.job)
    release.labels = labels_of(release.manifest or {})
    release.is_live = release.state == ReleaseState.BUILDING and release.job is not None and release.job.state in LIVE
    return release


def labels_of(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a release and how often each label was used, with the titles of the newest version naming them."""
    fields: dict[str, Any] = {}
    labels: dict[tuple[str, str], Any] = {}
    for _version, body in sorted(manifest.get("schemas", {}).items(), key=lambda item: int(item[0])):
        for field in body["fields"]:
            fields[field["name"]] = field.get("title")
            labels |= {(field["name"], label["name"]): label.get("title") for label in field.get("labels", [])}
    return [
        {
            "name": name,
            "title": fields.get(name),
            "labels": [{"name": label, "title": labels.get((name, label)), "uses": n} for label, n in used.items()],
        }
        for name, used in manifest.get("counts", {}).get("labels", {}).items()
    ]


def shown_export(export: Any) -> Any:
    """The export with what a template shows of it: `fmt`, `is_live`, its options and losses in words."""
    if export.job:
        with_progress(export.job)
    export.fmt = FORMATS[export.format]
    export.is_live = export.bytes is None and export.job is not None and export.job.state in LIVE
    export.chosen = option_words(export.fmt, export.options)
    export.lost = losses_of(export)
    export.always = always_of(export.format)
    return export
