"""Agreement by API and as a panel: the same figures, under the same rules for display."""

import pytest

from projects.models import Role
from tests.html import plain
from tests.measuring.answers import answer_all
from workers import measuring

FIGURE = {"value", "low", "high", "population_low", "population_high", "units", "pairs", "raters", "note"}


def document(make, project):
    """What the API answers a lead of the project."""
    return make.client(make.lead(project=project)).get(f"/api/projects/{project.pk}/agreement").json()


@pytest.fixture
def answered(make):
    """A project of a kind, answered by two people who differ now and then."""

    def answered(kind, number, value):
        project = make.project(kind, overlap=2)
        people = [make.annotator(name="Anna"), make.annotator(name="小明")]
        answer_all(make, make.tasks(number), people, value)
        measuring.fold()
        return project

    return answered


def label(i, j):
    return ["good", "bad", "neutral"][(i + (i % 4 == 0) * j) % 3]


def test_choice_has_alpha_percent_ac1_labels_and_the_matrix(make, answered):
    project = answered("choice", 36, label)
    found = document(make, project)
    field = found["fields"][0]
    assert list(field["figures"]) == ["alpha", "percent", "ac1"]
    for figure in field["figures"].values():
        assert set(figure) == FIGURE
        assert (figure["units"], figure["pairs"], figure["raters"], figure["note"]) == (36, 36, 2, "")
        assert figure["low"] < figure["value"] < figure["high"]
    assert field["figures"]["percent"]["value"] == pytest.approx(27 / 36)
    assert [line["label"] for line in field["labels"]] == ["bad", "good", "neutral"]
    assert sum(line["uses"] for line in field["labels"]) == 72
    matrix = field["matrix"]
    assert matrix["figure"] == "kappa"
    assert matrix["values"][0][1] == matrix["values"][1][0] == field["pairs"][0]["figures"]["kappa"]["value"]
    assert matrix["values"][0][0] is None
    assert [one["name"] for one in found["annotators"]] == ["Anna", "小明"]
    assert found["stale"] == 0


def test_choices_have_each_label_as_a_question(make, answered):
    project = answered("choices", 30, lambda i, j: ["fast", "cheap"] if (i + j) % 5 else ["fast"])
    field = document(make, project)["fields"][0]
    lines = {line["label"]: line for line in field["labels"]}
    assert set(lines) == {"fast", "cheap"}
    assert lines["fast"]["figures"]["alpha"]["note"] == "no_variation"
    assert lines["fast"]["figures"]["percent"]["value"] == 1
    assert lines["cheap"]["figures"]["alpha"]["value"] < 0
    assert field["figures"]["percent"]["value"] == pytest.approx(18 / 30)


def test_spans_have_exact_and_overlap_f1_also_for_each_pair_and_label(make, answered):
    def spans(i, j):
        return [{"id": "a", "label": "PER", "start": 0, "end": 2 + (j if i % 2 else 0)}]

    field = document(make, answered("span", 30, spans))["fields"][0]
    assert field["figures"]["exact_f1"]["value"] == pytest.approx(0.5)
    assert field["figures"]["overlap_f1"]["value"] == 1
    assert field["figures"]["overlap_f1"]["low"] < 1
    (pair,) = field["pairs"]
    assert pair["labels"][0]["label"] == "PER"
    assert pair["labels"][0]["figures"]["exact_f1"]["value"] == pytest.approx(0.5)
    assert field["labels"][0]["uses"] == 60


def test_boxes_have_f1_and_mean_iou(make, answered):
    def boxes(i, j):
        first = {"id": "a", "label": "car", "x": 10, "y": 10, "width": 100, "height": 100 - 20 * j, "rotation": 0}
        second = {"id": "b", "label": "sign", "x": 200, "y": 10, "width": 20, "height": 20, "rotation": 0}
        return [first, second] if j and i % 3 == 0 else [first]

    field = document(make, answered("box", 30, boxes))["fields"][0]
    assert field["figures"]["f1_50"]["value"] == pytest.approx(2 * 30 / 70)
    assert field["figures"]["mean_iou"]["value"] == pytest.approx(0.8)
    by_label = {line["label"]: line["figures"] for line in field["labels"]}
    assert by_label["car"]["f1_50"]["value"] == 1
    assert by_label["sign"]["f1_50"]["value"] == 0
    assert by_label["sign"]["mean_iou"]["note"] == "nothing_marked"


def test_no_number_is_sent_below_ten_units(make, answered):
    figure = document(make, answered("choice", 9, label))["fields"][0]["figures"]["alpha"]
    nothing = dict.fromkeys(("value", "low", "high", "population_low", "population_high"))
    assert figure == {**nothing, "units": 9, "pairs": 9, "raters": 2, "note": "too_few"}


@pytest.mark.parametrize(
    "role, status",
    [
        (Role.OWNER, 200),
        (Role.LEAD, 200),
        (Role.REVIEWER, 200),
        (Role.AUDITOR, 200),
        (Role.ANNOTATOR, 403),
        (None, 404),
    ],
)
@pytest.mark.parametrize("path", ["/api/projects/{}/agreement", "/projects/{}/agreement/panel"])
def test_who_may_see_agreement(make, role, status, path):
    project = make.project()
    assert make.client(make.person(role)).get(path.format(project.pk)).status_code == status


def panel(make, project, language="en", query=""):
    client = make.client(make.lead(language=language, project=project))
    return client.get(f"/projects/{project.pk}/agreement/panel{query}", headers={"accept-language": language})


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind, value", [("choice", label), ("choices", lambda i, j: ["fast"] if i % 3 else ["cheap"])])
def test_the_panel_shows_number_interval_and_what_stands_behind_it(make, answered, kind, value, language):
    project = answered(kind, 36, value)
    response = panel(make, project, language)
    page = response.content.decode()
    assert response.status_code == 200
    field = measuring.report(project, "answer", kind)
    for name, figure in field.figures.items():
        assert f'data-figure="{name}"' in page
        assert f"<strong>{100 * figure.value:.0f}%</strong>" in page or f"<strong>{figure.value:.2f}</strong>" in page
    assert f"/projects/{project.pk}/quality" in page
    assert "36" in page


def test_the_panel_says_when_there_is_too_little(make, answered):
    page = panel(make, answered("choice", 9, label)).content.decode()
    assert "9 units so far have answers of two people. Numbers are shown from 10 units on." in page
    assert "<strong>" not in page
    assert "<table" not in page


def test_the_panel_says_undefined_and_shows_neither_0_nor_1(make, answered):
    page = panel(make, answered("choice", 40, lambda i, j: "good")).content.decode()
    assert "there is no variation to judge by" in page
    assert page.count("<strong>") == 1
    assert "<strong>100%</strong>" in page


def test_the_panel_greys_few_units(make, answered):
    page = panel(make, answered("choice", 20, label)).content.decode()
    assert 'class="agreement-figure grey"' in page
    assert "Fewer than 30 units" in page


def test_annotators_with_little_in_common_are_not_compared(make):
    project = make.project("choice", overlap=2)
    for _ in range(3):
        answer_all(make, make.tasks(5), [make.annotator(), make.annotator()], label)
    measuring.fold()
    lead = make.client(make.lead(language="en", project=project))
    page = lead.get(f"/projects/{project.pk}/quality").content.decode()
    assert "No two annotators have 10 units in common yet" in page
    assert "<strong>" in page
    assert 'class="agreement-square"' not in page


def test_the_panel_before_two_people_have_answered(make):
    project = make.project(overlap=2)
    make.submitted("good")
    measuring.fold()
    assert "No task has been answered by two people yet" in panel(make, project).content.decode()
    assert "nothing to compare" in panel(make, make.project(overlap=1)).content.decode()


def test_the_panel_answers_nothing_until_something_changed(make, answered):
    project = answered("choice", 12, label)
    page = panel(make, project).content.decode()
    seen = page.split("?seen=")[1].split('"')[0]
    assert panel(make, project, query=f"?seen={seen}").status_code == 204
    make.submitted("good", project=project)
    waiting = panel(make, project, query=f"?seen={seen}")
    assert waiting.status_code == 200
    assert "1 answered task is being counted" in waiting.content.decode()
    measuring.fold()
    assert panel(make, project, query=f"?seen={seen}").status_code == 200


def test_labels_that_only_an_older_schema_had_are_shown_by_name(make, answered):
    project = answered("choice", 12, lambda i, j: "bad" if i % 2 else "good")
    body = {**project.schema.body}
    body["fields"] = [{**body["fields"][0], "labels": [{"name": "good", "title": {"zh": "好", "en": "Fine"}}]}]
    make.schema(body, project)
    project.refresh_from_db()
    page = plain(panel(make, project))
    assert "Fine" in page
    assert ">bad</th>" in page
