"""The panels of a project's page keep themselves fresh."""

import re

import pytest
from django.utils import timezone

from tests.html import plain


@pytest.mark.parametrize("panel", ["progress", "people", "activity"])
def test_a_panel_answers_nothing_until_something_happened(make, panel, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # a minute is news as well
    make.project(overlap=2)
    make.submitted()
    client, address = make.client(make.lead()), f"/projects/{make.the_project.pk}/{panel}"
    seen = re.search(rf'hx-get="{address}(\?seen=\w+)" hx-trigger="every 5s"', plain(client.get(address)))[1]
    assert client.get(address + seen).status_code == 204
    make.submitted()
    assert seen not in client.get(address + seen).content.decode()


def test_annotators_see_their_own_counts_and_what_came_back(make):
    make.project(overlap=2, guideline="Read twice.")
    person = make.annotator()
    make.submitted(by=person)
    make.returned(by=person)
    make.leased(by=person)
    make.task()
    client, project = make.client(person), make.the_project
    assert f"/projects/{project.pk}/mine" in client.get(f"/projects/{project.pk}").content.decode()
    page = client.get(f"/projects/{project.pk}/mine")
    assert {name: page.context["mine"][name] for name in ("done", "returned", "leased", "open")} == {
        "done": 1,
        "returned": 1,
        "leased": 1,
        "open": 1,
    }
    text = page.content.decode()
    assert "?state=returned" in text
    assert f"/projects/{project.pk}/guideline" in text
