"""Alpha of what lies along a line, letter by letter or frame by frame, without looking at each of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from math import comb
from typing import Any

from workers.agreement.intervals import on_fisher_z
from workers.agreement.sums import GRAIN, Document, Statistic, nominal_alpha, rounded

Labels = Mapping[int, str]  # annotator -> what they call a stretch
Stretch = tuple[int, Labels]  # length, labels
OUTSIDE = ""  # the label of what lies in no region
TOGETHER = " + "  # between labels that lie on one another

ALL = Statistic("token_alpha", "tokens", nominal_alpha(), on_fisher_z, -1)
MARKED = Statistic("token_alpha_marked", "marked", nominal_alpha(), on_fisher_z, -1)


def stretches(answers: Mapping[int, Sequence[Mapping[str, Any]]], length: int | None = None) -> Iterator[Stretch]:
    """Cut a line wherever a region of anybody begins or ends: between two cuts everybody says one thing.

    answers    annotator -> regions with "label" and whole-numbered, half-open "start" and "end", or with "parts"
    length     of the whole line; without it, what lies before the first and after the last region is left out
    """
    spans = {who: [(*part, str(r["label"])) for r in regions for part in parts(r)] for who, regions in answers.items()}
    ends = {at for those in spans.values() for start, end, _ in those for at in (start, end)}
    cuts = sorted(ends if length is None else {at for at in ends if at < length} | {0, length})
    place = {at: i for i, at in enumerate(cuts)}
    said: dict[int, dict[int, set[str]]] = {who: defaultdict(set) for who in answers}
    for who, those in spans.items():
        for start, end, label in those:
            for i in range(place.get(start, len(cuts)), place.get(end, len(cuts) - 1)):
                said[who][i].add(label)
    for i, (start, end) in enumerate(pairwise(cuts)):
        yield end - start, {who: TOGETHER.join(sorted(said[who][i])) if i in said[who] else OUTSIDE for who in answers}


def parts(region: Mapping[str, Any]) -> Sequence[tuple[int, int]]:
    """Where a region lies; one that has gaps says so in "parts"."""
    return [(int(s), int(e)) for s, e in region.get("parts") or [(region["start"], region["end"])]]


def count(document: Document, answers: Mapping[int, Sequence[Mapping[str, Any]]], length: int | None = None) -> None:
    """Add a document's stretches to the groups "marked", where somebody marked something, and, where the document's
    length is known, "tokens", everything."""
    if len(answers) < 2:
        return
    found = list(stretches(answers, length))
    groups = [MARKED.group] if length is None else [MARKED.group, ALL.group]
    for group in groups:
        total = vector(found, answers, outside=group == ALL.group)
        without = {}
        for who in answers:
            left = vector(found, [one for one in answers if one != who], outside=group == ALL.group)
            without[who] = {name: n - left.get(name, 0) for name, n in total.items()}
        document.whole(group, "", total, without)


def vector(found: Sequence[Stretch], people: Collection[int], *, outside: bool) -> dict[str, int]:
    """What these people's stretches add to the sums of alpha: `apart`, and the uses of each label.

    outside   whether stretches count that none of them marked
    """
    if len(people) < 2:
        return {}
    sums: dict[str, int] = defaultdict(int, pairs=comb(len(people), 2))
    apart = 0
    for length, labels in found:
        said = Counter(labels[who] for who in people)
        if outside or set(said) != {OUTSIDE}:
            apart += length * (len(people) ** 2 - sum(n * n for n in said.values()))
            for label, n in said.items():
                sums[f"u:{label}"] += length * n
    sums["apart"] = rounded(apart * GRAIN, len(people) - 1)
    return dict(sums)
