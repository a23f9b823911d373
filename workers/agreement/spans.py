"""Agreement on stretches of a text: equal spans, overlapping ones, and what every single character is called."""

from collections.abc import Mapping, Sequence
from typing import Any

from workers.agreement import regions, stretches
from workers.agreement.figures import Report
from workers.agreement.regions import Criterion, Similarity
from workers.agreement.sums import Document
from workers.agreement.tally import Tally

# Offsets are exact, so equal spans are equal. Overlap alone is never shown: long spans overlap by chance.
CRITERIA = (Criterion("exact_f1", 1.0), Criterion("overlap_f1", 0.0))


def contribution(
    answers: Mapping[int, Sequence[Mapping[str, Any]]], similarity: Similarity, length: int | None = None
) -> Tally:
    """What one document adds to the tables: those of `regions`, and the groups "tokens" and "marked".

    answers      annotator -> spans with "label", "start", "end"; they may overlap
    length       of the document; without it there is no alpha over all of its characters
    """
    tally = regions.contribution(answers, similarity, CRITERIA)
    stretches.count(Document(tally), answers, length)
    return tally


def report(tally: Tally) -> Report:
    """F1 of equal and of overlapping spans, and alpha of characters: of those that somebody marked, and of all.

    Characters are not independent of each other, so documents are the units of every interval.
    """
    measured = {row[1] for row in tally.rows if row[0] == "sums"}
    alphas = [one for one in (stretches.MARKED, stretches.ALL) if one.group in measured]
    return regions.report(tally, CRITERIA, alphas)
