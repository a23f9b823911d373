"""A project of time series from its tables to the export: what is marked to the sample leaves to the sample."""

import csv
import io
from datetime import datetime, timedelta

import pytest

from annotation import settling
from projects.models import Task
from projects.starters import starter
from tests.imports.files import brought, counted
from workers import measuring

from .making import bytes_of, files_of

FIRST = datetime(2026, 3, 1, 8)
TASKS = 12


def table(number):
    rows = (f"{FIRST + timedelta(seconds=30 * n)},{20 + n % 7},{n * 0.1:.1f}\n" for n in range(200 + number))
    return "timestamp,温度,压力\n" + "".join(rows)


@pytest.fixture
def project(make):
    """Twelve tables, each marked by two people who put the end of every third segment elsewhere."""
    project = make.project(body=starter("equipment-anomalies").body, overlap=2)
    row = brought(project, {f"泵{number}.csv": table(number) for number in range(TASKS)})
    assert counted(row) == (TASKS, 0, 0)
    people = [make.annotator(name="Anna", project=project), make.annotator(name="小明", project=project)]
    for number, task in enumerate(Task.objects.filter(project=project).select_related("asset")):
        for other, person in enumerate(people):
            end = 1230.0 + 300 * (other * (number % 3 == 0))
            events = [{"id": "r1", "label": "anomaly", "start": 90.0, "end": end}]
            make.submitted({"events": events, "condition": "faulty"}, task=task, by=person)
    measuring.fold()
    return project


def test_agreement_on_segments_is_shown(make, project):
    lead = make.client(make.lead(project=project))
    field = lead.get(f"/api/projects/{project.pk}/agreement").json()["fields"][0]
    shown = {name: figure["value"] for name, figure in field["figures"].items()}
    assert shown["f1_50"] == 1
    assert shown["f1_75"] == pytest.approx(1)  # 1140 of 1440 seconds are 79 % of the joint time
    assert 0.9 < shown["mean_iou"] < 1
    assert 0.8 < shown["time_alpha"] < 1
    page = lead.get(f"/projects/{project.pk}/quality", headers={"Accept-Language": "en"})
    assert page.status_code == 200


def test_the_page_of_a_task_draws_its_channels_over_the_segments(make, project):
    task = Task.objects.filter(project=project).first()
    page = make.client(make.lead(project=project)).get(f"/tasks/{task.pk}").content.decode()
    assert page.count('preserveAspectRatio="none"') == 2 * 2  # two channels, for each of two answers
    assert page.count('class="time-bar"') == 2
    assert "压力" in page
    assert "2026-03-01 08:01:30 – 2026-03-01 08:20:30" in page


def test_a_settled_answer_is_read_in_the_time_of_its_file(make, project):
    task = Task.objects.filter(project=project).select_related("asset", "project__schema").first()
    lead = make.lead(project=project)
    own = task.assignments.order_by("pk").first()
    settling.choose(task, settling.Part(own.pk), by=lead, reason="The first.")
    page = make.client(lead).get(f"/tasks/{task.pk}").content.decode()
    assert "2026-03-01 08:01:30 – 2026-03-01 08:20:30" in page


def test_segments_leave_in_seconds_and_in_the_time_of_their_file(project, release, export):
    made = release(project)
    [content] = [raw for name, raw in files_of(made).items() if name.startswith("tasks")]
    assert content.count(b'"start":90.0') == 3 * TASKS  # two answers, and what they come to
    table = bytes_of(export(made, "segments", options={"bom": False})).decode()
    rows = [row for row in csv.DictReader(io.StringIO(table)) if row["task_id"] == "泵0.csv"]
    assert [(row["annotator"], row["start"], row["end"], row["start_time"], row["end_time"]) for row in rows] == [
        ("a1", "90.0", "1230.0", "2026-03-01 08:01:30", "2026-03-01 08:20:30"),
        ("a2", "90.0", "1530.0", "2026-03-01 08:01:30", "2026-03-01 08:25:30"),
    ]
    assert {row["field"] for row in rows} == {"events"}
