"""Alpha of things: against the α of labels of two annotators, krippendorff where the things are known, and nltk."""

import krippendorff
import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask
from pycocotools import mask

from workers.agreement import object_alpha, region_alpha
from workers.agreement.objects import things
from workers.agreement.regions import LABEL_ALPHA, Criterion, contribution, report
from workers.agreement.tally import Tally
from workers.matching import box_overlaps

pytestmark = pytest.mark.once


def overlaps(one, two):
    return box_overlaps([region["box"] for region in one], [region["box"] for region in two])


def box(label, *sides):
    return {"label": label, "box": tuple(map(float, sides))}


def laid_out(*rows):
    """What annotators call things that lie far apart, in one document; * where they missed one."""
    return {
        who: [box(label, 100 * i, 0, 10, 10) for i, label in enumerate(row) if label != "*"]
        for who, row in enumerate(rows)
    }


def crowded(rng, people):
    """Some boxes that everybody draws in their own way, now and then not at all, under one of three labels."""
    truth = np.column_stack([rng.uniform(0, 60, (8, 2)), rng.uniform(10, 40, (8, 2))])
    return {
        who: [
            box(rng.choice(["car", "bus", "bike"], p=[0.7, 0.2, 0.1]), *(sides + rng.normal(0, 3, 4)))
            for sides in truth
            if rng.random() < 0.8
        ]
        for who in range(people)
    }


@pytest.mark.parametrize(
    ("one", "two", "value"),
    [
        ("1", "1", None),
        ("1", "*", 0),
        ("1", "2", 0),
        ("12", "12", 1),
        ("12", "2*", -0.2),
        ("123", "1*1", 0.1667),
        ("1*312", "13*22", 0.2703),
    ],
)
def test_values_that_the_authors_program_is_tested_with(one, two, value):
    """github.com/Madave94/kalphacv, tests/test_krippendorff.py; it calls a single label perfect, which is undefined."""
    found = object_alpha([laid_out(one, two)], overlaps)
    assert found == (None if value is None else pytest.approx(value, abs=5e-5))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("at_least", [0.0, 0.5, 0.75])
def test_of_two_annotators_it_is_the_alpha_of_labels(seed, at_least):
    rng = np.random.default_rng(seed)
    documents = [crowded(rng, 2) for _ in range(12)]
    tally = Tally()
    for answers in documents:
        tally.merge(contribution(answers, overlaps, [Criterion("f1", 0.5)], at_least))
    shown = report(tally, [Criterion("f1", 0.5)], [LABEL_ALPHA]).figures["label_alpha"].value
    assert object_alpha(documents, overlaps, at_least) == pytest.approx(shown, abs=1e-12)


@pytest.mark.parametrize("seed", range(15))
def test_of_more_it_is_alpha_of_all_labels_of_a_thing(seed):
    rng = np.random.default_rng(seed)
    people = int(rng.integers(3, 6))
    tables = [rng.choice(list("ab**"), (people, 6)) for _ in range(10)]
    marked = np.concatenate(tables, axis=1)
    marked = marked[:, (marked != "*").any(axis=0)]
    data = np.searchsorted(sorted(set(marked.ravel())), marked)
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    found = object_alpha([laid_out(*table) for table in tables], overlaps)
    assert found == pytest.approx(expected, abs=1e-12)


def cover(one, two):
    if one is None or two is None:
        return float(one is not two)
    return 1 - float(mask.iou(np.array([one]), np.array([two]), [0])[0, 0])


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("people", [2, 4])
def test_places_against_nltk_and_pycocotools(seed, people):
    rng = np.random.default_rng(seed)
    documents = [crowded(rng, people) for _ in range(3)]
    found = [(answers, thing) for answers in documents for thing in things(answers, overlaps, 0)]
    rows = [
        (who, i, thing[who]["box"] if who in thing else None)
        for i, (answers, thing) in enumerate(found)
        for who in answers
    ]
    expected = AnnotationTask(rows, cover).alpha()
    assert region_alpha(documents, overlaps) == pytest.approx(expected, abs=1e-9)


def test_places_by_hand():
    """Halves of each other are 1/2 apart, and everything else lies elsewhere."""
    one = [box("car", 0, 0, 10, 10), box("car", 50, 0, 10, 10)]
    two = [box("bus", 0, 0, 10, 5)]
    # within: 0.5 and 1; of all six pairs of four answers, one is 0.5 and five are 1
    assert region_alpha([{1: one, 2: two}], overlaps) == pytest.approx(1 - 3 * (0.5 + 1) / 5.5)
    assert region_alpha([{1: one, 2: two}], overlaps, 0.6) == pytest.approx(1 - 5 * 3 / (15 - 0.5 - 3))


def test_who_is_not_like_the_first_may_be_like_the_second():
    first, second, third = box("a", 0, 0, 10, 10), box("b", 6, 0, 10, 10), box("c", 8, 0, 10, 10)
    assert things({1: [first], 2: [second], 3: [third]}, overlaps) == [{1: first}, {2: second, 3: third}]
    assert things({3: [third], 1: [first], 2: []}, overlaps) == [{1: first}, {3: third}]


def test_nobody_is_in_a_thing_twice_and_no_region_is_lost():
    rng = np.random.default_rng(4)
    for _ in range(30):
        answers = crowded(rng, 5)
        found = things(answers, overlaps, 0.3)
        for who, regions in answers.items():
            theirs = sorted(thing[who]["box"] for thing in found if who in thing)
            assert theirs == sorted(region["box"] for region in regions)


@pytest.mark.parametrize("measure", [object_alpha, region_alpha])
def test_what_is_undefined(measure):
    same = [box("car", 0, 0, 10, 10)]
    for documents in ([], [{}], [{1: [], 2: []}], [{1: same}], [{1: same, 2: same}]):
        assert measure(documents, overlaps) is None
    assert measure([{1: same, 2: same}, {1: [box("bus", 50, 0, 5, 5)], 2: [box("bus", 50, 0, 5, 5)]}], overlaps) == 1


def test_too_many_regions_are_refused():
    many = [box("car", 100 * i, 0, 10, 10) for i in range(20)]
    with pytest.raises(ValueError, match="4,000 values have"):
        region_alpha([{1: many, 2: many}] * 100, overlaps)
    assert object_alpha([{1: many, 2: many[:10]}] * 100, overlaps) < 0
