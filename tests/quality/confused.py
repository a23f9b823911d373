"""A project in which two labels are confused by one person, for the tests of this folder."""

from random import Random

import pytest

from tests.measuring.answers import answer_all
from workers import measuring

TRUTH = ["good", "bad", "neutral"]


@pytest.fixture
def confused(make):
    """60 tasks answered by three people. The third says neutral of nearly all that is bad, and hurries."""
    project = make.project(overlap=3, guideline="Good is good.")
    people = [make.annotator(name=name) for name in ("Anna", "Bo", "Careless")]
    random = Random(1)

    def label(i, j):
        said = TRUTH[i % 3]
        return "neutral" if j == 2 and said == "bad" and random.random() < 0.9 else said

    answer_all(make, make.tasks(60), people, label)
    measuring.fold(project)
    return project, people
