"""A project in which two labels are confused by one person, for the tests of this folder and of `standing`."""

from random import Random

import pytest
from django.db import transaction

from projects.models import Person
from tests.makers import Make
from tests.measuring.answers import answer_all
from workers import measuring

TRUTH = ["good", "bad", "neutral"]
NAMES = ("Anna", "Bo", "Careless")


@pytest.fixture(scope="module")
def _made_once(django_db_setup, django_db_blocker):
    """Made once for the tests of a file, each of which takes back what it does itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        make = Make(first=10_000)  # nothing is named as what other tests of the file make
        project = make.project(overlap=3, guideline="Good is good.")
        people = [make.annotator(name=name) for name in NAMES]
        random = Random(1)

        def label(i, j):
            said = TRUTH[i % 3]
            return "neutral" if j == 2 and said == "bad" and random.random() < 0.9 else said

        answer_all(make, make.tasks(60), people, label)
        measuring.fold(project)
        yield make
        transaction.set_rollback(True)


@pytest.fixture
def confused(_made_once, make):
    """60 tasks answered by three people. The third says neutral of nearly all that is bad, and hurries."""
    make.go_on_from(_made_once)
    return make.the_project, list(Person.objects.filter(name__in=NAMES).order_by("pk"))
