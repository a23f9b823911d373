"""Agreement on segments of time: the same segments, the same events, and what every millisecond is called."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from workers.agreement import regions, segments, stretches, texts
from workers.agreement.figures import Report
from workers.agreement.regions import Criterion, Similarity
from workers.agreement.sums import Document
from workers.agreement.tally import Tally

# Nobody puts two borders on the same sample. Half of the joint time is the same thing; three quarters is set with care.
CRITERIA = (Criterion("f1_50", 0.5, mean="mean_iou"), Criterion("f1_75", 0.75))
SAME_THING = 0.5
COLLAR = 200  # milliseconds, as usual for events of sound (Mesaros, Heittola & Virtanen 2016)
TEXTS = "texts"
ERRORS = texts.STATISTICS[:2]  # of characters and of words
ALL = replace(stretches.ALL, name="time_alpha")
MARKED = replace(stretches.MARKED, name="time_alpha_marked")


def contribution(
    answers: Mapping[int, Sequence[Mapping[str, Any]]], similarity: Similarity, length: int | None = None
) -> Tally:
    """What one recording adds to the tables: those of `regions`, and the groups "events", "tokens" and "marked".

    Where something is written in segments, also the group "texts": the whole of it, so that who cuts more often has
    the same text.

    answers   annotator -> segments with "label", and "start" and "end" in seconds; they may overlap
    length    of the recording in milliseconds; without it there is no alpha over all of its time
    """
    tally = regions.contribution(answers, similarity, CRITERIA, SAME_THING)
    if len(answers) < 2:
        return tally
    whole = segments.seconds(answers)
    document = Document(tally)
    document.pairwise(
        segments.EVENTS.group,
        "",
        {
            (a, b): {
                "pairs": 1,
                "n": len(whole[a]) + len(whole[b]),
                "same": segments.events(whole[a], whole[b], COLLAR),
            }
            for a, b in combinations(sorted(whole), 2)
        },
    )
    stretches.count(document, whole, length)
    written = {who: texts.plain_1(said(those)) for who, those in sorted(answers.items())}
    if any(written.values()):
        pairs = combinations(written, 2)
        document.pairwise(TEXTS, "", {(a, b): texts.compare(written[a], written[b]) for a, b in pairs})
    return tally


def said(those: Sequence[Mapping[str, Any]]) -> str:
    """What is written in the segments of a recording, one after the other, however it was cut."""
    return " ".join(one["text"] for one in sorted(those, key=lambda one: (one["start"], one["end"])) if "text" in one)


def report(tally: Tally) -> Report:
    """F1 of segments by what they share, of events by their borders, and alpha of time: of all, and of what was marked.
    Where something is written in them, the error rates of the texts of whole recordings.

    Moments are not independent of each other, so recordings are the units of every interval.
    """
    measured = {row[1] for row in tally.rows if row[0] == "sums"}
    further = [one for one in (MARKED, ALL, *ERRORS) if one.group in measured]
    return regions.report(tally, CRITERIA, (segments.EVENTS, regions.LABEL_ALPHA, *further))
