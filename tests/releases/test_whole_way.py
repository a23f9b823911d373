"""From a file to a dataset over the API: imported, labelled by three people, released, exported, compared."""

import io
import time
import uuid
from io import BytesIO

import orjson
import pytest

from projects.models import Task
from tests.formats.test_conll import files, three_columns
from workers import handing_in, jobs
from workers.formats import FORMATS, About
from workers.imports.rows import Options
from workers.models import Export, Job, Release

from .making import bytes_of

LABELS = ["PER", "ORG", "LOC"]
BODY = {
    "media": "text",
    "fields": [{"name": "entities", "kind": "span", "labels": [{"name": name} for name in LABELS]}],
}


class Program:
    """A program of a person, speaking JSON with a token."""

    def __init__(self, make, person):
        self.client, self.headers = make.client(), make.headers(person)

    def get(self, path):
        return self.client.get(f"/api/{path}", headers=self.headers)

    def post(self, path, body, **headers):
        answer = self.client.post(
            f"/api/{path}", orjson.dumps(body), content_type="application/json", headers=self.headers | headers
        )
        assert answer.status_code < 300, answer.content.decode()
        return orjson.loads(answer.content)


def wait(condition, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def label_all(program: Program, project: int, gold: dict[str, list]) -> int:
    """Claim and submit until there is nothing left, giving the gold spans. Returns how many."""
    done = 0
    while assignments := program.post(f"projects/{project}/claim", {"count": 5})["assignments"]:
        for one in assignments:
            sent = {"value": {"entities": gold[one["task"]["external_id"]]}, "schema": one["schema"], "seconds": 3}
            headers = {"Idempotency-Key": str(uuid.uuid4()), "If-Match": '"0"'}
            program.post(f"assignments/{one['id']}/submit", sent, **headers)
            done += 1
    return done


@pytest.mark.parametrize("content", files(), ids=lambda content: f"{len(content)} bytes")
def test_sentences_labelled_by_three_people_come_back_byte_for_byte(transactional_db, content, make):
    records = list(FORMATS["conll"].read(BytesIO(content), About()))
    gold = {record["id"]: record["annotations"][0]["value"]["entities"] for record in records}
    project = make.project(body=BODY, overlap=3)
    lead = Program(make, make.lead())

    upload = io.BytesIO(content)
    upload.name = "sentences.iob2"
    begun = lead.client.post(f"/api/projects/{project.pk}/imports", {"file": upload}, headers=lead.headers)
    jobs.run(orjson.loads(begun.content)["id"])
    assert Task.objects.filter(project=project).count() == len(records)

    for _person in range(3):
        assert label_all(Program(make, make.annotator()), project.pk, gold) == len(records)

    releases = f"projects/{project.pk}/releases"
    made = lead.post(releases, {"note": "three people", "scope": "complete"})
    jobs.run(Release.objects.get(number=made["number"]).job_id)
    release = lead.get(f"{releases}/{made['number']}").json()
    assert release["state"] == "ready"
    assert release["manifest"]["counts"]["annotations"] == 3 * len(records)

    asked = lead.post(f"{releases}/1/exports", {"format": "conll"})
    jobs.run(Export.objects.get(pk=asked["id"]).job_id)
    export = lead.get(f"{releases}/1/exports/{asked['id']}").json()
    assert [(loss["code"], loss["count"]) for loss in export["losses"]] == [("answers", 2 * len(records))]
    file = lead.client.get(export["file"], headers=lead.headers)
    assert b"".join(file.streaming_content) == three_columns(content)


def test_a_release_as_jsonl_can_be_imported_again(make, release, export, tmp_path):
    project = make.project("span", overlap=1)
    for number, text in enumerate(["𠮷野家", "a\r\nb", "=1+1", "👍🏽 好"]):
        task = make.text_task(text, external_id=f"t/{number}", name=f"第{number}条", meta={"n": number, "x": ["𠀀"]})
        make.submitted({"answer": []}, task=task)
    path = tmp_path / "release.jsonl"
    path.write_bytes(bytes_of(export(release(project))))
    again = make.project("span")
    row = handing_in.bring(again, [("release.jsonl", path)], options=Options(media="text"))
    assert row.result["tasks"] == 4, row.error
    columns = ("external_id", "name", "meta", "asset__text", "asset__sha256")
    assert list(again.tasks.order_by("pk").values_list(*columns)) == list(
        project.tasks.order_by("pk").values_list(*columns)
    )


def test_a_worker_finds_the_jobs_of_releases_and_exports(transactional_db, make, worker):
    """A real Celery worker hears of them from the broker, or from the sweep."""
    project = make.project("choice", overlap=1)
    make.submitted("good")
    lead = Program(make, make.lead())
    lead.post(f"projects/{project.pk}/releases", {})
    wait(lambda: Release.objects.get().state == "ready")
    lead.post(f"projects/{project.pk}/releases/1/exports", {"format": "csv"})
    wait(lambda: Export.objects.get().bytes is not None)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
