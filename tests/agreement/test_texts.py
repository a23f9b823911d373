"""What texts share, chrF and BLEU, and alpha of texts: by hand, as printed and against nltk."""

import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import edit_distance
from nltk.translate import bleu_score, chrf_score

from workers.agreement import Counts, alpha, bleu, chrf, corpus_bleu, text_alpha, texts

pytestmark = pytest.mark.once

WORDS = ["the", "cat", "sat", "on", "a", "mat", "this", "catch", "今", "天", "天气", "很好"]


def sentence(rng, least=4):
    return " ".join(rng.choice(WORDS, rng.integers(least, 14)))


def test_chrf_by_hand():
    """abcd and abce: 3 of 4 characters, 2 of 3 pairs, 1 of 2 threes, none of the fours."""
    assert chrf("abcd", "abce") == pytest.approx((3 / 4 + 2 / 3 + 1 / 2 + 0) / 4)
    precision, recall = (1 + 1) / 2, (2 / 3 + 1 / 2) / 2  # of ab in abc
    assert chrf("abc", "ab") == pytest.approx(5 * precision * recall / (4 * precision + recall))
    assert chrf("ab", "abc") > chrf("abc", "ab")  # what is missing costs more than what is too much


def test_equal_texts_have_a_chrf_of_one_however_short():
    for text in ("a", "好", "今天", "A longer one, with spaces."):
        assert chrf(text, text) == pytest.approx(1)
        assert chrf(text, text, "exact-1") == pytest.approx(1)


def test_chrf_without_anything_is_undefined_and_without_anything_in_common_0():
    assert chrf("", "。") is None
    assert chrf("", "。", "exact-1") == chrf("。", "", "exact-1") == chrf("abc", "xyz") == 0


def test_chrf_compares_what_the_rule_for_equal_texts_leaves():
    assert chrf("The cat, sat", "the  CAT sat") == pytest.approx(1)
    assert chrf("The cat, sat", "the  CAT sat", "exact-1") < 0.9


@pytest.mark.parametrize("options", [{"order": 0}, {"beta": 0}, {"beta": float("nan")}])
def test_chrf_refuses_what_is_no_run_or_weight(options):
    with pytest.raises(ValueError, match="beta is above 0"):
        chrf("a", "a", **options)


@pytest.mark.parametrize("seed", range(40))
def test_chrf_has_the_precision_and_recall_of_nltk(seed):
    """nltk averages F over the lengths; the paper averages precision and recall and then takes F."""
    rng = np.random.default_rng(seed)
    reference, other = sentence(rng, 6), sentence(rng, 6)
    one, two = (texts.characters(texts.plain_1(text)) for text in (reference, other))
    each = [chrf_score.chrf_precision_recall_fscore_support(one, two, n, beta=2)[:2] for n in range(1, 7)]
    precision, recall = np.mean(each, axis=0)
    assert chrf(reference, other) == pytest.approx(5 * precision * recall / (4 * precision + recall), abs=1e-12)
    for length in range(1, 7):  # one length alone leaves nothing to average
        expected = chrf_score.sentence_chrf(one, two, 1, 1, beta=length)
        assert chrf(reference, other, order=1, beta=length) == pytest.approx(expected, abs=1e-12)


PRINTED = [
    "It is a guide to action that ensures that the military will forever heed Party commands",
    "It is the guiding principle which guarantees the military forces always being under the command of the Party",
    "It is the practical guide for the army always to heed the directions of the party",
]


def test_bleu_of_the_printed_examples():
    first = "It is a guide to action which ensures that the military always obeys the commands of the party"
    second = "It is to insure the troops forever hearing the activity guidebook that party direct"
    shorter = np.exp(1 - 16 / 14)
    assert bleu(PRINTED, first, order=1) == pytest.approx(17 / 18)
    assert bleu(PRINTED, first, order=2) == pytest.approx((17 / 18 * 10 / 17) ** 0.5)
    assert bleu(PRINTED, second, order=1) == pytest.approx(8 / 14 * shorter)
    assert bleu(PRINTED, second, order=2) == pytest.approx((8 / 14 * 1 / 13) ** 0.5 * shorter)
    the = bleu(["The cat is on the mat", "There is a cat on the mat"], "the the the the the the the", order=1)
    assert the == pytest.approx(2 / 7)


def test_each_chinese_character_is_a_word():
    """今天天气很好 and 今天天气真好: 5 of 6, 3 of 5, 2 of 4 and 1 of 3."""
    assert bleu(["今天天气很好。"], "今天天气真好") == pytest.approx((5 / 6 * 3 / 5 * 2 / 4 * 1 / 3) ** 0.25)


def test_bleu_without_a_run_in_common_is_0_and_without_any_run_undefined():
    assert bleu(["a b c d e"], "a b c x d") == 0
    assert bleu(["a b c d e"], "v w x y z") == bleu([""], "a b c d") == 0
    assert bleu(["a b c"], "a b c") is None
    assert bleu(["a b c"], "a b c", order=3) == 1
    assert bleu(["a b"], "") is None
    assert corpus_bleu([], []) is None


def test_texts_that_are_too_short_for_the_longest_runs_add_their_shorter_ones():
    found = corpus_bleu([["a b c d e"], ["f g"]], ["a b c d e", "f h"])
    assert found == pytest.approx((6 / 7 * 4 / 5 * 1 * 1) ** 0.25)


def test_bleu_refuses_references_that_do_not_fit():
    with pytest.raises(ValueError, match="there are 1 texts and 2"):
        corpus_bleu([["a"], ["b"]], ["a"])
    with pytest.raises(ValueError, match="one has none"):
        corpus_bleu([["a"], []], ["a", "b"])
    with pytest.raises(ValueError, match="not a text alone"):
        bleu("a b c d", "a b c d")
    with pytest.raises(ValueError, match="1 word or more"):
        bleu(["a"], "a", order=0)


@pytest.mark.filterwarnings("ignore:.*counts of:UserWarning")
@pytest.mark.parametrize("seed", range(40))
def test_bleu_equals_nltk(seed):
    rng = np.random.default_rng(seed)
    others = [sentence(rng) for _ in range(rng.integers(1, 30))]
    references = [[sentence(rng) for _ in range(rng.integers(1, 4))] for _ in others]
    references[0][0] = others[0] + " mat"

    def cut(text):
        return texts.words(texts.plain_1(text))

    for order in (2, 4):
        expected = bleu_score.corpus_bleu(
            [[cut(reference) for reference in those] for those in references],
            [cut(other) for other in others],
            weights=(1 / order,) * order,
        )
        assert corpus_bleu(references, others, order=order) == pytest.approx(expected, abs=1e-12)
    expected = bleu_score.sentence_bleu([cut(reference) for reference in references[0]], cut(others[0]))
    assert bleu(references[0], others[0]) == pytest.approx(expected, abs=1e-12)


def test_alpha_of_texts_by_hand():
    """ab, ab; ab, cd: within the units 0 and 1 apart; of all six pairs the three of cd with ab are 1 apart."""
    assert text_alpha([["ab", "ab"], ["ab", "cd"]]) == pytest.approx(1 - (1 / 2) / (3 / 6))
    assert text_alpha([["今天很好", "今天真好"], ["明年", "明年"]]) == pytest.approx(1 - (0.25 / 2) / (4.25 / 6))


def test_alpha_of_equal_texts_is_one_where_units_differ():
    assert text_alpha([["a b", "A b."], ["c d", "cd"]]) == 1
    assert text_alpha([["a b", "A b."], ["c d", "cd"]], "exact-1") < 1


@pytest.mark.parametrize("units", [[], [["a"], ["b"]], [["a", "a"], ["A", "a."], ["b"]], [["", "。"], ["!", ""]]])
def test_alpha_of_texts_without_variation_is_undefined(units):
    assert text_alpha(units) is None


def random_texts(seed):
    """Units of texts, some with one or with none; near ones within a unit."""
    rng = np.random.default_rng(seed)
    for _ in range(rng.integers(3, 12)):
        base = sentence(rng, 1)
        yield [base + " " + str(rng.choice(WORDS)) if rng.random() < 0.6 else base for _ in range(rng.integers(0, 5))]


def nearness(one, two):
    return edit_distance(one, two) / (max(len(one), len(two)) or 1)


@pytest.mark.parametrize("seed", range(25))
def test_alpha_of_texts_equals_nltk_and_alpha_of_the_table(seed):
    units = [[texts.characters(texts.plain_1(text)) for text in unit] for unit in random_texts(seed)]
    paired = [unit for unit in units if len(unit) > 1]
    triples = [(who, i, text) for i, unit in enumerate(paired) for who, text in enumerate(unit)]
    found = text_alpha(random_texts(seed))
    assert found == pytest.approx(AnnotationTask(triples, distance=nearness).alpha(), abs=1e-12)
    table = alpha(Counts.of(units), lambda labels, uses: np.array([[nearness(a, b) for b in labels] for a in labels]))
    assert found == pytest.approx(table, abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_alpha_of_texts_does_not_depend_on_who_wrote_which(seed):
    units = list(random_texts(seed))
    assert text_alpha([unit[::-1] for unit in units[::-1]]) == text_alpha(units)
