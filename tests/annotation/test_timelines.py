"""Segments of time on the pages outside the workspace, and what two annotators have in common there."""

import pytest

from annotation.timelines import timeline
from tests.makers import schema_body
from workers.measuring import fold
from workers.models import Consensus
from workers.questions import questions


def segment(n, start, end, label="speech", **more):
    return {"id": f"r{n}", "label": label, "start": start, "end": end, **more}


@pytest.mark.once
def test_segments_that_share_time_lie_in_rows_below_each_other():
    value = {"answer": [segment(1, 0.0, 4.0), segment(2, 1.0, 2.0, "music"), segment(3, 4.0, 8.0)]}
    found = timeline(schema_body("segment"), value, 10.0)
    assert [(bar.row, bar.left, bar.width) for bar in found.bars] == [(0, 0.0, 40.0), (1, 10.0, 10.0), (0, 40.0, 40.0)]
    assert found.rows == 2
    assert found.bars[1].says == "0:01.000–0:02.000"


@pytest.fixture
def differing(make):
    """A recording that two people have cut: one segment alike, one named otherwise, one that only the second has."""
    project = make.project("segment", overlap=2)
    task = make.audio_task()
    one = {"answer": [segment(1, 0.5, 2.0), segment(2, 3.0, 4.0)]}
    two = {"answer": [segment(1, 0.52, 2.0), segment(2, 3.0, 4.0, "music"), segment(3, 5.0, 5.5, "noise")]}
    for value in (one, two):
        make.submitted(task=task, value=value)
    return project, task


def test_two_annotators_are_compared_by_what_they_share_and_by_time(differing):
    project, task = differing
    fold(project)
    row = Consensus.objects.get(task=task, field="answer")
    assert row.agreement == pytest.approx(2 / 5)
    (question,) = questions([task.pk])[task.pk].values()
    assert question.context.length == round(task.asset.duration * 1000)


def test_the_page_of_a_task_plays_it_and_shows_every_segment(make, differing):
    project, task = differing
    client = make.client(make.lead(project=project))
    page = client.get(f"/tasks/{task.pk}").content.decode()
    assert page.count("<audio") == 2
    assert page.count('class="time-bar"') == 5
    assert 'data-from="0.52"' in page


def test_the_page_of_disagreements_lays_the_answers_below_each_other(make, differing):
    project, _task = differing
    fold(project)
    client = make.client(make.lead(project=project))
    page = client.get(f"/projects/{project.pk}/disagreements").content.decode()
    assert page.count("<audio") == 1
    assert page.count('class="time-bar"') == 5
    assert "0:05.000–0:05.500" in page
    assert client.get(f"/projects/{project.pk}/quality").status_code == 200
