"""Agreement on texts that people write: how much would have to be changed to turn one into the other."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from workers.agreement.figures import Report
from workers.agreement.intervals import on_log
from workers.agreement.state import Measure
from workers.agreement.sums import Document, Statistic, quotient, report
from workers.agreement.tally import Tally

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
TOKEN = re.compile(rf"[{HAN}]|[^\W{HAN}]+(?:['’][^\W{HAN}]+)*")


def plain_1(text: str) -> str:
    """Unicode NFKC, lower case, punctuation and symbols away, one space between words and none beside Chinese."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(rf"(?<=[{HAN}]) | (?=[{HAN}])", "", " ".join(TOKEN.findall(folded)))


def exact_1(text: str) -> str:
    """Unicode NFC and nothing else."""
    return unicodedata.normalize("NFC", text)


NORMALISATIONS: dict[str, Callable[[str], str]] = {"plain-1": plain_1, "exact-1": exact_1}
DEFAULT = "plain-1"  # the number is part of the name: another rule would give other numbers, so it gets another name


def words(text: str) -> list[str]:
    """Words of a text; each Chinese character is a word of its own."""
    return re.findall(rf"[{HAN}]|[^\s{HAN}]+", text)


def characters(text: str) -> str:
    """Characters without the spaces."""
    return "".join(text.split())


STATISTICS = (
    Statistic("cer", "texts", quotient("character_edits", "characters", 2), on_log, most=float("inf")),
    Statistic("wer", "texts", quotient("word_edits", "words", 2), on_log, most=float("inf")),
    Statistic("exact_match", "texts", quotient("equal", "pairs")),
)


def contribution(answers: Mapping[int, str], normalisation: str = DEFAULT) -> Tally:
    """What one unit adds to the tables; nothing before two annotators have answered it.

    answers        annotator -> text
    normalisation  name of what is done to a text before it is compared
    returns        sums of the group "texts". Nobody's text is the reference, so a rate is edits over the mean length of
                   the two: 2 * edits / (one + other)
    source         Levenshtein (1966), Soviet Physics Doklady 10:707
    """
    tally, normalise = Tally(), NORMALISATIONS[normalisation]
    if len(answers) < 2:
        return tally
    cut = {who: normalise(text) for who, text in sorted(answers.items())}
    Document(tally).pairwise("texts", "", {(a, b): compare(cut[a], cut[b]) for a, b in combinations(cut, 2)})
    return tally


def compare(one: str, two: str) -> dict[str, int]:
    """Edits and lengths of two normalised texts, in words and in characters."""
    by_word, by_character = (words(one), words(two)), (characters(one), characters(two))
    return {
        "pairs": 1,
        "word_edits": Levenshtein.distance(*by_word),
        "words": len(by_word[0]) + len(by_word[1]),
        "character_edits": Levenshtein.distance(*by_character),
        "characters": len(by_character[0]) + len(by_character[1]),
        "equal": int(one == two),
    }


def report_texts(tally: Tally) -> Report:
    """Word and character error rate of every two, micro-averaged, and the share of equal texts; the same by pair."""
    order = (STATISTICS[2], STATISTICS[0])  # a pair's first figure is drawn, and there more is better
    return report(tally, STATISTICS, of_pairs=order)


MEASURE = Measure(contribution, report_texts, ("sums", "rater_sums", "slips", "pair_sums"))
