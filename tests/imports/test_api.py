"""Handing files in over HTTP, as programs and browsers do."""

import csv
import io

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects import storage
from projects.models import Role, Task
from tests.imports.files import image_bytes, zip_bytes
from workers import jobs
from workers.models import ImportProblem, Job, JobState, Upload


@pytest.fixture
def api(make):
    return Api(make, make.project())


class Api:
    """A program of the project's lead."""

    def __init__(self, make, project, role=Role.LEAD):
        self.project = project
        self.client = make.client()
        self.headers = make.headers(make.person(role, project=project, language="en"))

    def __call__(self, method, path, data=None, **options):
        if data is not None and "content_type" not in options:
            options["content_type"] = "application/json"
        options["data"] = data if data is not None else {}
        return getattr(self.client, method)(f"/api{path}", headers=self.headers, **options)

    def form(self, *files, **fields):
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        path = f"/api/projects/{self.project.pk}/imports"
        return self.client.post(path, {"file": sent, **fields}, headers=self.headers)

    def opened(self, **options):
        return self("post", f"/projects/{self.project.pk}/imports", options).json()["id"]

    def put(self, pk, name, content):
        path = f"/imports/{pk}/files?name={name}"
        return self("put", path, content, content_type="application/octet-stream")


def test_files_in_one_request_are_imported(api, django_capture_on_commit_callbacks):
    sent = api.form(("a.txt", b"text"), ("rows.csv", b"text\n1\n2\n"))
    assert sent.status_code == 201, sent.content
    doc = sent.json()
    assert (doc["state"], doc["files"], doc["options"]["txt"]) == ("waiting", 2, "file")
    jobs.run(doc["id"])
    doc = api("get", f"/imports/{doc['id']}").json()
    assert doc["state"] == "done"
    assert doc["result"] == {"tasks": 3, "answers": 0, "known": 0, "refused": 0, "remarks": 0}
    assert doc["done"] == doc["total"]
    files = api("get", f"/imports/{doc['id']}/files").json()
    assert files["results"][1] == {
        "name": "rows.csv",
        "bytes": 9,
        "encoding": "UTF-8",
        "accepted": 2,
        "answers": 0,
        "known": 0,
        "refused": 0,
    }


def test_folders_are_sent_beside_the_files(api):
    doc = api.form(("a.txt", b"1"), ("a.txt", b"2"), path=["x/a.txt", "y/a.txt"]).json()
    jobs.run(doc["id"])
    assert set(Task.objects.values_list("external_id", flat=True)) == {"x/a.txt", "y/a.txt"}


def test_files_can_be_sent_one_by_one_and_again(api):
    pk = api.opened(txt="line")
    assert api.put(pk, "folder/a.txt", b"wro").status_code == 204
    assert api.put(pk, "folder/a.txt", b"one\ntwo\n").status_code == 204  # the answer to the first was lost
    assert api.put(pk, "__MACOSX/._a.txt", b"litter").status_code == 204
    assert Upload.objects.get().bytes == 8
    assert api("post", f"/imports/{pk}/start", {}).json()["state"] == "waiting"
    jobs.run(pk)
    assert list(Task.objects.values_list("external_id", flat=True)) == ["folder/a.txt:1", "folder/a.txt:2"]


def test_small_files_can_be_sent_in_batches(api):
    pk = api.opened()
    files = [SimpleUploadedFile("x", f"text {n}".encode()) for n in range(3)]
    path = f"/api/imports/{pk}/files"
    sent = api.client.post(path, {"file": files, "path": ["a/1.txt", "a/2.txt", "b/1.txt"]}, headers=api.headers)
    assert sent.status_code == 204
    assert list(Upload.objects.values_list("name", flat=True)) == ["a/1.txt", "a/2.txt", "b/1.txt"]
    wrong = api.client.post(path, {"file": files, "path": ["one"]}, headers=api.headers)
    assert (wrong.status_code, wrong.json()["detail"]["field"]) == (400, "path")
    assert api("post", f"/imports/{pk}/files", {"file": "x"}).status_code == 400


def test_too_many_files_in_one_request_are_refused_in_the_one_shape(api, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    refused = api.form(*[(f"{n}.txt", b"x") for n in range(3)])
    assert (refused.status_code, refused.json()["code"]) == (413, "too_many")


def test_nothing_can_be_added_to_an_import_that_has_begun(api):
    pk = api.opened()
    api.put(pk, "a.txt", b"text")
    api("post", f"/imports/{pk}/start", {})
    again = api.put(pk, "b.txt", b"text")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert api("post", f"/imports/{pk}/start", {}).status_code == 409


def test_an_import_without_files_does_not_begin(api):
    refused = api("post", f"/imports/{api.opened()}/start", {})
    assert (refused.status_code, refused.json()["detail"]["field"]) == (400, "file")
    assert api.form().status_code == 400
    assert not Job.objects.filter(state=JobState.WAITING).exists()


def test_office_documents_are_told_in_one_sentence_each(api):
    workbook = zip_bytes({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    pk = api.form(("t.xlsx", workbook), ("t.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99)).json()["id"]
    jobs.run(pk)
    told = api("get", f"/imports/{pk}/problems").json()["results"]
    assert [(one["file"], one["code"]) for one in told] == [("t.xlsx", "unknown_kind"), ("t.doc", "unknown_kind")]
    assert all("CSV" in one["message"] for one in told)


def test_a_table_without_a_known_column_asks_for_it_before_it_begins(api):
    pk = api.opened()
    api.put(pk, "t.csv", "编号,话语\n1,你好\n".encode("gb18030") * 1)
    asked = api("post", f"/imports/{pk}/start", {})
    assert (asked.status_code, asked.json()["code"]) == (400, "choose_column")
    assert asked.json()["detail"] == {"columns": ["编号", "话语"], "file": "t.csv"}
    assert api("post", f"/imports/{pk}/start", {"content_column": "话语"}).status_code == 200
    jobs.run(pk)
    assert Task.objects.get().asset.text == "你好"


@pytest.mark.parametrize(
    ("name", "field"),
    [("", "name"), ("../a.txt", "name"), ("/a.txt", "name"), ("x" * 401, "name"), ("folder/", "name")],
)
def test_a_name_that_is_none_is_refused(api, name, field):
    refused = api.put(api.opened(), name, b"x")
    assert (refused.status_code, refused.json()["detail"]["field"]) == (400, field)


def test_a_file_that_arrived_in_part_is_not_kept(api):
    """The connection broke: the server reads less than was announced, which Django's test client cannot do."""
    request = RequestFactory().put(
        f"/api/imports/{api.opened()}/files?name=a.txt", b"announced", "application/octet-stream", headers=api.headers
    )
    cut = WSGIRequest(request.environ | {"wsgi.input": io.BytesIO(b"half")})
    answer = WSGIHandler().get_response(cut)
    assert (answer.status_code, orjson.loads(answer.content)["code"]) == (400, "incomplete")
    assert not Upload.objects.exists()


def test_more_than_the_limit_is_refused_with_413(api, settings):
    settings.UPLOAD_LIMIT = 10
    pk = api.opened()
    assert api.put(pk, "a.txt", b"x" * 10).status_code == 204
    assert api.put(pk, "b.txt", b"x" * 11).status_code == 413
    assert api.form(("a.txt", b"x" * 50)).status_code == 413
    assert not list((storage.root() / storage.INCOMING).glob("*"))


@pytest.mark.parametrize("options", [{"txt": "word"}, {"encoding": "latin-1"}, {"all_or_none": "perhaps"}])
def test_options_that_do_not_exist_are_refused(api, options):
    refused = api("post", f"/projects/{api.project.pk}/imports", options)
    assert (refused.status_code, refused.json()["detail"]["field"]) == (400, *options)


def test_problems_come_in_pages_and_as_a_file_that_a_spreadsheet_may_open(api):
    lines = [b"bad"] * 250
    doc = api.form(("=rows.jsonl", b"\n".join(lines))).json()
    jobs.run(doc["id"])
    first = api("get", f"/imports/{doc['id']}/problems?size=200").json()
    second = api("get", f"/imports/{doc['id']}/problems?size=200&cursor={first['next']}").json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (200, 50, None)
    assert [one["line"] for one in first["results"] + second["results"]] == list(range(1, 251))
    file = api("get", f"/imports/{doc['id']}/problems.csv")
    assert file["Content-Disposition"].startswith("attachment")
    content = b"".join(file.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert (len(rows), rows[0]["file"], rows[249]["line"]) == (250, "'=rows.jsonl", "250")


def test_an_import_can_be_stopped_once(api):
    doc = api.form(("a.txt", b"text")).json()
    assert api("post", f"/imports/{doc['id']}/cancel").json()["state"] == "cancelled"
    assert api("post", f"/imports/{doc['id']}/cancel").status_code == 409
    jobs.run(doc["id"])
    assert not Task.objects.exists()


def test_a_failed_import_can_be_tried_again_while_its_files_are_there(api):
    doc = api.form(("a.txt", b"text")).json()
    Job.objects.filter(pk=doc["id"]).update(state=JobState.FAILED, error="The disk was full.")
    assert api("post", f"/imports/{doc['id']}/retry").json()["state"] == "waiting"
    jobs.run(doc["id"])
    assert Task.objects.count() == 1
    assert api("post", f"/imports/{doc['id']}/retry").status_code == 409


def test_imports_are_listed_newest_first(api):
    numbers = [api.opened() for _ in range(22)]
    path = f"/projects/{api.project.pk}/imports?size=20"
    first = api("get", path).json()
    second = api("get", f"{path}&cursor={first['next']}").json()
    assert [one["id"] for one in first["results"] + second["results"]] == numbers[::-1]


def test_a_long_list_of_imports_asks_the_database_no_more_than_a_short_one(api):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            listed = api("get", f"/projects/{api.project.pk}/imports").json()["results"]
        return listed, len(queries)

    api.form(("a.txt", b"text"), ("rows.jsonl", b"bad\nworse\n"))
    jobs.run(Job.objects.get().pk)
    (doc,), few = asked()
    assert (doc["files"], doc["problems"]) == (2, 2)
    for number in range(8):
        api.form((f"{number}.txt", b"text"))
    found, many = asked()
    assert [one["files"] for one in found] == [1] * 8 + [2]
    assert many == few


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_of_the_list_of_problems_is_a_formula(api, start):
    row = Job.objects.get(pk=api.opened())
    ImportProblem.objects.create(job=row, file=f"{start}1+1.txt", code="empty", message=f"{start}SUM(A1)")
    file = api("get", f"/imports/{row.pk}/problems.csv")
    (cells,) = csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"), newline=""))
    assert (cells["file"], cells["message"]) == (f"'{start}1+1.txt", f"'{start}SUM(A1)")


@pytest.mark.parametrize("role", set(Role.values) - {Role.LEAD, Role.OWNER})
def test_only_leads_import(make, api, role):
    pk = api.opened()
    other = Api(make, api.project, role)
    assert other.form(("a.txt", b"x")).status_code == 403
    assert other.put(pk, "a.txt", b"x").status_code == 403
    assert other("get", f"/imports/{pk}").status_code == 403


def test_strangers_find_nothing(make, api):
    pk = api.opened()
    api.put(pk, "a.txt", b"x")
    stranger = Api(make, make.project())
    for method, path in [
        ("get", ""),
        ("get", "/files"),
        ("get", "/problems"),
        ("get", "/problems.csv"),
        ("post", "/start"),
        ("post", "/cancel"),
    ]:
        assert stranger(method, f"/imports/{pk}{path}").status_code == 404
    assert stranger.put(pk, "b.txt", b"x").status_code == 404
    assert stranger("get", f"/jobs/{pk}").status_code == 404


def test_a_browser_uploads_with_its_session_and_needs_the_csrf_token(make, api):
    client = make.client()
    client.handler.enforce_csrf_checks = True
    client.force_login(make.lead(project=api.project))
    path = f"/api/imports/{api.opened()}/files?name=a.txt"
    refused = client.put(path, b"x", content_type="application/octet-stream")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    client.cookies["csrftoken"] = token = "t" * 32
    sent = client.put(path, b"x", content_type="application/octet-stream", headers={"X-CSRFToken": token})
    assert sent.status_code == 204


# --- the pages -------------------------------------------------------------------------------------------------------


@pytest.fixture
def lead(make, api):
    return make.client(make.lead(project=api.project, language="en"))


def test_the_form_works_without_scripts(api, lead):
    page = lead.get(reverse("workers:import", args=[api.project.pk]))
    assert page.status_code == 200
    sent = lead.post(
        reverse("workers:import", args=[api.project.pk]),
        {"file": SimpleUploadedFile("a.txt", b"1\n2\n"), "txt": "line", "all_or_none": ""},
    )
    row = Job.objects.get()
    assert sent["Location"] == reverse("workers:import-page", args=[row.pk])
    jobs.run(row.pk)
    assert Task.objects.count() == 2
    assert "<strong>2</strong><span>new tasks</span>" in lead.get(sent["Location"]).content.decode()


def test_the_page_tells_every_problem_with_file_and_line(api, lead):
    doc = api.form(("rows.jsonl", b'{"text": "good"}\nbad\n')).json()
    jobs.run(doc["id"])
    page = lead.get(doc["url"]).content.decode()
    assert "rows.jsonl" in page
    assert "This is not JSON" in page
    assert "UTF-8" in page
    assert 'hx-trigger="load delay:1s"' not in page  # it has ended: nothing asks again


def test_the_page_asks_again_while_the_import_runs(api, lead):
    doc = api.form(("a.txt", b"x")).json()
    assert f'hx-get="/imports/{doc["id"]}/progress?"' in lead.get(doc["url"]).content.decode()


def test_the_page_says_which_columns_there_are(api, lead):
    sent = lead.post(
        reverse("workers:import", args=[api.project.pk]), {"file": SimpleUploadedFile("t.csv", b"a,b\n1,2\n")}
    )
    assert sent.status_code == 422
    assert "a, b" in sent.content.decode()


def test_an_image_is_served_to_members_once_and_for_all(make):
    project = make.project("box")
    api = Api(make, project)
    raw = image_bytes()
    doc = api.form(("z.zip", zip_bytes({"a.png": raw}))).json()
    jobs.run(doc["id"])
    asset = Task.objects.get().asset
    member = make.client(make.annotator(project=project))
    served = member.get(f"/api/assets/{asset.pk}/file")
    assert b"".join(served.streaming_content) == raw
    assert served["Content-Type"] == "image/png"
    assert served["Cache-Control"] == "private, max-age=31536000, immutable"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Disposition"] == "inline"
    again = member.get(f"/api/assets/{asset.pk}/file", headers={"If-None-Match": served["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    thumbnail = member.get(f"/api/assets/{asset.pk}/thumbnail", headers={"Accept": "image/avif,image/webp"})
    assert (thumbnail.status_code, thumbnail["Content-Type"]) == (200, "image/webp")
    assert make.client(make.person()).get(f"/api/assets/{asset.pk}/file").status_code == 404
    assert make.client().get(f"/api/assets/{asset.pk}/file").status_code == 401


def test_a_text_has_no_file(make, api):
    asset = make.text_task(project=api.project).asset
    assert api("get", f"/assets/{asset.pk}/file").status_code == 404


def test_the_answers_of_a_release_are_taken_in_or_left_as_the_options_say(api, make):
    record = {"id": "x", "name": "x", "media": "text", "text": "好", "meta": {}}
    record["annotations"] = [{"annotator": "a1", "value": {"answer": "good"}}]
    for answers, taken in (("false", 0), ("true", 1), ("true", 0)):
        doc = api.form(("r.jsonl", orjson.dumps(record)), answers=answers, origin="沈阳").json()
        assert (doc["options"]["answers"], doc["options"]["origin"]) == (answers == "true", "沈阳")
        jobs.run(doc["id"])
        assert api("get", f"/imports/{doc['id']}").json()["result"]["answers"] == taken
    people = api("get", f"/projects/{api.project.pk}/people").json()
    assert [(one["person"]["name"], one["person"]["is_outside"]) for one in people] == [("a1 · 沈阳", True)]


def test_an_import_from_before_there_were_such_options_is_shown_with_what_was_done_then(api):
    pk = api.opened()
    row = Job.objects.get(pk=pk)
    for name in ("answers", "origin"):
        del row.arguments["options"][name]
    row.save()
    assert api("get", f"/imports/{pk}").json()["options"]["origin"] == ""
