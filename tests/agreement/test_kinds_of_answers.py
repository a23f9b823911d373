"""Sets, texts, rankings, preferences, relations and characters: by hand, and against other programs."""

import krippendorff
import numpy as np
import pytest
from nervaluate import Evaluator
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import jaccard_distance, masi_distance
from scipy import stats

from workers.agreement import State, preferences, rankings, relations, sets, spans, stretches, texts
from workers.agreement.preferences import Wins, circular_triads
from workers.agreement.relations import Related
from workers.agreement.state import Measure
from workers.matching import span_overlaps


def measured(measure, units):
    state = State(measure)
    for unit in units:
        state.add(unit)
    return state.report()


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name, distance", [("alpha_masi", masi_distance), ("alpha_jaccard", jaccard_distance)])
def test_alpha_of_sets_equals_nltk(seed, name, distance):
    rng = np.random.default_rng(seed)
    truth = rng.random((30, 4)) < 0.4
    units = [
        {
            a: frozenset(np.flatnonzero(row ^ (rng.random(4) < 0.2)).astype(str).tolist())
            for a in range(3)
            if rng.random() < 0.8
        }
        for row in truth
    ]
    units = [
        {a: ticked or frozenset("9") for a, ticked in unit.items()} for unit in units
    ]  # nltk divides by empty sets
    triples = [(a, u, ticked) for u, unit in enumerate(units) if len(unit) > 1 for a, ticked in unit.items()]
    found = measured(sets.MEASURE, units).figures[name]
    assert found.value == pytest.approx(AnnotationTask(triples, distance).alpha(), abs=1e-12)


def test_a_set_that_holds_the_other_is_nearer_than_one_that_overlaps():
    one, two, three = frozenset("ab"), frozenset("abc"), frozenset("bd")
    assert sets.masi(one, one) == 0
    assert sets.masi(one, two) == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert sets.masi(one, three) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert sets.masi(one, frozenset("x")) == sets.masi(one, frozenset()) == 1


@pytest.mark.parametrize(
    "one, two, word_edits, words, character_edits, characters",
    [
        ("今天，天气很好。", "今天天气真好", 1, 12, 1, 12),
        ("The cat sat.", "the  CAT sits", 1, 6, 2, 19),
        ("我用GPU训练", "我用 gpu 训 练", 0, 10, 0, 14),
        ("Ｆｕｌｌ width", "full width", 0, 4, 0, 18),
        ("don't", "dont", 1, 2, 1, 9),
        ("", "", 0, 0, 0, 0),
    ],
)
def test_words_and_characters_by_hand(one, two, word_edits, words, character_edits, characters):
    found = texts.compare(*(texts.plain_1(text) for text in (one, two)))
    assert (found["word_edits"], found["words"]) == (word_edits, words)
    assert (found["character_edits"], found["characters"]) == (character_edits, characters)


def test_error_rates_are_edits_over_the_mean_length():
    found = measured(texts.MEASURE, [{1: "今天天气很好", 2: "今天天气真好", 3: "今天天气很好"}] * 30).figures
    assert found["cer"].value == pytest.approx(2 / 18)
    assert found["exact_match"].value == pytest.approx(1 / 3)
    assert found["cer"].population_high > found["cer"].high


def test_texts_without_anything_in_them_have_no_error_rate():
    found = measured(texts.MEASURE, [{1: "", 2: "。"}] * 30).figures
    assert found["wer"].value is None
    assert found["exact_match"].value == 1


@pytest.mark.parametrize("seed", range(10))
def test_tau_and_concordance_equal_scipy(seed):
    rng = np.random.default_rng(seed)
    table = stats.rankdata(rng.integers(0, 4, (5, 7)), axis=1)
    names = [str(i) for i in range(7)]
    given = [dict(zip(names, row.tolist(), strict=True)) for row in table]
    expected = stats.kendalltau(table[0], table[1]).statistic
    assert rankings.tau_b(given[0], given[1]) == pytest.approx(expected, abs=1e-12)
    friedman = stats.friedmanchisquare(*table.T).statistic  # W = chi² / (m (n - 1)), ties corrected alike
    assert rankings.concordance(table) == pytest.approx(friedman / (5 * 6), abs=1e-12)


def test_ranks_of_items_that_tie_are_shared():
    assert rankings.ranks(["b", ["a", "d"], "c"]) == {"b": 1, "a": 2.5, "d": 2.5, "c": 4}
    assert rankings.tau_b(rankings.ranks([["a", "b"]]), rankings.ranks(["a", "b"])) is None


def test_figures_of_rankings():
    units = [{1: ["a", "b", "c"], 2: ["a", "b", "c"], 3: ["a", "c", "b"]}] * 20
    found = measured(rankings.MEASURE, units).figures
    assert found["tau_b"].value == pytest.approx((1 + 1 / 3 + 1 / 3) / 3)
    assert found["kendall_w"].value == pytest.approx(rankings.concordance(np.array([[1, 2, 3], [1, 2, 3], [1, 3, 2]])))


def test_who_always_prefers_the_first_is_seen():
    rng = np.random.default_rng(1)
    units = [{1: "a", 2: str(rng.choice(["a", "b"])), 3: "tie"} for _ in range(60)]
    figure = measured(preferences.MEASURE, units).figures["first_preferred"]
    assert figure.value == pytest.approx(sum(list(u.values()).count("a") for u in units) / 120)
    assert figure.low > 0.6
    assert figure.raters == 2


def test_circular_triads_of_one_annotator_and_of_all():
    wins = Wins()
    for one, two in (("x", "y"), ("y", "z"), ("z", "x")):
        wins.add(1, one, two, 1)
    for one, two in (("x", "y"), ("y", "z"), ("x", "z")):
        wins.add(2, one, two, 1)
        wins.add(2, two, one, 2)
    assert circular_triads(wins.better(1)) == (1, 1)
    assert circular_triads(wins.better(2)) == (0, 1)
    assert circular_triads(wins.better()) == (0, 1)
    assert wins.items() == ["x", "y", "z"]
    wins.remove(2, "y", "x", 2)
    wins.remove(2, "x", "y", 1)
    assert ("x", "y") not in wins.better(2)


def test_by_chance_a_quarter_of_all_threes_are_circular():
    rng = np.random.default_rng(2)
    items = [f"{i:02}" for i in range(40)]
    better = {(a, b): bool(rng.random() < 0.5) for i, a in enumerate(items) for b in items[i + 1 :]}
    circles, threes = circular_triads(better)
    assert threes == 40 * 39 * 38 // 6
    assert circles / threes == pytest.approx(0.25, abs=0.03)


def test_relations_by_hand_from_end_to_end_and_given_both_spans():
    """Of 3 + 3 relations 1 is the same; one of each lies between spans that the other does not have."""
    a, b, c, d = (("f", str(i), str(i + 1), "PER") for i in range(4))
    one = Related(frozenset({a, b, c}), frozenset({(a, b, "knows"), (b, c, "knows"), (a, c, "likes")}))
    two = Related(frozenset({a, b, d}), frozenset({(a, b, "knows"), (b, a, "likes"), (a, d, "knows")}))
    report = measured(relations.MEASURE, [{1: one, 2: two}] * 30)
    assert report.figures["relation_f1"].value == pytest.approx(2 / 6)
    assert report.figures["relation_f1_given"].value == pytest.approx(2 / 3)
    assert report.figures["type_alpha"].note == "no_variation"
    assert {line.label: line.figures["relation_f1"].value for line in report.labels} == {"knows": 0.5, "likes": 0}


def alike(one, two):
    return span_overlaps(*([(r["start"], r["end"]) for r in those] for those in (one, two)))


def random_spans(rng, length):
    """Spans that do not overlap."""
    found, at = [], 0
    while at < length:
        size = int(rng.integers(1, 5))
        if rng.random() < 0.5 and at + size <= length:
            found.append({"label": str(rng.choice(["PER", "LOC"])), "start": at, "end": at + size})
        at += size
    return found


def written(found, length):
    line = ["O"] * length
    for span in found:
        line[span["start"] : span["end"]] = [span["label"]] * (span["end"] - span["start"])
    return line


@pytest.mark.parametrize("seed", range(8))
def test_alpha_of_characters_equals_krippendorff_character_by_character(seed):
    rng, length = np.random.default_rng(seed), 40
    documents = []
    for _ in range(12):
        true = random_spans(rng, length)
        documents.append({who: true if rng.random() < 0.6 else random_spans(rng, length) for who in (1, 2, 3)})
    lines = [[label for answers in documents for label in written(answers[who], length)] for who in (1, 2, 3)]
    measure = Measure(lambda answers: spans.contribution(answers, alike, length), spans.report)
    found = measured(measure, documents).figures
    whole = np.array(lines)
    marked = whole[:, (whole != "O").any(axis=0)]
    for name, table in (("token_alpha", whole), ("token_alpha_marked", marked)):
        expected = krippendorff.alpha(
            reliability_data=table, level_of_measurement="nominal", value_domain=["LOC", "O", "PER"]
        )
        assert found[name].value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_exact_spans_are_the_strict_hits_of_nervaluate(seed):
    rng, length = np.random.default_rng(seed), 40
    documents = []
    for _ in range(20):
        one = random_spans(rng, length)
        documents.append({1: one, 2: one if rng.random() < 0.5 else random_spans(rng, length)})
    measure = Measure(lambda answers: spans.contribution(answers, alike), spans.report)
    found = measured(measure, documents).figures["exact_f1"].value
    sides = [
        [[{"label": s["label"], "start": s["start"], "end": s["end"] - 1} for s in d[who]] for d in documents]
        for who in (1, 2)
    ]
    strict = Evaluator(*sides, tags=["PER", "LOC"], loader="dict").evaluate()["overall"]["strict"]
    assert found == pytest.approx(strict.f1, abs=1e-12)


def test_labels_that_lie_on_one_another_are_a_label_of_their_own():
    answers = {1: [{"label": "A", "start": 0, "end": 4}, {"label": "B", "start": 2, "end": 6}], 2: []}
    assert [(n, labels[1]) for n, labels in stretches.stretches(answers, 8)] == [
        (2, "A"),
        (2, "A + B"),
        (2, "B"),
        (2, ""),
    ]


def test_what_lies_between_the_parts_of_a_span_is_not_marked():
    answers = {1: [{"label": "A", "start": 0, "end": 6, "parts": [[0, 2], [4, 6]]}], 2: []}
    assert [(n, labels[1]) for n, labels in stretches.stretches(answers)] == [(2, "A"), (2, ""), (2, "A")]
