"""One answer out of several for every kind of label, with how sure it is (`workers.consensus` has the mathematics)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotation.kinds import Kind
from workers.consensus import Votes, borda, kemeny, majority, medoid
from workers.consensus.agreed import in_order, written
from workers.consensus.kemeny import MOST
from workers.fusing import fuse, name
from workers.measures import Context
from workers.relating import related

Answers = Mapping[int, Any]  # annotator -> value
TINY = 1e-300
ALONE = Context()
METHODS = (
    "majority",
    "dawid_skene",
    "label_votes",
    "median",
    "medoid",
    "kemeny",
    "borda",
    "fused_boxes",
    "voted_spans",
    "voted_places",
    "staple",
    "voted_moments",
    "fused_tracks",
    "middle_shapes",
    "middle_points",
    "voted_relations",
    "chosen_regions",
)


@dataclass(frozen=True)
class Decision:
    """value       None where the answers tie
    confidence  0..1; None where a single answer has nothing beside it
    method      one of METHODS
    """

    value: Any
    confidence: float | None
    method: str


@dataclass(frozen=True)
class Lesson:
    """What earlier votes taught (`workers.learning`): how often each annotator says which label for which truth.

    labels      in the order of the matrices
    prior       (k,) how frequent each label is
    confusion   annotator -> (k, k) P(says column | truth is row)
    pooled      (k, k) the same of all, for who is new
    """

    labels: Sequence[str]
    prior: np.ndarray[Any, Any]
    confusion: Mapping[int, np.ndarray[Any, Any]]
    pooled: np.ndarray[Any, Any]

    def posterior(self, answers: Answers) -> np.ndarray[Any, Any] | None:
        """(k,) how probable each label is; None when an answer is a label that nothing is known of yet."""
        place = {label: i for i, label in enumerate(self.labels)}
        if any(not isinstance(label, str) or label not in place for label in answers.values()):
            return None
        joint = np.log(self.prior + TINY)
        for who, label in answers.items():
            joint = joint + np.log(self.confusion.get(who, self.pooled)[:, place[label]] + TINY)
        chances = np.exp(joint - joint.max())
        return np.asarray(chances / chances.sum())


def alone(kind: Kind, answers: Answers, context: Context = ALONE) -> Decision | None:
    """The consensus where it follows from these answers; None where it needs to be known who gives them."""
    return None if kind.level == "nominal" else decide(kind, answers, context=context)


def decide(kind: Kind, answers: Answers, lesson: Lesson | None = None, context: Context = ALONE) -> Decision:
    """The answers to one question of one task, at least one. Who gives which changes nothing without a lesson.

    lesson   what is known of the annotators of a nominal question; without it every vote counts the same
    context  what the schema says of the field, and what else was answered
    """
    if kind.level == "nominal" and lesson is not None:
        chances = lesson.posterior(answers)
        if chances is not None:
            best = int(chances.argmax())
            return Decision(lesson.labels[best], float(chances[best]), "dawid_skene")
    if kind.level == "relations":
        found = Decision(*related(answers, context), "voted_relations")
    else:
        found = _decide(kind, {n: answers[who] for n, who in enumerate(in_order(answers))}, context.options)
    return found if len(answers) > 1 else Decision(found.value, None, found.method)


def _decide(kind: Kind, answers: Answers, options: Any) -> Decision:
    values = list(answers.values())
    match kind.level:
        case "set":
            return _labels(values)
        case "ordinal" | "interval":
            return _middle(values)
        case "units":
            return _each(values)
        case "text":
            found = medoid(values)
            return Decision(found.text, found.confidence, "medoid")
        case "ranking":
            return _order(values, options)
        case "preference":
            return _preferred(values)
        case "regions":
            return _regions(kind, answers, options)
    return _majority(values)


def _majority(values: list[Any]) -> Decision:
    """Also of answers that are no plain labels: those that are written the same are the same."""
    codes = [written(value) for value in values]
    said = dict(zip(codes, values, strict=True))
    votes = Votes.of((0, i, code) for i, code in enumerate(codes))
    found = majority(votes)
    winner = None if found.tied[0] else said[votes.labels[int(found.label[0])]]  # type: ignore[index]
    return Decision(winner, float(found.share[0]), "majority")


def _labels(values: list[list[str]]) -> Decision:
    """Each label by itself: the ones that more than half ticked, as sure as the least sure of them."""
    order = {label: None for value in values for label in value}
    shares = {label: sum(label in value for value in values) / len(values) for label in order}
    sure = min((max(share, 1 - share) for share in shares.values()), default=1.0)
    return Decision([label for label, share in shares.items() if share > 0.5], sure, "label_votes")


def _each(values: list[Mapping[str, Any]]) -> Decision:
    """A majority for each of several things; one that ties is left out, and all are as sure as the least sure."""
    things = dict.fromkeys(thing for value in values for thing in value)
    found = {thing: _majority([value[thing] for value in values if thing in value]) for thing in things}
    sure = min((one.confidence or 0 for one in found.values()), default=1.0)
    return Decision({thing: one.value for thing, one in found.items() if one.value is not None}, sure, "majority")


def _middle(values: list[Any]) -> Decision:
    """The median, of numbers or days, as one that was given: of two in the middle the lower. As sure as its share."""
    if not (all(isinstance(value, str) for value in values) or all(isinstance(v, int | float) for v in values)):
        return _majority(values)
    middle = sorted(values)[(len(values) - 1) // 2]
    return Decision(middle, values.count(middle) / len(values), "median")


def _order(values: list[list[Any]], options: Any) -> Decision:
    """The closest order, exactly where there are few things; none where another one is as close."""
    places = [[[place] if isinstance(place, str) else place for place in value] for value in values]
    things = list(dict.fromkeys(thing for place in places[0] for thing in place))
    if any({thing for place in order for thing in place} != set(things) for order in places):
        return _majority(values)
    number = {thing: n for n, thing in enumerate(things)}
    ties = options.ties if options else any(len(place) > 1 for order in places for place in order)
    method = kemeny if len(things) <= MOST else borda
    found = method([[[number[thing] for thing in place] for place in order] for order in places], ties=ties)
    order = [things[place[0]] if len(place) == 1 else [things[n] for n in place] for place in found.places]
    return Decision(None if found.tied else order, found.confidence, method.__name__)


def _preferred(values: list[Mapping[str, Any]]) -> Decision:
    """The winner that most chose, a tie being one of the choices, and how clearly: the lower median of who chose it.

    In which order somebody saw the responses is no part of what they say.
    """
    found = _majority([value["winner"] for value in values])
    if found.value is None:
        return found
    strengths = sorted(v["strength"] for v in values if v["winner"] == found.value and "strength" in v)
    clearly = {"strength": strengths[(len(strengths) - 1) // 2]} if strengths else {}
    return Decision({"winner": found.value} | clearly, found.confidence, found.method)


def _regions(kind: Kind, answers: Answers, options: Any) -> Decision:
    found = fuse(kind, answers, options)
    value = [{"id": name(number)} | one.region for number, one in enumerate(found.found)]
    return Decision(value, found.confidence, found.method)
