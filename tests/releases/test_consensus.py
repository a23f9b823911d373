"""A release carries what the answers to each task come to, decided by the record alone."""

import orjson

from annotation.kinds.ranking import RankingOptions
from projects import making
from tests.releases.making import bytes_of
from workers import releasing
from workers.records import consensus_of


def records(written):
    return [orjson.loads(line) for line in bytes_of(written).splitlines()]


def test_records_carry_value_confidence_and_method(make, release, export):
    project = make.project(overlap=3)
    tasks, people = make.tasks(3), [make.annotator() for _ in range(3)]
    for task, said in zip(tasks, (["good", "good", "bad"], ["good"], ["good", "bad"]), strict=True):
        for person, label in zip(people, said, strict=False):
            make.submitted(label, task=task, by=person)
    found = records(export(release(project, scope="answered")))
    assert found[0]["consensus"] == {"answer": {"value": "good", "confidence": 0.666667, "method": "majority"}}
    assert "consensus" not in found[1]  # nothing to decide between
    assert found[2]["consensus"] == {"answer": {"value": None, "confidence": 0.5, "method": "majority"}}


def test_a_second_release_of_the_same_answers_is_the_same(answered, release):
    project = answered("box")
    assert release(project).sha256 == release(project).sha256


def test_a_record_knows_what_its_schema_says_of_a_field():
    def of(version, *values, ties):
        fields = {(version, "f"): RankingOptions(name="f", kind="ranking", ties=ties)}
        answers = [{"schema": version, "state": "submitted", "value": {"f": value}} for value in values]
        return consensus_of(answers, fields)

    tied = {"value": [["a", "b"], "c"], "confidence": 0.833333, "method": "kemeny"}
    assert of(1, ["a", "b", "c"], ["b", "a", "c"], ties=True) == {"f": tied}
    assert of(1, ["a", "b", "c"], ["b", "a", "c"], ties=False)["f"]["value"] is None


def test_relations_of_a_record_lead_to_the_spans_of_its_consensus(make, release, export):
    fields = [
        {"name": "spans", "kind": "span", "labels": [{"name": "PER"}]},
        {"name": "answer", "kind": "relation", "field": "spans", "labels": [{"name": "knows"}]},
    ]
    project = make.project(body={"media": "text", "fields": fields}, overlap=2)
    task = make.task()
    for one, two in (("a", "b"), ("b", "a")):
        spans = [{"id": one, "label": "PER", "start": 0, "end": 2}, {"id": two, "label": "PER", "start": 3, "end": 5}]
        drawn = [{"id": "r1", "label": "knows", "from": one, "to": two}]
        make.submitted({"spans": spans, "answer": drawn}, task=task, by=make.annotator())
    written = release(project, scope="answered")
    [record] = records(export(written))
    found = record["consensus"]["answer"]
    assert (found["confidence"], found["method"]) == (1, "voted_relations")
    places = {one["id"]: (one["start"], one["end"]) for one in record["consensus"]["spans"]["value"]}
    assert [(places[one["from"]], places[one["to"]]) for one in found["value"]] == [((0, 2), (3, 5))]
    assert releasing.verify(written) == []
    assert release(project, scope="answered").sha256 == written.sha256


def test_answers_before_a_merge_are_released_under_the_name_of_today(make, release, export):
    project = make.project(overlap=2)
    task = make.task()
    for person, label in zip((make.annotator(), make.annotator()), ("good", "neutral"), strict=True):
        make.submitted(label, task=task, by=person)
    plain = release(project)
    [field] = project.schema.body["fields"]
    labels = [{"name": "good", "formerly": ["neutral"]}, {"name": "bad"}]
    body = {**project.schema.body, "fields": [{**field, "labels": labels}]}
    making.add_schema(project, body, by=make.lead())
    project.refresh_from_db()
    merged = release(project)
    assert "renamed" not in plain.manifest
    assert merged.manifest["renamed"] == {"answer": {"neutral": "good"}}
    assert merged.manifest["counts"]["labels"] == {"answer": {"good": 2}}
    [record] = records(export(merged))
    assert [(one["value"], one["schema"]) for one in record["annotations"]] == [({"answer": "good"}, 1)] * 2
    assert record["consensus"]["answer"]["value"] == "good"
