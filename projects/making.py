"""Makes organisations, projects and the next versions of what they hold; changes how they work; ends them."""

import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from projects.models import Guideline, LabelSchema, Membership, Organisation, Person, Project, Role, Task, TaskState
from projects.problems import Conflict, Invalid
from projects.queue_order import put_in_order
from projects.schema import Schema, renames

BATCH = 2000


def check_schema(body: Any) -> Schema:
    """The schema, or Invalid with a place and a sentence. Settings name who knows the kinds of label: a higher app."""
    return import_string(settings.SCHEMA_CHECK)(body)


def make_organisation(*, by: Person, name_zh: str, name_en: str) -> Organisation:
    """An organisation with its first owner. Two may be named alike; their addresses differ."""
    slug = slugify(name_en)[:30] or "organisation"
    if Organisation.objects.filter(slug=slug).exists():
        slug = f"{slug}-{secrets.token_hex(4)}"
    with transaction.atomic():
        organisation = Organisation.objects.create(slug=slug, name_zh=name_zh, name_en=name_en)
        Membership.objects.create(person=by, organisation=organisation, role=Role.OWNER)
    return organisation


def rename_organisation(organisation: Organisation, **names: str) -> None:
    """Other names in one language or both. The slug stays: programs may know it."""
    for field, name in names.items():
        setattr(organisation, field, name)
    organisation.save(update_fields=[*names])


@transaction.atomic
def make_project(
    organisation: Organisation, *, by: Person, name: str, body: Any, guideline: str = "", **options: Any
) -> Project:
    """A project with its first schema and guideline. `options` are fields of Project."""
    schema = check_schema(body)
    project = Project.objects.create(organisation=organisation, name=name, media=schema.media, created_by=by, **options)
    add_schema(project, body, by=by)
    if guideline.strip():
        add_guideline(project, guideline, by=by)
    return project


@transaction.atomic
def add_schema(project: Project, body: Any, *, by: Person, after: int | None = None) -> LabelSchema:
    """The next version of a project's label schema.

    after      the version the change was made to; Conflict when there is a newer one by now
    """
    schema = check_schema(body)
    if schema.media != project.media:
        message = _('This project labels %(media)s: write "media": "%(media)s".')
        raise Invalid(message % {"media": project.media}, field="media")
    latest = _lock(project).schemas.first()
    version = _next_version(latest, after)
    project.schema = LabelSchema.objects.create(project=project, version=version, body=body, created_by=by)
    project.save(update_fields=["schema"])
    if latest is not None and renames(latest.body) != renames(body):
        # Each is counted again under the names of today: what it added is taken out, what it says now is put in.
        project.tasks.filter(Q(submitted__gt=0) | Q(decided=True)).update(stale=True)
    return project.schema


@transaction.atomic
def add_guideline(project: Project, body: str, *, by: Person, after: int | None = None) -> Guideline:
    """The next version of a project's guideline. `after` as in `add_schema`."""
    latest = _lock(project).guidelines.first()
    version = _next_version(latest, after)
    project.guideline = Guideline.objects.create(project=project, version=version, body=body, created_by=by)
    project.save(update_fields=["guideline"])
    return project.guideline


def _next_version(latest: LabelSchema | Guideline | None, after: int | None) -> int:
    newest = latest.version if latest else 0
    if after is not None and after != newest:
        message = _("Meanwhile version %(version)d was saved. Reload the page and make your change in that one.")
        raise Conflict(message % {"version": newest}, version=newest)
    return newest + 1


def _lock(project: Project) -> Project:
    """Of two people saving the next version at once, the second waits for the first."""
    return Project.objects.select_for_update().get(pk=project.pk)


def change(project: Project, **options: Any) -> None:
    """Change fields of a project; a new overlap and a new order also reach the tasks that are there.

    The order comes first and piece by piece, so that nobody who labels waits for all of a large project. Ended on the
    way, it is done again by the next try, for the project still says the old one.
    """
    if options.get("order", project.order) != project.order:
        put_in_order(project, options["order"])
    with transaction.atomic():
        overlap = options.pop("overlap", project.overlap)
        if overlap != project.overlap:
            change_overlap(project, overlap)
        Project.objects.filter(pk=project.pk).update(**options)


@transaction.atomic
def change_overlap(project: Project, overlap: int) -> None:
    """How many people label each task from now on. No task goes below the people who have or hold it already.

    Tasks that want more answers go back into the queue; those that now have enough leave it.
    """
    Project.objects.filter(pk=project.pk).update(overlap=overlap)
    tasks = Task.objects.filter(project=project, state__in=[TaskState.QUEUED, TaskState.LABELLED])
    tasks.exclude(overlap=overlap).update(overlap=Greatest(F("taken"), overlap))
    tasks.filter(state=TaskState.LABELLED, submitted__lt=F("overlap")).update(state=TaskState.QUEUED, stale=True)
    tasks.filter(state=TaskState.QUEUED, submitted=F("overlap"), overlap__gt=0).update(
        state=TaskState.LABELLED, stale=True
    )


def delete_project(project: Project) -> None:
    """Every row of the project, for good; the workers clear away the files that no row names any more.

    In an order that leaves nothing pointing at what goes: answers go with their tasks, then the assets that tasks
    point at, then the schema versions that answers named. In batches, for a database that lets others work meanwhile.
    """
    Project.objects.filter(pk=project.pk).update(schema=None, guideline=None, state="archived")
    for rows in (project.tasks, project.assets, project.schemas):
        while batch := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
            rows.filter(Q(pk__in=batch)).delete()
    Project.objects.get(pk=project.pk).delete()
