"""A project's agreement in one line of the home page: which measure it is, of how much, and why there may be none."""

import pytest

from tests.html import plain
from tests.measuring.answers import answer_all
from workers import measuring
from workers.pages.figure_words import NAMES, SHORT


@pytest.fixture
def line(make):
    def of(project):
        lead = make.lead(project=project, language="en")
        return plain(make.client(lead).get(f"/projects/{project.pk}/agreement/summary"))

    return of


def answered(make, units, label):
    project = make.project(overlap=2)
    answer_all(make, make.tasks(units), [make.annotator(), make.annotator()], label)
    measuring.fold(project)
    return project


def test_the_measure_is_named_with_what_stands_behind_the_number(make, line):
    found = line(answered(make, 30, lambda i, j: ["good", "bad"][(i + (i == 7) * j) % 2]))
    assert 'aria-hidden="true">α</span><span class="sr-only">answer: Krippendorff&#x27;s α</span>' in found
    assert "Krippendorff&#x27;s α. 30 units · 30 pairs of answers · 2 annotators" in found


def test_below_ten_units_stands_a_dash_with_its_reason(make, line):
    found = line(answered(make, 9, lambda i, j: ["good", "bad"][i % 2]))
    assert ">–</b>" in found
    assert "a number is shown from 10 units on" in found


def test_of_one_label_alone_agreement_is_undefined_and_said_to_be(make, line):
    found = line(answered(make, 30, lambda i, j: "good"))
    assert "there is no variation to judge by" in found


def test_what_nobody_compared_yet_is_a_dash_alone(make, line):
    assert line(make.project()).strip() == '<span class="muted">–</span>'


def test_every_short_name_belongs_to_a_measure():
    assert SHORT.keys() <= NAMES.keys()
