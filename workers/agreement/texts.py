"""Agreement on texts that people write: how much would have to be changed to turn one into the other, or is shared."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from math import exp, fsum, log

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
    """Edits and lengths of two normalised texts, in words and in characters, spaces not counted.

    returns    the sums from which the error rates follow: lengths are of both texts together
    """
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


def text_alpha(units: Iterable[Iterable[str]], normalisation: str = DEFAULT) -> float | None:
    """Krippendorff's alpha of texts: two of them lie apart by their character edits over the length of the longer.

    units          the texts that each unit got, by whom does not matter; units with one text are ignored
    normalisation  name of what is done to a text before it is compared
    returns        1 for equal texts, 0 where those of one unit lie as far apart as any two, below 0 for farther; None
                   when all texts are equal or no unit has two: no variation. Takes time with the square of the number
                   of different texts
    source         Krippendorff (2019), Content Analysis, 4th ed., ch. 12; with distances of texts Braylan, Alonso &
                   Lease (2022), Measuring annotator agreement generally across complex structured, multi-object, and
                   free-text annotation tasks, WWW, 1720
    """
    normalise = NORMALISATIONS[normalisation]
    cut = [[characters(normalise(text)) for text in unit] for unit in units]
    paired = [unit for unit in cut if len(unit) > 1]
    uses = Counter(text for unit in paired for text in unit)
    if len(uses) < 2:
        return None
    n = uses.total()
    apart = Levenshtein.normalized_distance
    within = fsum(apart(one, two) / (len(unit) - 1) for unit in paired for one, two in combinations(unit, 2))
    between = fsum(apart(one, two) * uses[one] * uses[two] for one, two in combinations(uses, 2))
    return 1 - (n - 1) * within / between


def chrf(
    reference: str, other: str, normalisation: str = DEFAULT, *, order: int = 6, beta: float = 2.0
) -> float | None:
    """F of the runs of 1 to 6 characters that two texts share: chrF2. Spaces do not count.

    normalisation  name of what is done to the texts before; "exact-1" leaves them as they stand
    order          length of the longest runs
    beta           how many times recall, the share of the reference's runs, weighs as much as precision
    returns        0..1, from precision and recall averaged over the lengths. A length that one of the two does not
                   reach is left out, so equal texts have 1 however short. None where both are empty, 0 where one is
    errors         ValueError for an order below 1 and a beta that is not above 0
    source         Popović (2015), chrF: character n-gram F-score for automatic MT evaluation, WMT, 392; for beta = 2
                   Popović (2016), chrF deconstructed: beta parameters and n-gram weights, WMT, 499
    """
    if order < 1 or not beta > 0:
        raise ValueError(f"Runs have 1 character or more and beta is above 0; {order!r} and {beta!r} are not.")
    normalise = NORMALISATIONS[normalisation]
    one, two = characters(normalise(reference)), characters(normalise(other))
    if not one and not two:
        return None
    lengths = range(1, min(order, len(one), len(two)) + 1)
    shared = [(_runs(one, n) & _runs(two, n)).total() for n in lengths]
    recall = sum(same / (len(one) - n + 1) for n, same in zip(lengths, shared, strict=True))
    precision = sum(same / (len(two) - n + 1) for n, same in zip(lengths, shared, strict=True))
    if not any(shared):
        return 0.0
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall) / len(lengths)


def bleu(references: Sequence[str], other: str, normalisation: str = DEFAULT, *, order: int = 4) -> float | None:
    """BLEU of one text, not smoothed; `corpus_bleu` says how."""
    return corpus_bleu([references], [other], normalisation, order=order)


def corpus_bleu(
    references: Sequence[Sequence[str]], others: Sequence[str], normalisation: str = DEFAULT, *, order: int = 4
) -> float | None:
    """BLEU of texts against one or several references each: geometric mean of the shares of their runs of 1 to 4 words
    that a reference has as well, less where they are shorter. Each Chinese character is a word.

    references     for each text its references, at least one
    normalisation  name of what is done to the texts before; "exact-1" leaves them as they stand
    order          length of the longest runs; all lengths weigh the same
    returns        0..1. Runs and lengths are summed over all texts first, and nothing is smoothed: without a common run
                   of some length it is 0. None where no text is long enough for the longest runs
    errors         ValueError for other references than texts, a text without any, and an order below 1
    source         Papineni, Roukos, Ward & Zhu (2002), BLEU: a method for automatic evaluation of machine translation,
                   ACL, 311. Of two references that are equally near in length the shorter counts
    """
    if order < 1:
        raise ValueError(f"Runs have 1 word or more, not {order!r}.")
    if len(references) != len(others):
        raise ValueError(f"Each text has its references: there are {len(others)} texts and {len(references)} of these.")
    if any(isinstance(those, str) for those in references):
        raise ValueError("References are a list of texts for each text, not a text alone.")
    if not all(references):
        raise ValueError("Each text has one reference or more; one has none.")
    normalise = NORMALISATIONS[normalisation]
    same, runs = [0] * order, [0] * order
    length = wanted = 0
    for those, other in zip(references, others, strict=True):
        text, cut = words(normalise(other)), [words(normalise(reference)) for reference in those]
        length += len(text)
        wanted += min((abs(len(one) - len(text)), len(one)) for one in cut)[1]
        for n in range(1, order + 1):
            found, allowed = _runs(text, n), Counter[tuple[str, ...]]()
            for one in cut:
                allowed |= _runs(one, n)
            same[n - 1] += (found & allowed).total()
            runs[n - 1] += found.total()
    if not runs[-1]:
        return None
    if not all(same):
        return 0.0
    mean = sum(log(shared / all_) for shared, all_ in zip(same, runs, strict=True)) / order
    return exp(mean + min(0.0, 1 - wanted / length))


def _runs(tokens: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    """How often each run of n tokens occurs."""
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))
