"""The one state of the library, at every level of measurement: exact, mergeable, reversible."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.rater_coverage import drawn
from workers.agreement import State, nominal, preferences, rankings, regions, relations, scores, sets, spans, texts
from workers.agreement.coefficients import ALPHA, estimates
from workers.agreement.counts import Counts
from workers.agreement.raters import Raters, population_estimates
from workers.agreement.relations import Related
from workers.agreement.state import BY_PERSON, Measure, of_the_whole
from workers.agreement.sums import LIMB, Document, Statistic, Sums, nominal_alpha, quotient
from workers.agreement.tally import Tally
from workers.matching import span_overlaps

people = st.integers(1, 5)
a_label = st.sampled_from("abc")


def given_by(answer, **size):
    return st.dictionaries(people, answer, max_size=4, **size)


@st.composite
def a_span(draw):
    start = draw(st.integers(0, 12))
    return {"label": draw(a_label), "start": start, "end": start + draw(st.integers(1, 6))}


@st.composite
def related(draw):
    things = draw(st.frozensets(st.sampled_from([("1",), ("2",), ("3",)])))
    ends = st.sampled_from([(a, b) for a in things for b in things if a != b] or [None])
    pairs = draw(st.frozensets(st.tuples(ends, a_label), max_size=3)) if len(things) > 1 else frozenset()
    return Related(things, frozenset((a, b, kind) for (a, b), kind in pairs))


def alike(one, two):
    return span_overlaps(*([(r["start"], r["end"]) for r in those] for those in (one, two)))


BOTH = frozenset({("1",), ("2",)})
CRITERIA = (regions.Criterion("f1_50", 0.5, mean="mean_iou", dice="mean_dice"),)
MEASURES = {
    "nominal": (nominal.MEASURE, given_by(a_label)),
    "sets": (sets.MEASURE, given_by(st.frozensets(a_label))),
    "ratings": (scores.RATINGS, given_by(st.integers(1, 5))),
    "values": (scores.VALUES, given_by(st.floats(-1e6, 1e6))),
    "texts": (texts.MEASURE, given_by(st.text("ab 标注", max_size=6))),
    "rankings": (rankings.MEASURE, given_by(st.permutations("abc"))),
    "preferences": (preferences.MEASURE, given_by(st.sampled_from(["a", "b", "tie"]))),
    "relations": (relations.MEASURE, given_by(related())),
    "regions": (
        Measure(
            lambda answers: regions.contribution(answers, alike, CRITERIA, across_labels=0.5),
            lambda tally: regions.report(tally, CRITERIA, [regions.LABEL_ALPHA]),
        ),
        given_by(st.lists(a_span(), max_size=4)),
    ),
    "spans": (
        Measure(lambda answers: spans.contribution(answers, alike, 20), spans.report),
        given_by(st.lists(a_span(), max_size=4)),
    ),
}


@pytest.mark.parametrize("name", MEASURES)
def test_parts_counted_apart_are_the_whole_and_what_was_added_can_be_taken_out(name):
    measure, answers = MEASURES[name]

    @settings(max_examples=25, deadline=None)
    @given(st.lists(answers, max_size=6), st.lists(answers, max_size=6))
    def check(one, two):
        whole, first, second = State(measure), State(measure), State(measure)
        for unit in one + two:
            whole.add(unit)
        for unit in one:
            first.add(unit)
        for unit in two:
            second.add(unit)
        merged = State.from_bytes(measure, first.to_bytes())
        merged.merge(State.from_bytes(measure, second.to_bytes()))
        assert merged == whole
        assert merged.to_bytes() == whole.to_bytes()
        for unit in reversed(two):
            whole.remove(unit)
        assert whole == first

    check()


@pytest.mark.parametrize("name", MEASURES)
def test_every_figure_lies_in_its_interval_and_nothing_undefined_has_a_value(name):
    measure, answers = MEASURES[name]

    @settings(max_examples=12, deadline=None)
    @given(st.lists(answers, min_size=10, max_size=14))
    def check(units):
        state = State(measure)
        for unit in units:
            state.add(unit)
        report = state.report()
        for figure in report.figures.values():
            for low, high in ((figure.low, figure.high), (figure.population_low, figure.population_high)):
                if low is not None:
                    assert low <= figure.value + 1e-9
                    assert figure.value <= high + 1e-9
            if figure.note in ("too_few", "no_variation", "nothing_marked"):
                assert figure.value is None

    check()


@pytest.mark.parametrize("name", MEASURES)
def test_figures_of_the_whole_need_no_row_that_names_somebody(name):
    """So that they can be read quickly, and kept apart by day, however many people there are."""
    measure, _ = MEASURES[name]
    rng = np.random.default_rng(4)
    answers = {
        "nominal": lambda: str(rng.choice(list("ab"))),
        "preferences": lambda: str(rng.choice(["a", "b"])),
        "sets": lambda: frozenset(rng.choice(list("abc"), 2)),
        "ratings": lambda: int(rng.integers(1, 4)),
        "values": lambda: float(rng.normal()),
        "texts": lambda: str(rng.choice(["ab", "a b", "abc"])),
        "rankings": lambda: list(rng.permutation(list("abc"))),
        "relations": lambda: Related(
            frozenset({("1",), ("2",)}), frozenset({(("1",), ("2",), str(rng.choice(["x", "y"])))})
        ),
        "regions": lambda: [{"label": "x", "start": int(rng.integers(0, 3)), "end": 5}],
        "spans": lambda: [{"label": "x", "start": int(rng.integers(0, 3)), "end": 5}],
    }[name]
    state = State(measure)
    for _ in range(40):
        state.add({who: answers() for who in (1, 2, 3)})
    whole = state.report().figures
    few = measure.report(Tally((row, n) for row, n in state.tally.rows.items() if of_the_whole(row))).figures
    for figure, read in few.items():
        if not figure.startswith(("icc", "alpha_masi", "alpha_jaccard")):
            assert (read.value, read.low, read.high) == (whole[figure].value, whole[figure].low, whole[figure].high)
    assert not any(row[0] in BY_PERSON for row in state.tally.rows if of_the_whole(row))


F1 = Statistic("f1", "g", quotient("t", "n", 2))


def pairwise(documents):
    tally = Tally()
    for pairs in documents:
        Document(tally).pairwise("g", "", pairs)
    return Sums(tally).whole["g", ""]


def test_numbers_of_any_size_are_kept_exactly():
    large = 7 * LIMB**3 + 5 * LIMB + 3
    tally = Tally()
    Document(tally).pairwise("g", "", {(1, 2): {"n": large}})
    Document(tally).pairwise("g", "", {(1, 2): {"n": -LIMB}})
    assert Sums(tally).whole["g", ""].sums["n"] == large - LIMB
    assert Sums(tally).whole["g", ""].sums["n*n"] == large**2 + LIMB**2
    assert max(abs(n) for n in tally.rows.values()) < 2**41


def test_both_intervals_are_made_of_what_leaving_out_by_hand_changes():
    """The delta method against leaving out documents; raters are left out exactly."""
    rng = np.random.default_rng(8)
    documents = []
    for _ in range(400):
        n = rng.integers(1, 6, 3)
        pairs = {}
        for a, b in ((1, 2), (1, 3), (2, 3)):
            size = int(n[a - 1] + n[b - 1])
            pairs[a, b] = {"n": size, "t": int(rng.binomial(min(n[a - 1], n[b - 1]), 0.7))}
        documents.append(pairs)

    def f1(those):
        t, n = (sum(vector[name] for pairs in those for vector in pairs.values()) for name in "tn")
        return 2 * t / n

    here, population = pairwise(documents).estimates(F1)
    assert here.value == pytest.approx(f1(documents), abs=1e-12)
    without = np.array([f1(documents[:i] + documents[i + 1 :]) for i in range(400)])
    error = np.sqrt(399 / 400 * np.square(without - without.mean()).sum())
    logit = np.log(here.high / (1 - here.high)) - np.log(here.value / (1 - here.value))
    assert logit == pytest.approx(1.966 * error / (here.value * (1 - here.value)), rel=0.02)
    assert population.high - population.low > here.high - here.low
    place = pairwise(documents)
    for who in (1, 2, 3):
        left = f1([{pair: v for pair, v in pairs.items() if who not in pair} for pairs in documents])
        sums = {name: place.sums[name] - place.raters[who][name] for name in "tn"}
        assert 2 * sums["t"] / sums["n"] == pytest.approx(left, abs=1e-12)


def test_alpha_read_from_sums_has_the_intervals_of_alpha_read_from_its_table():
    """One label a document is a document of one character: then both ways must agree."""
    rng = np.random.default_rng(3)
    units = drawn(rng, 400, 8, 4, [0.5, 0.3, 0.2], 6, 3)
    tally, raters = Tally(), Raters()
    for unit in units:
        raters.add(unit)
        answers = {who: [{"label": str(label), "start": 0, "end": 1}] for who, label in unit.items()}
        spans.stretches.count(Document(tally), answers, 1)
    place = Sums(tally).whole["tokens", ""]
    here, population = place.estimates(Statistic("alpha", "tokens", nominal_alpha(), spans.stretches.ALL.transform, -1))
    expected = estimates(Counts.of(unit.values() for unit in units), ALPHA)[0]
    wide = population_estimates(raters, ALPHA)[0]
    assert here.value == pytest.approx(expected.value, abs=1e-9)
    assert (here.low, here.high) == pytest.approx((expected.low, expected.high), abs=0.004)
    assert (population.low, population.high) == pytest.approx((wide.low, wide.high), abs=0.01)
