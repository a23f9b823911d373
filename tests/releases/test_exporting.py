"""An export: the whole release in another form, the same bytes whatever happened on the way."""

import io
import zipfile
from hashlib import sha256

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotation.models import Annotation
from projects import storage
from projects.models import Task
from projects.problems import Conflict, Invalid
from workers import exporting, jobs, releasing
from workers.formats import FORMATS
from workers.models import Export, Job, Release

from .making import bytes_of, files_of


def test_jsonl_is_the_release_itself(answered, release, export):
    made = release(answered("span", tasks=3))
    written = export(made)
    assert bytes_of(written) == files_of(made)["tasks-00001.jsonl"]
    assert written.sha256 == sha256(bytes_of(written)).hexdigest()
    assert written.losses == {}


def test_an_export_reads_the_release_and_not_the_tables(answered, release, export):
    project = answered("choice", tasks=2)
    made = release(project)
    Annotation.objects.update(value={"answer": "bad"})
    Task.objects.update(name="renamed", meta={"later": True})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        written = export(made)
    assert bytes_of(written) == files_of(made)["tasks-00001.jsonl"]
    assert not [query for query in queries if "annotation_" in query["sql"] or "projects_task" in query["sql"]]


def test_the_same_choice_is_the_same_export(answered, release, export):
    made = release(answered("choice", tasks=1))
    one = export(made, "csv")
    assert export(made, "csv").pk == one.pk
    assert export(made, "csv", options={"bom": True}).pk == one.pk
    assert export(made, "csv", options={"bom": False}).pk != one.pk


def test_a_deleted_file_is_written_again(answered, release, export):
    made = release(answered("choice", tasks=1))
    one = export(made)
    content = bytes_of(one)
    storage.delete(one.path)
    two = export(made)
    assert bytes_of(two) == content


def test_every_part_of_a_release_is_read(answered, release, export, monkeypatch):
    monkeypatch.setattr(releasing, "PART", 400)
    made = release(answered("choice", tasks=5))
    assert len(made.manifest["parts"]) > 1
    files = files_of(made)
    assert bytes_of(export(made)) == b"".join(files[part["file"]] for part in made.manifest["parts"])


@pytest.mark.parametrize(
    ("kind", "format", "images"),
    [
        ("box", "coco", True),
        ("box", "coco", False),
        ("box", "jsonl", True),
        ("box", "csv", False),
        ("span", "conll", False),
    ],
)
def test_workers_killed_in_the_middle_of_an_export_leave_no_trace(
    transactional_db, answered, release, export, killed, monkeypatch, kind, format, images
):
    """Killed before the first save, taken over, killed again further on, and so on to the end."""
    monkeypatch.setattr(releasing, "PART", 700)
    made = release(answered(kind, tasks=3))
    whole = export(made, format, images=images)
    content, losses = bytes_of(whole), whole.losses
    exporting.remove(whole)
    begun = exporting.begin(made, by=None, format=format, images=images)
    killed(begun.job_id, "before 1", "after 1", "before 2", "before 1", "after 1", "after 1")
    jobs.run(begun.job_id)
    begun.refresh_from_db()
    assert bytes_of(begun) == content
    assert begun.losses == losses
    assert [path.name for path in storage.path(begun.path).parent.iterdir()] == [begun.name]


def test_a_worker_that_comes_back_late_changes_nothing(answered, release, export, monkeypatch):
    """It was thought dead; its successor has finished. What it still writes is refused or the same."""
    made = release(answered("choice", tasks=3))
    content = bytes_of(export(made, "csv"))
    begun = exporting.begin(made, by=None, format="csv", options={"bom": False})
    monkeypatch.setattr(exporting, "RECORDS", 1)
    row = jobs.claim(begun.job_id)
    late = exporting.Writing(jobs.Running(row), Export.objects.get(pk=begun.pk))
    late.target.write(late.writer.head(0))
    late.target.sync()
    Job.objects.filter(pk=row.pk).update(lease_until="2020-01-01T00:00Z")
    jobs.run(row.pk)
    with pytest.raises(jobs.Stopped):
        late.write()
    late.target.close()
    begun.refresh_from_db()
    assert bytes_of(begun) == content.removeprefix(b"\xef\xbb\xbf")
    assert sha256(bytes_of(begun)).hexdigest() == begun.sha256


def test_images_are_in_the_archive_as_they_were_labelled(answered, release, export):
    made = release(answered("box", tasks=3))
    written = export(made, "coco", images=True)
    archive = zipfile.ZipFile(io.BytesIO(bytes_of(written)))
    assert archive.testzip() is None
    body = orjson.loads(archive.read("annotations.json"))
    assert body == orjson.loads(bytes_of(export(made, "coco")))
    for image in body["images"]:
        assert sha256(archive.read(f"images/{image['file_name']}")).hexdigest() == image["sha256"]
    assert len(archive.namelist()) == 4
    assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_text_release_has_no_images_to_include(answered, release, export):
    made = release(answered("span", tasks=1))
    assert export(made, images=True).pk == export(made).pk


def test_an_image_that_is_gone_ends_the_export_with_a_sentence(answered, release, export):
    made = release(answered("box", tasks=1))
    storage.delete(Task.objects.select_related("asset").get().asset.file)
    failed = export(made, "coco", images=True)
    assert failed.job.state == "failed"
    assert "is missing or was changed" in failed.job.error


def test_a_release_that_was_tampered_with_is_not_exported(answered, release, export):
    made = release(answered("choice", tasks=1))
    path = storage.path(f"{releasing.folder(made)}/tasks-00001.jsonl")
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"good", b"bad!"))
    failed = export(made)
    assert "is not what was released" in failed.job.error


def test_losses_are_counted_with_their_tasks(make, release, export):
    project = make.project("span", overlap=1)
    task = make.text_task("上海交通大学")
    spans = [{"id": "1", "label": "LOC", "start": 0, "end": 2}, {"id": "2", "label": "ORG", "start": 0, "end": 6}]
    make.submitted({"answer": spans}, task=task)
    assert export(release(project), "conll").losses == {"overlap": {"count": 1, "tasks": [task.external_id]}}


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ({"format": "yolo"}, "format"),
        ({"format": "coco"}, "format"),
        ({"format": "csv", "options": {"bom": "perhaps"}}, "options.bom"),
        ({"format": "conll", "options": {"speed": 1}}, "options.speed"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_its_place(answered, release, choice, field):
    made = release(answered("span", tasks=1))
    with pytest.raises(Invalid) as refused:
        exporting.begin(made, by=None, **choice)
    assert refused.value.detail["field"] == field


def test_an_export_waits_for_its_release(answered):
    with pytest.raises(Conflict, match="not ready"):
        exporting.begin(releasing.begin(answered(tasks=1), by=None), by=None, format="jsonl")


def test_formats_that_cannot_hold_the_answers_are_not_offered(answered, release):
    assert [fmt.name for fmt in exporting.fitting(release(answered("span", tasks=1)))] == ["jsonl", "csv", "conll"]
    assert [fmt.name for fmt in exporting.fitting(release(answered("box", tasks=1)))] == ["jsonl", "csv", "coco"]
    assert [fmt.name for fmt in exporting.fitting(release(answered("choice", tasks=1)))] == ["jsonl", "csv"]


def test_a_failed_export_can_be_tried_again(answered, release, export):
    made = release(answered("box", tasks=1))
    asset = Task.objects.select_related("asset").get().asset
    content = storage.path(asset.file).read_bytes()
    storage.delete(asset.file)
    failed = export(made, "coco", images=True)
    storage.keep(content, ".png")
    again = export(made, "coco", images=True)
    assert again.pk == failed.pk
    assert again.job.state == "done"


def test_deleting_an_export_leaves_the_release(answered, release, export):
    made = release(answered("choice", tasks=1))
    written = export(made)
    exporting.remove(written)
    assert not storage.exists(written.path)
    assert not Export.objects.exists()
    assert releasing.verify(Release.objects.get()) == []
    assert Job.objects.filter(pk=written.job_id).exists()


@pytest.mark.parametrize(
    ("project", "name"),
    [
        ("海口 码头/船只", "海口 码头-船只-1-jsonl.jsonl"),
        ("../../etc", "etc-1-jsonl.jsonl"),
        ("标" * 120, "标" * 50 + "-1-jsonl.jsonl"),
        ("???", "project-1-jsonl.jsonl"),
    ],
)
def test_the_file_is_named_for_its_project(make, release, project, name):
    made = make.project("choice", name=project)
    make.submitted("good")
    assert exporting.name_of(release(made), FORMATS["jsonl"], images=False) == name
