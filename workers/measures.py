"""Which statistics fit a kind of label. A kind says its level of measurement and its geometry; that decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from annotation.kinds import Kind
from workers.agreement import (
    nominal,
    preferences,
    rankings,
    regions,
    relations,
    scores,
    sets,
    spans,
    texts,
    times,
    tracks,
)
from workers.agreement.counts import Array
from workers.agreement.regions import Criterion, Region, Similarity
from workers.agreement.relations import Related
from workers.agreement.state import Answers, Measure
from workers.agreement.tally import Tally

REGION_TABLES = ("uses", "sums", "rater_sums", "slips", "pair_sums")

# Nobody draws equal boxes, so what covers each other by half is the same thing, and by three quarters is drawn with
# care. Whether two regions are one thing in spite of two labels is asked from half on, too.
CRITERIA: dict[str, tuple[Criterion, ...]] = {
    "iou": (Criterion("f1_50", 0.5, mean="mean_iou", dice="mean_dice"), Criterion("f1_75", 0.75)),
    "oks": (Criterion("f1_50", 0.5, mean="mean_oks"), Criterion("f1_75", 0.75)),
}
SAME_THING = 0.5
FRAMES = 400  # of a video in which tracks are compared


@dataclass(frozen=True)
class Context:
    """What a measure may have to know besides the answers to a question.

    whole      annotator -> all that they answered to the task
    options    of the field
    fields     name -> what the schema says of each of its fields
    length     of the text, in code points; of what runs in time, in milliseconds
    models     key of a response -> the model it is from, where that is known
    """

    whole: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    options: Any = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    length: int | None = None
    models: Mapping[str, str] = field(default_factory=dict)


def contribution(kind: Kind, answers: Answers, context: Context) -> Tally:
    """What the answers to one question of one task add to the tables; nothing where no statistic fits the kind."""
    measure = measure_for(kind)
    if measure is None:
        return Tally()
    if kind.level == "relations":
        answers = {who: related(value, context.whole.get(who, {})) for who, value in answers.items()}
    if kind.geometry == "moving":
        return tracks.measure(_in_frame(kind, context.options)).contribution(_tracks(kind, answers))
    if kind.level == "regions" and kind.similarity is not None:
        tuned = kind.tuned is not None and context.options is not None
        alike = kind.tuned(context.options) if kind.tuned and tuned else kind.similarity
        return _of_regions(kind, alike, context.length)(answers)
    return measure.contribution(answers)


def measure_for(kind: Kind) -> Measure | None:
    """How agreement is measured for a kind; None where no statistic is built for its level."""
    match kind.level:
        case "nominal":
            return replace(nominal.MEASURE, contribution=_read(nominal.contribution, lambda value: _label(kind, value)))
        case "units":
            return replace(nominal.MEASURE, contribution=_of_units)
        case "set":
            return sets.MEASURE
        case "ordinal":
            return replace(scores.RATINGS, contribution=_read(scores.RATINGS.contribution, number))
        case "interval":
            return replace(scores.VALUES, contribution=_read(scores.VALUES.contribution, number))
        case "text":
            return texts.MEASURE
        case "ranking":
            return rankings.MEASURE
        case "preference":
            return replace(preferences.MEASURE, contribution=partial(_of_preferences, kind))
        case "relations":
            return relations.MEASURE
        case "regions" if kind.similarity is not None and kind.geometry == "line":
            return Measure(_of_regions(kind, kind.similarity), spans.report, REGION_TABLES)
        case "regions" if kind.similarity is not None and kind.geometry == "time":
            return Measure(_of_regions(kind, kind.similarity), times.report, REGION_TABLES)
        case "regions" if kind.geometry == "moving":
            measure = tracks.measure(_in_frame(kind, None))
            return replace(measure, contribution=lambda answers: measure.contribution(_tracks(kind, answers)))
        case "regions" if kind.similarity is not None and kind.geometry == "plane":
            report = partial(regions.report, criteria=CRITERIA[kind.likeness], further=(regions.LABEL_ALPHA,))
            return Measure(_of_regions(kind, kind.similarity), report, REGION_TABLES)
    return None


def _read(contribution: Callable[[Answers], Tally], read: Callable[[Any], Any]) -> Callable[[Answers], Tally]:
    """A contribution of answers that have to be read first."""
    return lambda answers: contribution({who: read(value) for who, value in answers.items()})


def _label(kind: Kind, value: Any) -> str:
    """The one label of an answer, which may say more: how strongly, for example."""
    return kind.labels(value)[0]


def _of_preferences(kind: Kind, answers: Answers) -> Tally:
    """Preferences, each with the order in which its annotator saw the things; everybody has another one."""
    shown = {who: value["shown"] for who, value in answers.items() if value.get("shown")}
    first, beside = {who: keys[0] for who, keys in shown.items()}, {who: len(keys) for who, keys in shown.items()}
    return preferences.contribution({who: _label(kind, value) for who, value in answers.items()}, first, beside)


def duels(kind: Kind, value: Any, models: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """Which model an answer prefers to which: (one, another, which is better: 1, 2 or 0 for a tie).

    value     a preference, which says nothing of those that are not the best, or a ranking
    models    key of a response -> its model; two responses of one model are not compared
    """
    if kind.level == "preference":
        best = _label(kind, value)
        others = [key for key in models if key != best]
        told = [(best, key, 1) for key in others] if best in models else []
        if best == preferences.TIE:
            told = [(one, two, 0) for one, two in combinations(models, 2)]
    else:
        places = [[place] if isinstance(place, str) else place for place in value]
        order = [(at, key) for at, place in enumerate(places) for key in place if key in models]
        told = [(one, two, int(i < j)) for (i, one), (j, two) in combinations(order, 2)]
    pairs = [(models[one], models[two], won) for one, two, won in told]
    return [(one, two, won) for one, two, won in pairs if one != two]


def _of_units(answers: Answers) -> Tally:
    """Answers that give a label to each of several things, such as the turns of a dialogue: each thing is a unit."""
    tally = Tally()
    for thing in {thing for value in answers.values() for thing in value}:
        tally.merge(nominal.contribution({who: value[thing] for who, value in answers.items() if thing in value}))
    return tally


def number(value: Any) -> float:
    """A number, or a day as the number of the day, as it is counted."""
    return date.fromisoformat(value).toordinal() if isinstance(value, str) else scores.plain(value)


def _of_regions(
    kind: Kind, alike: Callable[[Region, Region], float], length: int | None = None
) -> Callable[[Answers], Tally]:
    similarity: Similarity = partial(_matrix, alike)
    if kind.geometry == "line":
        return partial(spans.contribution, similarity=similarity, length=length)
    if kind.geometry == "time":
        return partial(times.contribution, similarity=similarity, length=length)
    criteria = CRITERIA[kind.likeness]
    return partial(regions.contribution, similarity=similarity, criteria=criteria, across_labels=SAME_THING)


def _tracks(kind: Kind, answers: Answers) -> dict[int, list[tracks.Track]]:
    """Where each thing is in the frames that are looked at: the same for all annotators, evenly spaced.

    From the first key frame of anybody to the last one: behind that nothing moves any more.
    """
    assert kind.frames is not None
    keys = [key["frame"] for value in answers.values() for track in value for key in track["keyframes"]]
    frames = range(min(keys), max(keys) + 1, 1 + (max(keys) - min(keys)) // FRAMES) if keys else range(0)
    return {who: [kind.frames(track, frames) for track in value] for who, value in answers.items()}


def _in_frame(kind: Kind, options: Any) -> Similarity:
    assert kind.in_frame is not None
    return partial(_matrix, kind.in_frame(options))


def _matrix(alike: Callable[[Region, Region], float], one: Sequence[Region], two: Sequence[Region]) -> Array:
    return np.array([[alike(a, b) for b in two] for a in one])


def related(value: Sequence[Mapping[str, Any]], whole: Mapping[str, Any]) -> Related:
    """An answer to a relation field, with the spans that its ends name in the fields beside it.

    value      relations with "field", "from", "to" and "label"
    whole      all that the annotator answered
    """
    fields = {relation["field"] for relation in value} or {name for name, answer in whole.items() if _is_spans(answer)}
    places = {
        (field, span["id"]): (field, str(span["start"]), str(span["end"]), str(span["label"]))
        for field in fields
        for span in whole.get(field) or ()
    }
    ends = [((r["field"], r["from"]), (r["field"], r["to"]), str(r["label"])) for r in value]
    return Related(
        frozenset(places.values()),
        frozenset((places[a], places[b], kind) for a, b, kind in ends if a in places and b in places),
    )


def _is_spans(answer: Any) -> bool:
    return isinstance(answer, list) and all(isinstance(one, Mapping) and "start" in one for one in answer)
