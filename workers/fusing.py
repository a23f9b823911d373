"""One set of regions out of those of several people, of every kind (`workers.consensus` has the mathematics)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from annotation.kinds import Kind
from annotation.kinds.labels import OneLabelOptions
from projects.schema import Attribute, attributes, visible
from workers.consensus import fused_boxes, voted_spans
from workers.consensus.agreed import agreed
from workers.consensus.alike import Middle, Similarity, alike_regions, middle_regions
from workers.consensus.covers import ENOUGH, covered_regions
from workers.consensus.keypoints import middle_joints, middle_points
from workers.consensus.medoid import medoid
from workers.consensus.moments import voted_moments
from workers.consensus.regions import Answers, Fused, Region
from workers.consensus.tracks import Laid, alike_boxes, apart, middle_track
from workers.consensus.turned import middle_ellipse, middle_turned_box

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Fusion:
    """found       what half or more have, or more than half at each moment, with what most say of it
    confidence  how sure what is there, and what is not, is on average; 1 where nobody marked anything
    method      as `deciding.Decision` has it
    """

    found: list[Fused]
    confidence: float
    method: str


def fuse(kind: Kind, answers: Answers, options: Any = None) -> Fusion:
    """The regions of several people.

    options   of the field; without them the answers alone say what may be
    """
    everything = [region for given in answers.values() for region in given]
    if kind.geometry == "time":
        moments = voted_moments(answers, shortest=options.shortest if options else 0.0)
        found, sure, method = moments.found, moments.confidence, "voted_moments"
    else:
        found, method = _things(kind, answers, everything, options)
        sures = [_as_sure(one, method) for one in found]
        sure = float(np.mean(sures)) if sures else 1.0
        found = [one for one in found if one.confidence >= 0.5]
    most = options.maximum if options else None
    if most is not None and len(found) > most:
        least = sorted(found, key=lambda one: -one.confidence)[most:]
        found = [one for one in found if not any(one is other for other in least)]
    if kind.geometry == "line" and options and not options.overlapping and kind.similarity is not None:
        found = _apart(found, kind.similarity)
    return Fusion([_with_more(one, kind, options) for one in found], sure, method)


def name(number: int) -> str:
    """The id of a region of the consensus, by its place."""
    return f"r{number + 1}"


def _apart(found: Sequence[Fused], similarity: Similarity) -> list[Fused]:
    """Those that overlap nothing that as many have or more: only one of these can be there."""
    return [
        one
        for one in found
        if not any(
            other is not one and other.confidence >= one.confidence and similarity(one.region, other.region) > 0
            for other in found
        )
    ]


def _things(kind: Kind, answers: Answers, everything: Sequence[Region], options: Any) -> tuple[list[Fused], str]:
    """Everything that somebody marked, which is a question of there or not."""
    if kind.name == "span" and not any("parts" in region for region in everything):
        return voted_spans(answers, at_least=0), "voted_spans"
    if kind.name == "box" and not any(region.get("rotation") for region in everything):
        return fused_boxes(answers, at_least=0), "fused_boxes"
    alike = kind.similarity or _equal
    if kind.tuned is not None and options is not None:
        alike = kind.tuned(options)
    if kind.runs is not None and kind.of_runs is not None:
        found = covered_regions(answers, alike, kind.runs, kind.of_runs, kind.places)
        return found, "staple" if kind.places is not None and len(answers) >= ENOUGH else "voted_places"
    if kind.geometry == "moving":
        return middle_regions(answers, _of_tracks(alike), partial(_middle_track, options=options)), "fused_tracks"
    if kind.outline is not None and kind.tuned is None:
        alike = _of_shapes(kind, alike, options)
    if kind.name in MIDDLES:
        make, method = MIDDLES[kind.name]
        return middle_regions(answers, alike, make(options)), method
    return alike_regions(answers, alike, at_least=0), "chosen_regions"


def _equal(one: Region, two: Region) -> float:
    return float(one == two)


def _middle_points(options: Any) -> Middle:
    return partial(middle_points, tolerance=options.tolerance, most=options.together) if options else middle_points


def _middle_track(tracks: Sequence[Region], closest: int, options: Any) -> dict[str, Any] | None:
    changing = set(options.changing) if options else set()
    if not changing:
        return middle_track(tracks, closest)
    label = str(tracks[closest]["label"])
    asked = options if label in options.name_set else None

    def agree(holding: Sequence[Said]) -> Said:
        return {name: said for name, said in _agreed_attributes(holding, label, asked).items() if name in changing}

    return middle_track(tracks, closest, agree=agree)


MIDDLES: dict[str, tuple[Callable[[Any], Middle], str]] = {
    "box": (lambda options: middle_turned_box, "middle_shapes"),
    "ellipse": (lambda options: middle_ellipse, "middle_shapes"),
    "points": (_middle_points, "middle_points"),
    "skeleton": (lambda options: middle_joints, "middle_points"),
}


def _as_sure(one: Fused, method: str) -> float:
    """That it is there, or that it is not; of a region made of places also that these are its places."""
    if one.confidence < 0.5:
        return 1 - one.confidence
    return one.confidence * (one.fit if method in ("staple", "voted_places") else 1.0)


def _of_shapes(kind: Kind, similarity: Similarity, options: Any) -> Similarity:
    """The same for areas. What lies apart is not looked at closer: of many shapes on one picture that is most."""
    bounds: dict[int, tuple[Region, tuple[float, float, float, float]]] = {}  # by identity, with what it is of

    def of(region: Region) -> tuple[float, float, float, float]:
        if id(region) not in bounds and kind.outline is not None:
            bounds[id(region)] = region, kind.outline(region, options).bounds
        return bounds[id(region)][1]

    def alike(one: Region, two: Region) -> float:
        a, b = of(one), of(two)
        beside = a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]
        return 0.0 if beside else similarity(one, two)

    return alike


def _of_tracks(similarity: Similarity) -> Similarity:
    """The same for tracks, of which each is laid out once. Upright boxes are compared many frames at a time."""
    laid: dict[int, tuple[Region, Laid | None]] = {}  # by identity, with the track itself so that this stays its own

    def of(track: Region) -> Laid | None:
        """None of what is no upright box."""
        if id(track) not in laid:
            upright = not any("points" in key or key.get("rotation") for key in track["keyframes"])
            laid[id(track)] = track, Laid.of(track) if upright else None
        return laid[id(track)][1]

    def alike(one: Region, two: Region) -> float:
        first, second = of(one), of(two)
        if first is None or second is None:
            return similarity(one, two)
        return 0.0 if apart(first, second) else alike_boxes(first, second)

    return alike


def _with_more(one: Fused, kind: Kind, options: Any) -> Fused:
    """With what most of those who have it say of it: its attributes, and what is said in a segment."""
    more: dict[str, Any] = {}
    label, whole = one.region["label"], getattr(options, "whole", options)
    if said := _agreed_attributes([region.get("attributes", {}) for region in one.of], label, whole):
        more["attributes"] = said
    if kind.geometry == "time" and (texts := [region["text"] for region in one.of if "text" in region]):
        more["text"] = medoid(sorted(texts)).text
    kept = {name: part for name, part in one.region.items() if name != "attributes"}
    return replace(one, region=kept | more)


def _agreed_attributes(said: Sequence[Said], label: str, options: OneLabelOptions | None) -> dict[str, Any]:
    """Attribute by attribute what most say, of those that are asked then.

    An attribute that few answered is left out, where it need not be answered. Where one that must be is asked although
    nobody answered it, what most say as a whole is taken: somebody said that, so it fits together.
    """
    if not any(said):
        return {}
    if options is None or label not in options.name_set:
        names = dict.fromkeys(name for one in said for name in one)
        given = {name: [one[name] for one in said if name in one] for name in names}
        return {name: agreed(values) for name, values in given.items() if 2 * len(values) >= len(said)}
    asked = options.attributes_of(label)
    found: dict[str, Any] = {}
    for name in attributes(list(asked.values()), label).order:
        values = [one[name] for one in said if name in one]
        if not visible(asked[name].visible_when, lambda condition: found.get(condition.attribute)):
            continue
        if values and (2 * len(values) >= len(said) or _must(asked[name])):
            found[name] = agreed(values)
        elif _must(asked[name]):
            return dict(agreed(said))
    return {name: found[name] for name in asked if name in found}


def _must(attribute: Attribute) -> bool:
    return attribute.required or attribute.kind == "switch"
