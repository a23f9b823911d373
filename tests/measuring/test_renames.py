"""A label gets another name, or becomes part of another: counts follow exactly, answers stay as they were given."""

from copy import deepcopy
from random import Random

import pytest

from annotation import history
from annotation.models import Annotation, Revision
from projects import making
from tests.measuring.answers import answer_all, random_value
from workers import measuring, recounting, standing
from workers.models import Cell, Consensus, Difference, Learnt

NAMES = {"choice": "good", "choices": "fast", "span": "PER", "box": "car"}
OTHERS = {"choice": "bad", "choices": "cheap", "span": "LOC", "box": "sign"}


def version(project, by, change):
    """The next version of the schema, whose labels are what `change` makes of them."""
    body = deepcopy(project.schema.body)
    body["fields"][0]["labels"] = change(body["fields"][0]["labels"])
    made = making.add_schema(project, body, by=by)
    project.refresh_from_db()
    return made


def rename(old, new):
    def change(labels):
        former = lambda label: {"name": new, "formerly": [*label.get("formerly", []), old]}  # noqa: E731
        return [{**label, **former(label)} if label["name"] == old else label for label in labels]

    return change


def merge(old, new):
    def change(labels):
        kept = [label for label in labels if label["name"] != old]
        return [{**label, "formerly": [old]} if label["name"] == new else label for label in kept]

    return change


def split(labels):
    """Labels without their former names; those stand for themselves again."""
    bare = [{key: said for key, said in label.items() if key != "formerly"} for label in labels]
    return [*bare, *({"name": old} for label in labels for old in label.get("formerly", []))]


def counted(project):
    measuring.fold(project)
    found = recounting.recount(project)
    assert found.equal, found.differences[:5]
    assert Cell.objects.filter(project=project, n__lt=0).count() == 0
    return measuring.tables(project)


@pytest.mark.parametrize("kind", sorted(NAMES))
@pytest.mark.parametrize("seed", range(2))
def test_what_a_merge_adds_and_subtracts_is_what_a_project_that_never_had_the_label_would_have(make, kind, seed):
    random = Random(seed)
    project, people = make.project(kind, overlap=2), [make.annotator(), make.annotator()]
    answer_all(make, tasks(make, project), people, lambda i, j: random_value(kind, random))
    before = counted(project)
    given = list(
        Annotation.objects.filter(assignment__task__project=project).order_by("pk").values_list("value", "schema")
    )
    hashes = list(Revision.objects.filter(task__project=project).order_by("pk").values_list("hash", flat=True))

    old, new = NAMES[kind], OTHERS[kind]
    version(project, make.lead(), merge(old, new))
    merged = counted(project)
    assert merged != before
    random = Random(seed)
    never = make.project(kind, overlap=2)
    answer_all(make, tasks(make, never), people, lambda i, j: spoken(random_value(kind, random), old, new))
    assert merged == counted(never)

    version(project, make.lead(), split)
    assert counted(project) == before
    assert (
        list(Annotation.objects.filter(assignment__task__project=project).order_by("pk").values_list("value", "schema"))
        == given
    )
    assert list(Revision.objects.filter(task__project=project).order_by("pk").values_list("hash", flat=True)) == hashes
    assert all(history.verify(task).holds for task in project.tasks.all())


def tasks(make, project):
    """Eight, the same in every project: alpha of characters knows how long a text is."""
    if project.media == "text":
        return [make.text_task("这一句话一共就是十四个汉字长", project=project) for _ in range(8)]
    return make.tasks(8, project=project)


def spoken(value, old, new):
    """The value of somebody who never knew the old label."""
    if isinstance(value, str):
        return new if value == old else value
    if all(isinstance(one, str) for one in value):
        return sorted({new if one == old else one for one in value})
    return [{**region, "label": new if region["label"] == old else region["label"]} for region in value]


@pytest.mark.parametrize("kind", sorted(NAMES))
def test_a_rename_moves_no_figure(make, kind):
    random = Random(5)
    project, people = make.project(kind, overlap=2), [make.annotator(), make.annotator()]
    answer_all(make, make.tasks(12), people, lambda i, j: random_value(kind, random))
    counted(project)
    before = measuring.report(project, "answer", kind)
    version(project, make.lead(), rename(NAMES[kind], "renamed"))
    version(project, make.lead(), rename("renamed", "again"))
    counted(project)
    after = measuring.report(project, "answer", kind)
    assert {name: figure.value for name, figure in after.figures.items()} == pytest.approx(
        {name: figure.value for name, figure in before.figures.items()}, abs=1e-12
    )
    uses = lambda report, name: [line.uses for line in report.labels if line.label == name]  # noqa: E731
    assert uses(after, "again") == uses(before, NAMES[kind]) != []


def test_answers_before_and_after_a_rename_agree(make):
    project, people = make.project("choice", overlap=2), [make.annotator(), make.annotator()]
    tasks = make.tasks(3)
    for task in tasks:
        make.submitted("good", task=task, by=people[0])
    version(project, make.lead(), rename("good", "fine"))
    for task in tasks:
        make.submitted("fine", task=task, by=people[1])
    counted(project)
    assert measuring.report(project, "answer", "choice").figures["percent"].units == 3
    assert not Difference.objects.filter(project=project).exists()


def test_a_merge_reaches_what_is_learnt_and_decided(make):
    random = Random(2)
    project, people = make.project("choice", overlap=3), [make.annotator() for _ in range(3)]
    answer_all(make, make.tasks(40), people, lambda i, j: random.choice(["good", "bad", "neutral"]))
    counted(project)
    standing.write(project)
    version(project, make.lead(), merge("good", "neutral"))
    counted(project)
    standing.write(project)
    assert {row.value for row in Consensus.objects.filter(project=project)} <= {"bad", "neutral"}
    assert ["good" in row.body["labels"] for row in Learnt.objects.filter(project=project)] == [False]
