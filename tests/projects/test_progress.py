"""How far a project is, and how honestly its end is foretold."""

from datetime import timedelta
from math import ceil, sqrt
from statistics import mean, stdev

import pytest
from django.utils import timezone
from scipy import stats

from annotation.models import Annotation
from annotation.pace import answers_a_day
from projects.models import TaskState
from projects.progress import DAYS, FEWEST_DAYS, T80, count, forecast


def test_the_counts_add_up(make):
    project = make.project(overlap=2)
    _untouched, begun, full = make.tasks(3)
    make.task(state=TaskState.VOID)
    make.submitted(task=begun)
    make.submitted(task=full)
    make.submitted(task=full)
    counts = count(project)
    assert (counts.tasks, counts.untouched, counts.begun, counts.full, counts.settled) == (3, 1, 1, 1, 0)
    assert (counts.wanted, counts.given, counts.left) == (6, 3, 3)


def test_a_settled_task_wants_nothing_more(make):
    task = make.task(overlap=2)
    make.accepted(task=task)
    type(task).objects.filter(pk=task.pk).update(state=TaskState.SETTLED)
    assert count(task.project).left == 0


def test_a_project_without_tasks_is_counted_too(make):
    assert count(make.project()).as_dict() == dict.fromkeys(
        ("tasks", "untouched", "begun", "full", "settled", "wanted", "given", "left"), 0
    )


def test_the_quantiles_are_those_of_student():
    computed = [round(float(stats.t.ppf(0.9, df)), 3) for df in range(FEWEST_DAYS - 1, DAYS)]
    assert list(T80) == pytest.approx(computed, abs=0.0011)


def test_the_forecast_is_what_is_left_over_the_ends_of_the_interval():
    days = [10, 12, 8, 11, 9]
    margin = stats.t.ppf(0.9, 4) * stdev(days) / sqrt(5)
    found = forecast(100, days)
    assert (found.soonest, found.latest) == (ceil(100 / (mean(days) + margin)), ceil(100 / (mean(days) - margin)))
    assert (found.a_day, found.days) == (10, 5)


def test_a_steady_pace_leaves_no_doubt():
    found = forecast(100, [25, 25, 25])
    assert (found.soonest, found.latest) == (4, 4)


def test_a_wild_pace_has_no_latest_day():
    assert forecast(100, [60, 0, 0]).latest is None


@pytest.mark.parametrize("days", [[], [100], [50, 50], [3, 3, 3]])
def test_too_little_is_no_forecast(days):
    assert forecast(100, days) is None


def test_nothing_left_needs_no_forecast():
    assert forecast(0, [20, 20, 20]) is None


def test_days_count_from_the_first_answer_on_and_days_off_are_zeros(make):
    project = make.project(overlap=1)
    now = timezone.now()
    for days_ago in (0, 1, 1, 4):
        assignment = make.submitted(project=project)
        Annotation.objects.filter(assignment=assignment).update(created_at=now - timedelta(days=days_ago))
    make.submitted(project=make.project())
    assert answers_a_day(project) == ([1, 0, 0, 2], 1)


def test_answers_of_long_ago_do_not_count(make):
    assignment = make.submitted()
    Annotation.objects.filter(assignment=assignment).update(created_at=timezone.now() - timedelta(days=DAYS + 2))
    assert answers_a_day(assignment.task.project) == ([], 0)
