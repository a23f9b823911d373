"""Projects: made from a starter, changed, and ended without a trace."""

import pytest
from django.db import connection

from annotation.models import Annotation, Assignment, Revision
from projects import making, queue_order
from projects.models import Asset, LabelSchema, Project, Task, TaskState
from projects.problems import Conflict, Invalid
from projects.queue_order import shuffled
from projects.starters import starter, starters
from tests.makers import schema_body


@pytest.mark.parametrize("name", [each.name for each in starters()])
def test_every_starter_makes_a_project(make, name):
    begun = starter(name)
    project = making.make_project(
        make.organisation(), by=make.person(), name="New", body=begun.body, guideline=begun.guideline["zh"], overlap=3
    )
    assert project.media == begun.media
    assert (project.schema.version, project.guideline.version, project.overlap) == (1, 1, 3)
    assert project.schema.body == begun.body


def test_a_project_with_a_wrong_schema_is_not_made_at_all(make):
    body = schema_body(labels=[])
    with pytest.raises(Invalid):
        making.make_project(make.organisation(), by=make.person(), name="New", body=body)
    assert not Project.objects.exists()


def test_each_saved_schema_is_a_new_version_and_the_old_ones_stay(make):
    project, lead = make.project(), make.lead()
    changed = schema_body(required=True)
    saved = making.add_schema(project, changed, by=lead, after=1)
    project.refresh_from_db()
    assert project.schema == saved
    assert list(project.schemas.values_list("version", flat=True)) == [2, 1]
    assert LabelSchema.objects.get(project=project, version=1).body == schema_body()


def test_of_two_people_who_edit_the_same_version_the_second_is_told(make):
    project, lead = make.project(guideline="One."), make.lead()
    making.add_schema(project, schema_body(), by=lead, after=1)
    with pytest.raises(Conflict, match="2"):
        making.add_schema(project, schema_body(required=True), by=lead, after=1)
    making.add_guideline(project, "Two.", by=lead, after=1)
    with pytest.raises(Conflict, match="2"):
        making.add_guideline(project, "Another two.", by=lead, after=1)


def test_a_schema_for_other_media_is_refused(make):
    with pytest.raises(Invalid, match="image"):
        making.add_schema(make.project("box"), schema_body("choice"), by=make.lead())


def test_a_higher_overlap_reopens_finished_tasks(make):
    assignment = make.submitted(project=make.project(overlap=1))
    task = assignment.task
    task.refresh_from_db()
    assert task.state == TaskState.LABELLED
    making.change_overlap(task.project, 3)
    task.refresh_from_db()
    assert (task.overlap, task.state, task.stale) == (3, TaskState.QUEUED, True)


def test_a_lower_overlap_never_goes_below_the_people_who_have_begun(make):
    project = make.project(overlap=3)
    untouched, begun = make.tasks(2)
    make.submitted(task=begun)
    make.leased(task=begun)
    making.change_overlap(project, 1)
    untouched.refresh_from_db()
    begun.refresh_from_db()
    assert untouched.overlap == 1
    assert (begun.overlap, begun.taken, begun.state) == (2, 2, TaskState.QUEUED)


def test_a_lower_overlap_finishes_tasks_that_now_have_enough(make):
    project = make.project(overlap=3)
    task = make.task()
    make.submitted(task=task)
    making.change_overlap(project, 1)
    task.refresh_from_db()
    assert (task.overlap, task.state) == (1, TaskState.LABELLED)


def test_void_tasks_keep_out_of_a_change_of_overlap(make):
    project = make.project(overlap=2)
    task = make.task(state=TaskState.VOID)
    making.change_overlap(project, 5)
    task.refresh_from_db()
    assert (task.overlap, task.state) == (2, TaskState.VOID)


def test_a_deleted_project_takes_everything_of_its_own_and_nothing_of_others(make):
    other = make.submitted(project=make.project()).task.project
    project = make.project(guideline="Read me.")
    make.submitted(project=project)
    make.accepted(project=project)
    making.add_schema(project, schema_body(required=True), by=make.lead(project=project))
    making.delete_project(project)
    for model in (Project, Task, Asset, Assignment, Annotation, Revision):
        path = {Project: "pk", Task: "project", Asset: "project"}.get(model, "task__project")
        path = "assignment__task__project" if model is Annotation else path
        assert not model.objects.filter(**{path: project.pk}).exists(), model
        assert model.objects.filter(**{path: other.pk}).exists(), model


def test_a_new_order_moves_the_tasks_that_wait_and_the_old_one_brings_them_back(make):
    project = make.project(overlap=1)
    imported = make.tasks(12)

    def queued():
        return list(project.tasks.order_by("position"))

    making.change(project, order="random")
    project.refresh_from_db()
    mixed = queued()
    assert mixed != imported
    assert set(mixed) == set(imported)
    making.change(project, order="sequential")
    project.refresh_from_db()
    assert queued() == imported
    making.change(project, order="random")
    assert queued() == mixed


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_all_tasks_of_a_project_to_be_put_in_order(make, monkeypatch):
    """On SQLite whoever writes waits for the whole transaction, on PostgreSQL for the rows of the tasks."""
    project = make.project()
    make.tasks(3)
    held = []
    write = type(Task.objects.all()).bulk_update
    monkeypatch.setattr(queue_order, "PIECE", 2)

    def noting(rows, *args, **options):
        held.append(connection.in_atomic_block)
        return write(rows, *args, **options)

    monkeypatch.setattr(type(Task.objects.all()), "bulk_update", noting)
    making.change(project, order="random")
    assert held == [False, False]


def test_a_new_order_is_the_one_an_import_would_have_made(make):
    project = make.project()
    task = make.task()
    making.change(project, order="random")
    assert project.tasks.get().position == shuffled(project, task.external_id)
