"""`manage.py agreement`: the numbers of the API for those who sit at the machine."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command


def said(*arguments):
    out = io.StringIO()
    call_command("agreement", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_table_has_a_line_for_each_figure_of_field_label_and_pair(confused):
    project, people = confused
    lines = list(csv.DictReader(io.StringIO(said(project.pk, "--csv"))))
    whole = next(line for line in lines if line["figure"] == "alpha" and not line["label"] and not line["a"])
    assert float(whole["population_low"]) < float(whole["low"]) < float(whole["value"])
    assert {line["label"] for line in lines} == {"", "bad", "good", "neutral"}
    assert {(line["a"], line["b"]) for line in lines if line["a"]} == {
        (str(one.pk), str(two.pk))
        for one, two in ((people[0], people[1]), (people[0], people[2]), (people[1], people[2]))
    }


def test_two_people_can_be_asked_for(confused):
    project, people = confused
    out = said(project.pk, "--people", f"{people[0].pk},{people[1].pk}")
    assert "alpha        1.000" in out


def test_a_day_that_is_none_is_said(confused):
    project, _people = confused
    with pytest.raises(CommandError, match="since"):
        said(project.pk, "--since", "yesterday")
