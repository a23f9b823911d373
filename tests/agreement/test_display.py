"""What is shown, what is grey, and what is not shown at all."""

import math

import numpy as np
import pytest

from workers.agreement import Counts, Tally, alpha, nominal, percent, regions, sets
from workers.agreement.coefficients import ALPHA, PERCENT, estimates
from workers.agreement.figures import Note
from workers.agreement.intervals import ratio, unseen


def measured(tasks, level=nominal):
    tally = Tally()
    for answers in tasks:
        tally.merge(level.contribution(answers))
    return level.report(tally)


def test_one_label_only_is_undefined_and_never_0_or_1():
    report = measured([{1: "a", 2: "a"}] * 40)
    for name in ("alpha", "ac1"):
        assert report.figures[name].value is None
        assert report.figures[name].note == Note.NO_VARIATION
    assert report.figures["percent"].value == 1
    assert report.pairs[0].figures["kappa"].note == Note.NO_VARIATION
    assert report.labels[0].figures["alpha"].note == Note.NO_VARIATION


def test_no_number_under_10_pairable_units():
    tasks = [{1: "a", 2: "a"}, {1: "b", 2: "b"}, {1: "a", 2: "b"}] * 3
    report = measured([*tasks, *[{1: "a"}] * 50])
    for figure in report.figures.values():
        assert (figure.value, figure.low, figure.high) == (None, None, None)
        assert figure.note == Note.TOO_FEW
        assert (figure.units, figure.pairs, figure.raters) == (9, 9, 2)
    assert measured([*tasks, {1: "a", 2: "a"}]).figures["alpha"].value is not None


def test_grey_under_30_units_and_when_a_label_is_rare():
    even = [{1: "a", 2: "a"}, {1: "b", 2: "b"}, {1: "a", 2: "b"}]
    assert measured(even * 5).figures["alpha"].note == Note.FEW_UNITS
    assert measured(even * 5).figures["alpha"].grey
    assert measured(even * 20).figures["alpha"].note == Note.NONE
    rare = [{1: "a", 2: "a"}] * 60 + [{1: "b", 2: "b"}] * 4
    assert measured(rare).figures["alpha"].note == Note.RARE_LABEL


def test_a_rare_label_greys_its_own_line_only_where_others_are_plenty():
    tasks = [{1: "a", 2: "a"}, {1: "b", 2: "b"}, {1: "a", 2: "b"}] * 20 + [{1: "c", 2: "c"}] * 3
    notes = {line.label: line.figures["alpha"].note for line in measured(tasks).labels}
    assert notes == {"a": Note.NONE, "b": Note.NONE, "c": Note.RARE_LABEL}


def test_units_pairs_and_raters_are_counted():
    figure = measured([{1: "a", 2: "a", 3: "b"}] * 10 + [{4: "a", 1: "b"}] * 25 + [{9: "a"}]).figures["alpha"]
    assert (figure.units, figure.pairs, figure.raters) == (35, 55, 4)


def test_perfect_agreement_is_not_perfect_certainty():
    report = measured([{1: "a", 2: "a"}] * 30 + [{1: "b", 2: "b"}] * 30)
    shown = report.figures["percent"]
    assert (shown.value, shown.high) == (1, 1)
    assert shown.low == pytest.approx(1 - unseen(60))
    assert unseen(60) == pytest.approx(3 / 60, abs=0.002)
    assert 0.85 < report.figures["alpha"].low < 1
    assert report.pairs[0].figures["kappa"].low < 1


def test_more_units_make_the_interval_narrower():
    tasks = [["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]]
    few, many = (estimates(Counts.of(tasks * n), ALPHA)[0] for n in (10, 160))
    assert few.value == pytest.approx(many.value, abs=0.02)
    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(4, rel=0.1)


def test_no_interval_where_a_single_unit_carries_all_variation():
    found = estimates(Counts.of([["a", "a"]] * 20 + [["a", "b"]]), ALPHA)[0]
    assert found.value == pytest.approx(0, abs=0.05)
    assert (found.low, found.high) == (None, None)


def test_nothing_to_pair_gives_nothing():
    assert alpha(Counts()) is None
    assert percent(Counts.of([["a"], ["b"]])) is None
    assert estimates(Counts(), PERCENT)[0].value is None
    assert measured([]).figures["alpha"].note == Note.TOO_FEW
    assert measured([], sets).figures["percent"].note == Note.TOO_FEW
    assert regions.report(Tally(), [regions.Criterion("exact_f1", 1.0)]).figures["exact_f1"].note == Note.TOO_FEW


def test_more_taken_out_than_put_in_is_refused():
    counts = Counts()
    counts.remove(["a", "b"])
    with pytest.raises(ValueError, match="more often than it was added"):
        alpha(counts)


def test_bytes_that_are_no_table_are_refused():
    with pytest.raises(ValueError, match="not a table"):
        Counts.from_bytes(b'{"a": 1}')


def test_two_empty_answers_agree():
    tasks = [{1: [], 2: []}] * 12 + [{1: ["a"], 2: ["a"]}] * 12 + [{1: ["a", "b"], 2: ["a"]}] * 12
    report = measured(tasks, sets)
    assert report.figures["percent"].value == pytest.approx(24 / 36)
    assert [line.uses for line in report.labels] == [48, 12]
    assert report.labels[0].figures["alpha"].value == 1
    assert report.labels[1].figures["alpha"].value < 0


def test_documents_without_regions_are_documents():
    report = regions.report(empty_documents(40), [regions.Criterion("exact_f1", 1.0)])
    figure = report.figures["exact_f1"]
    assert (figure.value, figure.note, figure.units) == (None, Note.NOTHING_MARKED, 40)


def empty_documents(n):
    tally = Tally()
    for _ in range(n):
        tally.merge(regions.contribution({1: [], 2: []}, lambda a, b: None, [regions.Criterion("exact_f1", 1.0)]))
    return tally


def test_ratio_interval_against_its_formula():
    x, y = [2, 4, 0, 6, 2, 4], [4, 4, 2, 8, 4, 6]
    found = ratio(
        6, sum(x), sum(y), sum(a * a for a in x), sum(b * b for b in y), sum(a * b for a, b in zip(x, y, strict=True))
    )
    value = sum(x) / sum(y)
    residuals = sum((a - value * b) ** 2 for a, b in zip(x, y, strict=True))
    error = math.sqrt(residuals * 6 / 5) / sum(y)
    odds = [math.log(v / (1 - v)) for v in (found.low, value, found.high)]
    assert odds[1] - odds[0] == pytest.approx(odds[2] - odds[1])
    assert odds[1] - odds[0] == pytest.approx(2.570582 * error / (value * (1 - value)), rel=1e-6)


def test_a_few_documents_with_many_regions_are_enough_and_say_that_they_are_few():
    exact = [regions.Criterion("exact_f1", 1.0)]

    def spans(number):
        return [{"label": "a", "start": 3 * i, "end": 3 * i + 2} for i in range(number)]

    def shown(documents, marked):
        tally = Tally()
        for _ in range(documents):
            tally.merge(regions.contribution({1: spans(marked), 2: spans(marked)}, alike, exact))
        return regions.report(tally, exact).figures["exact_f1"]

    assert shown(6, 1).note == Note.TOO_FEW
    assert shown(6, 2).note == Note.FEW_UNITS
    assert shown(6, 2).value == 1
    assert shown(1, 40).note == Note.TOO_FEW


def alike(one, two):
    return np.array([[float((a["start"], a["end"]) == (b["start"], b["end"])) for b in two] for a in one])
