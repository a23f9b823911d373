"""Every kind of label is measured."""

import pytest

from annotation.kinds import KINDS, checked, example_value
from tests.annotation.test_kinds import body
from workers.agreement import Tally
from workers.measures import Context, contribution, measure_for

pytestmark = pytest.mark.once
# What is asked of all units alike says 1; where everybody chose one label, chance-corrected figures are undefined.
PERFECT = {
    "identity_f1",
    "percent",
    "exact_f1",
    "overlap_f1",
    "f1_50",
    "f1_75",
    "mean_iou",
    "mean_oks",
    "exact_match",
    "relation_f1",
}
NO_ERROR = {"switches", "mean_difference", "cer", "wer"}


@pytest.fixture(params=sorted(KINDS))
def kind(request):
    return KINDS[request.param]


def test_equal_answers_to_any_kind_agree_perfectly_and_a_single_answer_says_nothing(kind):
    schema = body(kind.name)
    whole, options = example_value(schema), checked(schema).fields[0]
    context = Context(dict.fromkeys((1, 2, 3), whole), options, 40 if kind.geometry == "line" else None)
    tally = Tally()
    for _ in range(40):
        tally.merge(contribution(kind, dict.fromkeys((1, 2, 3), whole["f"]), context))
    report = measure_for(kind).report(tally)
    shown = {name: figure for name, figure in report.figures.items() if figure.value is not None}
    assert shown.keys() & (PERFECT | NO_ERROR | {"kendall_w"})
    for name, figure in shown.items():
        assert figure.value == pytest.approx(0 if name in NO_ERROR else 1) or name == "first_preferred"
        assert (figure.units % 40, figure.raters) == (0, 3)
    for _ in range(40):
        tally.merge(contribution(kind, dict.fromkeys((1, 2, 3), whole["f"]), context), -1)
    assert not tally
    alone = measure_for(kind).report(contribution(kind, {1: whole["f"]}, context))
    assert all(figure.value is None for figure in alone.figures.values())


def test_one_odd_answer_lowers_the_agreement_of_its_pairs_alone(kind):
    if kind.absent is None:
        return  # every answer is something
    schema = body(kind.name)
    whole, options = example_value(schema), checked(schema).fields[0]
    empty = {**whole, "f": list(kind.absent)}
    tally = Tally()
    for _ in range(40):
        context = Context({1: whole, 2: whole, 3: empty}, options)
        tally.merge(contribution(kind, {1: whole["f"], 2: whole["f"], 3: empty["f"]}, context))
    report = measure_for(kind).report(tally)
    first = next(iter(report.pairs[0].figures))
    said = {(pair.a, pair.b): pair.figures[first].value for pair in report.pairs}
    assert said == {(1, 2): 1, (1, 3): 0, (2, 3): 0}


def test_whether_the_first_is_preferred_follows_from_what_each_person_saw_first():
    """The same response wins every time; it stood first for one person and second for the other."""
    kind, tally = KINDS["preference"], Tally()
    seen = {1: ["a", "b"], 2: ["b", "a"]}
    for _ in range(40):
        answers = {who: {"winner": "a", "shown": shown} for who, shown in seen.items()}
        tally.merge(contribution(kind, answers | {3: {"winner": "a"}}, Context()))
    figure = measure_for(kind).report(tally).figures["first_preferred"]
    assert (figure.value, figure.raters) == (0.5, 2)
