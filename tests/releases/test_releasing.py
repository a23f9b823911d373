"""A release: what is in it, that it is of one moment, and that it never changes."""

from hashlib import sha256

import orjson
import pytest
from django.db import transaction

from annotation import moves
from annotation.models import Assignment
from projects import storage
from projects.models import Task
from projects.problems import Conflict
from workers import jobs, releasing, snapshot
from workers.models import Job, Pseudonym, Release

from .making import files_of


def records(release):
    return [
        orjson.loads(line)
        for name, content in sorted(files_of(release).items())
        if name.startswith("tasks-")
        for line in content.splitlines()
    ]


def test_a_release_holds_every_answer_of_its_moment(answered, release):
    project = answered("span", tasks=3)
    made = release(project, note="第一次")
    assert (made.state, made.number, made.note) == ("ready", 1, "第一次")
    assert made.manifest["counts"] == {
        "tasks": 3,
        "annotations": 6,
        "settled": 0,
        "accepted": 0,
        "annotators": 2,
        "labels": {"answer": {"PER": 6}},
    }
    assert made.manifest["schemas"] == {"1": project.schema.body}
    assert made.manifest["guideline"] == {"version": 1, "body": "# 怎么标\n"}
    first = records(made)[0]
    task = Task.objects.order_by("pk").select_related("asset").first()
    assert first["id"] == task.external_id
    assert first["text"] == task.asset.text
    assert first["text_sha256"] == sha256(task.asset.text.encode()).hexdigest()
    assert [answer["annotator"] for answer in first["annotations"]] == ["a1", "a2"]
    assert first["annotations"][0]["value"] == {"answer": task.assignments.first().annotation.value["answer"]}
    assert first["annotations"][0]["seconds"] == 4.5


def test_the_manifest_has_the_hash_of_each_part(answered, release):
    made = release(answered())
    files = files_of(made)
    for part in made.manifest["parts"]:
        assert len(files[part["file"]]) == part["bytes"]
        assert sha256(files[part["file"]]).hexdigest() == part["sha256"]
    assert sha256(files["manifest.json"]).hexdigest() == made.sha256
    assert orjson.loads(files["manifest.json"]) == made.manifest
    assert set(files) == {"manifest.json", *(part["file"] for part in made.manifest["parts"])}


def test_names_of_people_never_leave(answered, release, make):
    project = answered("choice", tasks=1)
    made = release(project)
    content = b"".join(files_of(made).values())
    for person in {row.annotator for row in Assignment.objects.select_related("annotator")}:
        assert person.username.encode() not in content
        assert person.name.encode() not in content
        assert person.email.encode() not in content


def test_a_person_keeps_the_pseudonym_from_release_to_release(make, release):
    project = make.project("choice", overlap=3)
    late, early = make.annotator(), make.annotator()
    task, other = make.tasks(2)
    make.submitted("good", task=other, by=early)
    release(project)
    make.submitted("bad", task=task, by=late)
    release(project)
    numbers = dict(Pseudonym.objects.values_list("person", "number"))
    assert numbers == {early.pk: 1, late.pk: 2}


def test_the_same_content_gives_the_same_bytes(answered, release):
    project = answered("choices", tasks=4)
    one = release(project, note="one")
    two = release(project, note="two")
    assert (one.number, two.number) == (1, 2)
    assert one.sha256 == two.sha256
    assert files_of(one) == files_of(two)


def test_other_content_gives_another_hash(answered, release, make):
    project = answered("choice", tasks=2)
    one = release(project)
    make.accepted(task=make.task(), by=make.annotator())
    assert release(project).sha256 != one.sha256


def test_what_is_not_an_answer_is_left_out(make, release):
    project = make.project("choice")
    make.submitted("good", task=make.task(external_id="in"))
    make.leased(task=make.task(external_id="in hand"))
    make.returned(task=make.task(external_id="returned"))
    moves.skip(make.leased(task=make.task(external_id="skipped")), by=make.annotator(), reason="unclear")
    make.task(external_id="untouched")
    make.submitted("bad", task=make.task(external_id="void"))
    Task.objects.filter(external_id="void").update(state="void")
    assert [record["id"] for record in records(release(project))] == ["in"]


def test_only_complete_tasks_when_the_lead_says_so(make, release):
    project = make.project("choice", overlap=2)
    half, whole = make.task(external_id="half"), make.task(external_id="whole")
    make.submitted("good", task=half)
    make.submitted("good", task=whole)
    make.submitted("bad", task=whole)
    assert [record["id"] for record in records(release(project))] == ["half", "whole"]
    assert [record["id"] for record in records(release(project, scope="complete"))] == ["whole"]


def test_an_answer_counts_in_the_schema_it_was_given_for(make, release):
    project = make.project("choice", overlap=1)
    make.submitted("good", task=make.task())
    labels = [{"name": "good"}, {"name": "splendid"}]
    make.schema({"media": "text", "fields": [{"name": "answer", "kind": "choice", "labels": labels}]})
    project.refresh_from_db()
    make.submitted("splendid", task=make.task(project=project))
    made = release(project)
    assert [record["annotations"][0]["schema"] for record in records(made)] == [1, 2]
    assert set(made.manifest["schemas"]) == {"1", "2"}


def test_answers_stand_in_the_order_of_submission(make, release):
    project = make.project("choice", overlap=2)
    task = make.task()
    first, second = make.leased(task=task), make.leased(task=task)
    schema = project.schema
    moves.submit(second, value={"answer": "bad"}, schema=schema, by=second.annotator)
    moves.submit(first, value={"answer": "good"}, schema=schema, by=first.annotator)
    values = [answer["value"]["answer"] for answer in records(release(project))[0]["annotations"]]
    assert values == ["bad", "good"]


def test_nothing_to_release_is_said_in_a_sentence(make, release):
    made = release(make.project("choice"))
    assert made.shown_state == "failed"
    assert "no answer to release yet" in made.job.error


def test_what_is_changed_during_the_build_does_not_leak(answered, make, monkeypatch, release):
    """People label on while pages are written; the release keeps to its moment."""
    project = answered("choice", tasks=4)
    before = release(project)
    begun = releasing.begin(project, by=None)
    monkeypatch.setattr(releasing, "PAGE", 2)
    changed = []

    def meddle(self, **fields):
        save(self, **fields)
        if fields.get("done") == 0 and not changed:
            changed.append(True)
            last = Assignment.objects.order_by("pk").last()
            moves.submit(last, value={"answer": "neutral"}, schema=project.schema, by=last.annotator, revision=1)
            moves.accept(Assignment.objects.order_by("pk")[6], by=make.reviewer())
            make.submitted("bad", task=make.task(project=project), by=make.annotator())

    save = jobs.Running.save
    monkeypatch.setattr(jobs.Running, "save", meddle)
    jobs.run(begun.job_id)
    begun.refresh_from_db()
    assert changed
    assert begun.sha256 == before.sha256
    monkeypatch.setattr(jobs.Running, "save", save)
    assert release(project).sha256 != before.sha256


def test_later_work_does_not_change_a_ready_release(answered, release, make):
    project = answered("choice", tasks=2)
    made = release(project)
    files = files_of(made)
    assignment = Assignment.objects.first()
    moves.submit(assignment, value={"answer": "neutral"}, schema=project.schema, by=assignment.annotator)
    release(project)
    assert files_of(Release.objects.get(pk=made.pk)) == files


def test_a_ready_release_refuses_to_be_written(answered, release):
    made = release(answered("choice", tasks=1))
    with pytest.raises(Conflict, match="never changes"):
        releasing.write(made, sha256="0" * 64)
    files = files_of(made)
    Job.objects.filter(pk=made.job_id).update(state="waiting", cursor=None)
    jobs.run(made.job_id)  # the same message again
    assert files_of(made) == files
    path = storage.path(f"{releasing.folder(made)}/manifest.json")
    assert path.stat().st_mode & 0o222 == 0


def test_parts_have_a_bounded_size(answered, release, monkeypatch):
    project = answered("span", tasks=6)
    whole = release(project)
    longest = max(len(line) for line in files_of(whole)["tasks-00001.jsonl"].splitlines(keepends=True))
    monkeypatch.setattr(releasing, "PART", 2 * longest)
    parted = release(project)
    files = files_of(parted)
    assert [part["tasks"] for part in parted.manifest["parts"]] == [2, 2, 2]
    assert all(len(files[part["file"]]) <= 2 * longest for part in parted.manifest["parts"])
    joined = b"".join(files[part["file"]] for part in parted.manifest["parts"])
    assert joined == files_of(whole)["tasks-00001.jsonl"]
    assert releasing.verify(parted) == []


@pytest.mark.parametrize(
    "deaths",
    [
        ("before 1",),  # the moment is listed, but no cursor names it
        ("after 1", "before 1"),
        ("before 3", "after 1", "after 1", "before 1"),
        ("after 1",) * 5,  # at the end all parts are written, but not the manifest
    ],
)
def test_workers_killed_in_the_middle_leave_no_trace(transactional_db, answered, release, killed, monkeypatch, deaths):
    project = answered("span", tasks=4)
    whole = release(project)
    begun = releasing.begin(project, by=None)
    killed(begun.job_id, *deaths)
    jobs.run(begun.job_id)
    begun.refresh_from_db()
    assert files_of(begun) == files_of(whole)
    assert begun.sha256 == whole.sha256


def test_a_worker_killed_between_two_parts_leaves_no_trace(transactional_db, answered, release, killed, monkeypatch):
    project = answered("choice", tasks=5)
    monkeypatch.setattr(releasing, "PART", 700)
    whole = release(project)
    assert len(whole.manifest["parts"]) > 1
    begun = releasing.begin(project, by=None)
    killed(begun.job_id, "after 3")  # that worker knew parts of another size
    jobs.run(begun.job_id)
    begun.refresh_from_db()
    joined = [b"".join(files_of(made)[part["file"]] for part in made.manifest["parts"]) for made in (whole, begun)]
    assert joined[0] == joined[1]
    assert releasing.verify(begun) == []


def test_two_releases_begun_at_once_get_two_numbers(answered):
    project = answered("choice", tasks=1)
    with transaction.atomic():
        one, two = releasing.begin(project, by=None), releasing.begin(project, by=None)
    assert (one.number, two.number) == (1, 2)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda place: (place / "tasks-00001.jsonl").write_bytes(b"{}\n"), "tasks-00001.jsonl was changed"),
        (lambda place: (place / "tasks-00001.jsonl").unlink(), "tasks-00001.jsonl is missing"),
        (lambda place: (place / "manifest.json").write_bytes(b"{}"), "manifest.json was changed"),
        (lambda place: (place / "extra.txt").write_bytes(b""), "extra.txt does not belong"),
    ],
)
def test_verify_finds_what_was_tampered_with(answered, release, harm, sentence):
    made = release(answered("choice", tasks=2))
    assert releasing.verify(made) == []
    place = storage.path(releasing.folder(made))
    for path in place.iterdir():
        path.chmod(0o644)
    harm(place)
    assert any(sentence in line for line in releasing.verify(made))


def test_verify_finds_a_manifest_changed_in_the_database(answered, release):
    made = release(answered("choice", tasks=1))
    Release.objects.filter(pk=made.pk).update(manifest=made.manifest | {"scope": "complete"})
    made.refresh_from_db()
    assert any("in the database" in line for line in releasing.verify(made))


def test_the_list_of_a_moment_is_read_in_whole_tasks(answered, tmp_path):
    project = answered("choice", tasks=5)
    taken = snapshot.take(project, "answered", tmp_path / "moment")
    assert (taken.rows, taken.tasks, len(taken.people)) == (10, 5, 2)
    pages = list(snapshot.pages(tmp_path / "moment", 0, 3))
    assert [len(page) for page in pages] == [4, 4, 2]
    assert list(snapshot.pages(tmp_path / "moment", 4, 3)) == pages[1:]
