"""Pages, endpoints and commands of releases and exports."""

import io

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from projects import storage
from workers import exporting, jobs, releasing
from workers.models import Export, Release

from .making import bytes_of


@pytest.fixture
def lead(make):
    """The browser of a lead of the test's project."""
    return lambda: make.client(make.lead(language="en"))


def at(name: str, *args: object) -> str:
    return reverse(f"workers:{name}", args=args)


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_lead_makes_a_release_on_the_page(answered, lead):
    project = answered("choice", tasks=2)
    client = lead()
    assert "No release yet" in client.get(at("releases", project.pk)).text
    answer = client.post(at("releases", project.pk), {"scope": "answered", "note": "first"})
    assert answer["Location"] == at("release", project.pk, 1)
    page = client.get(answer["Location"])
    assert "hx-get" in page.text  # it asks again while it is built
    assert "Export as" not in page.text
    progress = at("release-progress", project.pk, 1)
    assert "HX-Refresh" not in client.get(f"{progress}?building=1")
    jobs.run(Release.objects.get().job_id)
    assert client.get(f"{progress}?building=1")["HX-Refresh"] == "true"
    page = client.get(answer["Location"]).text
    assert Release.objects.get().sha256 in page
    assert "Export as JSONL" in page
    assert "hx-get" not in page


def test_without_answers_the_page_says_what_to_do_next(make, lead):
    project = make.project("choice")
    page = lead().get(at("releases", project.pk)).text
    assert "Label some tasks first" in page


def test_a_failed_release_says_why_and_can_be_tried_again(make, lead, release):
    project = make.project("choice", overlap=1)
    release(project)
    client = lead()
    page = client.get(at("release", project.pk, 1)).text
    assert "There is no answer to release yet" in page
    make.submitted("good")
    assert client.post(at("release-retry", project.pk, 1)).status_code == 302
    jobs.run(Release.objects.get().job_id)
    assert Release.objects.get().state == "ready"
    assert client.post(at("release-retry", project.pk, 1)).status_code == 409


def test_an_export_is_chosen_written_and_downloaded(answered, lead, release):
    project = answered("box", tasks=2, name="船 Ships")
    made = release(project)
    client = lead()
    page = at("release", project.pk, 1)
    sent = client.post(page, {"format": "coco", "answers": "one", "images": "on"})
    assert sent.status_code == 302
    export = Export.objects.get()
    assert (export.format, export.options, export.images) == ("coco", {"answers": "one"}, True)
    assert client.get(at("export-file", project.pk, 1, export.pk)).status_code == 409
    jobs.run(export.job_id)
    shown = client.get(page).text
    assert "Of several answers to a task one is written" in shown
    assert "2 times" in shown
    export.refresh_from_db()
    file = client.get(at("export-file", project.pk, 1, export.pk))
    assert content_of(file) == bytes_of(export)
    assert "%E8%88%B9%20Ships-1-coco.zip" in file["Content-Disposition"]
    part = client.get(at("release-file", project.pk, 1, "tasks-00001.jsonl"))
    assert content_of(part) == storage.path(f"{releasing.folder(made)}/tasks-00001.jsonl").read_bytes()
    assert client.post(at("export-remove", project.pk, 1, export.pk)).status_code == 302
    assert client.get(at("export-file", project.pk, 1, export.pk)).status_code == 404


def test_only_files_of_the_release_are_sent(answered, lead, release):
    project = answered("choice", tasks=1)
    release(project)
    client = lead()
    for name in ("secret_key", "..%2F..%2Fdb.sqlite3", "tasks-00002.jsonl"):
        assert client.get(f"/projects/{project.pk}/releases/1/files/{name}").status_code == 404


def test_a_choice_that_cannot_be_comes_back_as_a_sentence(answered, lead, release):
    project = answered("choice", tasks=1)
    release(project)
    answer = lead().post(at("release", project.pk, 1), {"format": "coco"})
    assert answer.status_code == 400
    assert "COCO cannot hold the answers" in answer.text


def test_a_release_of_another_project_is_not_found(answered, make, lead, release):
    other = answered("choice", tasks=1)
    release(other)
    mine = make.project("choice")
    assert lead().get(at("release", mine.pk, 1)).status_code == 404


def test_the_api_tells_all_of_a_release(answered, make, release, export):
    project = answered("choice", tasks=2)
    made = release(project)
    written = export(made, "csv")
    headers = make.headers(make.auditor())
    client = make.client()
    listed = client.get(at("api-releases", project.pk), headers=headers).json()
    assert [(one["number"], one["state"]) for one in listed["results"]] == [(1, "ready")]
    one = client.get(at("api-release", project.pk, 1), headers=headers).json()
    assert one["manifest"] == made.manifest
    (shown,) = client.get(at("api-exports", project.pk, 1), headers=headers).json()["results"]
    assert (shown["sha256"], shown["bytes"]) == (written.sha256, written.bytes)
    file = client.get(shown["file"], headers=headers | {"Range": "bytes=3-"})
    assert (file.status_code, content_of(file)) == (206, bytes_of(written)[3:])
    asked = {"format": "coco"}
    new = at("api-exports", project.pk, 1)
    assert client.post(new, asked, content_type="application/json", headers=headers).status_code == 403  # only reads
    headers = make.headers(make.lead())
    refused = client.post(new, asked, content_type="application/json", headers=headers)
    assert (refused.status_code, refused.json()["detail"]) == (400, {"field": "format"})
    assert "jsonl" in refused.json()["message"]


def test_commands_release_export_and_verify(answered, tmp_path):
    project = answered("box", tasks=2)
    out = io.StringIO()
    call_command("release", project.pk, "--note", "by hand", stdout=out)
    assert "release 1: 2 tasks, 4 answers" in out.getvalue()
    target = tmp_path / "boxes.json"
    call_command("export", project.pk, "--format=coco", f"--out={target}", "--option=answers=one", stdout=out)
    assert len(orjson.loads(target.read_bytes())["annotations"]) == 2
    call_command("export", project.pk, "--format=csv", f"--out={target}", "--option=bom=false", stdout=out)
    assert target.read_bytes().startswith(b"task_id,")
    call_command("verify_release", project.pk, stdout=out)
    assert "release 1: as released" in out.getvalue()
    path = storage.path(f"{releasing.folder(Release.objects.get())}/tasks-00001.jsonl")
    path.chmod(0o644)
    path.write_bytes(b"{}\n")
    with pytest.raises(SystemExit):
        call_command("verify_release", project.pk, "1", stdout=out)
    assert "tasks-00001.jsonl was changed" in out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["release", "999"], "There is no project 999"),
        (["export", "999", "--format=csv", "--out=/dev/null"], "There is no project 999"),
        (["verify_release", "999"], "There is no project 999"),
        (["verify_release", "PROJECT"], "There is no such release. Make one: manage.py release"),
        (["export", "PROJECT", "--format=csv", "--out=/dev/null"], "no such release that is ready. Make one"),
        (["export", "PROJECT", "--format=csv", "--out=/no/such/folder/a.csv"], "a folder that exists, and /no/such"),
        (["export", "PROJECT", "--format=csv", "--out=/"], "takes a file"),
    ],
)
def test_commands_say_what_is_wrong(make, arguments, sentence):
    project = str(make.project().pk)
    with pytest.raises(CommandError, match=sentence):
        call_command(*(project if one == "PROJECT" else one for one in arguments))


def test_a_file_that_cannot_be_written_is_no_fault(answered, release):
    made = release(answered("choice", tasks=1))
    with pytest.raises(CommandError, match="/dev/full cannot be written: No space left"):
        call_command("export", made.project_id, "--format=csv", "--out=/dev/full")


def test_the_command_says_why_there_is_no_release(make):
    with pytest.raises(CommandError, match="no answer to release"):
        call_command("release", make.project("choice").pk)


def test_a_stopped_export_can_be_asked_for_again(answered, release):
    made = release(answered("choice", tasks=1))
    begun = exporting.begin(made, by=None, format="jsonl")
    jobs.cancel(begun.job)
    again = exporting.begin(made, by=None, format="jsonl")
    jobs.run(again.job_id)
    again.refresh_from_db()
    assert again.bytes is not None
