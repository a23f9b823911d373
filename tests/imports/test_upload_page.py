"""The import page in a real browser: files and folders, a connection that breaks, a column that has to be named."""

import json

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from annotation.models import Annotation
from projects.models import Task
from workers.models import Job, JobState, Upload
from workers.tasks import look_at_job

DROP = """files => {
    const data = new DataTransfer();
    for (const [name, text] of Object.entries(files)) data.items.add(new File([text], name));
    for (const kind of ["dragenter", "dragover", "drop"])
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def desk(make, site, page: Page) -> Page:
    """A lead's browser at the import page of a text project."""
    project = make.project()
    cookie = make.client(make.lead(project=project, language="en")).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])
    page.goto(f"{site.url}/projects/{project.pk}/import")
    return page


def texts():
    return dict(Task.objects.values_list("external_id", "asset__text"))


def begin(desk: Page):
    """Press the button, and let a worker of the test's own do the job that comes of it."""
    desk.get_by_role("button", name="Import", exact=True).click()
    desk.wait_for_url("**/imports/*")
    look_at_job(Job.objects.get(state=JobState.WAITING).pk)
    expect(desk.get_by_text("Done", exact=True)).to_be_visible()


def test_dropped_files_become_tasks_and_bad_lines_are_listed(desk):
    desk.evaluate(DROP, {"a.txt": "第一篇", "rows.jsonl": '{"text": "good"}\nbad\n', ".DS_Store": "litter"})
    expect(desk.get_by_role("heading", name="2 files, 30 B")).to_be_visible()
    begin(desk)
    assert texts() == {"a.txt": "第一篇", "rows.jsonl:1": "good"}
    line = desk.get_by_role("row").filter(has_text="This is not JSON")
    expect(line).to_contain_text("rows.jsonl")
    expect(line.get_by_role("cell").nth(1)).to_have_text("2")


def test_a_chosen_folder_keeps_its_folders(desk, tmp_path):
    for name in ("set/a.txt", "set/deep/b.txt", "set/.hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"text of {name}")
    desk.locator("[data-folder]").set_input_files(tmp_path / "set")
    begin(desk)
    assert set(texts()) == {"set/a.txt", "set/deep/b.txt"}


def test_an_upload_goes_on_by_itself_when_the_connection_is_back(desk):
    large = "x" * 700_000  # travels alone; the small ones travel together
    lost = {"PUT": 2, "POST": 1}

    def lose(route: Route) -> None:
        if lost.get(route.request.method):
            lost[route.request.method] -= 1
            route.abort()
        else:
            route.continue_()

    desk.route("**/api/imports/*/files*", lose)
    desk.evaluate(DROP, {"large.txt": large, "a.txt": "a", "b.txt": "b"})
    begin(desk)
    assert texts() == {"large.txt": large, "a.txt": "a", "b.txt": "b"}
    assert lost == {"PUT": 0, "POST": 0}


def test_the_column_is_asked_for_and_the_files_are_not_sent_again(desk):
    desk.evaluate(DROP, {"t.csv": "key,utterance\n1,你好\n"})
    desk.get_by_role("button", name="Import", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("key, utterance")
    sent = []
    desk.on("request", lambda request: sent.append(request.url) if "/files" in request.url else None)
    desk.get_by_label("Column with the text").fill("utterance")
    begin(desk)
    assert list(texts().values()) == ["你好"]
    assert sent == []


def test_a_refused_file_is_told_and_another_try_is_possible(desk):
    name = "n" * 401 + ".txt"
    desk.evaluate(DROP, {name: "x" * 600_000})
    desk.get_by_role("button", name="Import", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("more than 400 characters")
    desk.get_by_role("button", name="Remove all").click()
    desk.evaluate(DROP, {"a.txt": "a"})
    begin(desk)
    assert list(texts()) == ["a.txt"]
    assert Upload.objects.count() == 1


def test_a_release_brings_its_answers_unless_they_are_left_out(desk):
    record = {"id": "x", "name": "x", "media": "text", "text": "好", "meta": {}}
    record["annotations"] = [{"annotator": "a1", "value": {"answer": "good"}, "seconds": 2}]
    desk.evaluate(DROP, {"r.jsonl": json.dumps(record)})
    desk.get_by_text("Releases of this or another Biaozhu").click()
    desk.get_by_label("Leave them out").check()
    begin(desk)
    expect(desk.get_by_text("were left out, as chosen")).to_be_visible()
    assert not Annotation.objects.exists()
    desk.get_by_role("link", name="All imports").click()
    desk.wait_for_url("**/import")
    desk.evaluate(DROP, {"r.jsonl": json.dumps(record)})
    desk.get_by_text("Releases of this or another Biaozhu").click()
    desk.get_by_label("Where its annotators are from").fill("沈阳")
    begin(desk)
    expect(desk.locator(".figures")).to_contain_text("1new answers")
    answer = Annotation.objects.select_related("assignment__annotator").get()
    assert (answer.value, str(answer.assignment.annotator)) == ({"answer": "good"}, "a1 · 沈阳")
    desk.goto(f"{desk.url.split('/imports')[0]}/tasks/{answer.assignment.task_id}")
    expect(desk.get_by_text("From a release")).to_be_visible()
