"""Place named joints: the parts of a body, the corners of a plate. The field says which joints, and what joins them.

Pixels of the upright original as floats, origin top left. A joint is [x, y, visibility]: 2 seen, 1 hidden behind
something but placed, 0 not placed (then x and y are 0), as in COCO. A value names every joint, in the field's order.
"""

from collections.abc import Mapping
from math import exp
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, TypeAdapter, model_validator, with_config

from annotation.kinds.base import Kind, Similarity, Subject
from annotation.kinds.labels import LabelOptions
from annotation.kinds.outlines import Outline
from annotation.kinds.pixels import Pixels, require_inside, require_some
from annotation.kinds.regions import Region, read_regions
from projects.problems import Invalid
from projects.schema import Option

SIGMA = 0.05
BODY_SHARE = 0.53  # of its box that a body fills, as COCO's evaluation assumes where no area was drawn
SLIMMEST = 0.2  # a body whose joints lie on a line is taken to be this share of its length wide

Visibility = Annotated[int, Field(ge=0, le=2, strict=True)]
Placed = tuple[Pixels, Pixels, Visibility]
Share = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1)]


class Joint(Option):
    """at      where it lies in the figure that is put down as a whole: shares of its width and height
    sigma   spread of careful people's placements, as a share of the object's size
    """

    at: tuple[Share, Share] | None = None
    sigma: Annotated[float, Field(allow_inf_nan=False, gt=0, le=1)] = SIGMA


class SkeletonOptions(LabelOptions):
    """joints   in the order in which they are placed
    edges    pairs of names that a line joins
    """

    joints: list[Joint] = Field(min_length=1, max_length=500)
    edges: list[tuple[str, str]] = Field(default_factory=list, max_length=2000)

    @model_validator(mode="after")
    def _consistent(self) -> "SkeletonOptions":
        names = [joint.name for joint in self.joints]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(_("Two joints have the name %(name)s. Rename one of them.") % {"name": name})
        for name in (name for edge in self.edges for name in edge):
            if name not in names:
                raise ValueError(_("The edge to %(name)s leads to no joint.") % {"name": name})
        return self


@with_config(ConfigDict(extra="forbid"))
class Skeleton(Region):
    joints: dict[str, Placed]


SKELETONS = TypeAdapter(list[Skeleton])


def check(value: Any, options: SkeletonOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    skeletons = read_regions(SKELETONS, value, options, at)
    names = [joint.name for joint in options.joints]
    for i, skeleton in enumerate(skeletons):
        here, given = f"{at}[{i}].joints", skeleton["joints"]
        for name, (x, y, visibility) in given.items():
            if name not in names:
                message = _("%(name)r is not one of the joints of %(field)s")
                raise Invalid(message % {"name": name, "field": options.name}, field=here)
            if visibility:
                require_inside([(x, y)], subject, f"{here}.{name}")
        skeleton["joints"] = {name: _canonical(given.get(name)) for name in names}
        if not any(visibility for _x, _y, visibility in skeleton["joints"].values()):
            raise Invalid(_("no joint is placed"), field=here)
    require_some(skeletons, options, at)
    return skeletons


def _canonical(placed: Placed | None) -> list[float]:
    return list(placed) if placed and placed[2] else [0.0, 0.0, 0]


def placed(region: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    return {name: (x, y) for name, (x, y, visibility) in region["joints"].items() if visibility}


def outline(region: Mapping[str, Any], options: SkeletonOptions) -> Outline:
    found = placed(region)
    edges = [(found[a], found[b]) for a, b in options.edges if a in found and b in found]
    return Outline(lines=tuple(edges), dots=tuple(found.values()))


def similarity(one: Mapping[str, Any], two: Mapping[str, Any], *, sigmas: Mapping[str, float] | None = None) -> float:
    """Object keypoint similarity, 0..1: the mean of exp(-d²/2s²k²) over joints that at least one of the two placed.

    k is twice the joint's sigma; s² is the size of the body, from the joints of both. A joint that only one placed
    counts 0.

    source  COCO keypoint evaluation, cocodataset.org/#keypoints-eval. There only the joints of the truth count; of two
            people neither is the truth.
    """
    first, second = placed(one), placed(two)
    size = (_size(first) + _size(second)) / 2
    names = first.keys() | second.keys()
    return sum(_near(first.get(n), second.get(n), size, (sigmas or {}).get(n, SIGMA)) for n in names) / len(names)


def _size(joints: Mapping[str, tuple[float, float]]) -> float:
    """Square pixels that the body fills; 1 for a single joint."""
    xs, ys = zip(*joints.values(), strict=True)
    short, long = sorted((max(xs) - min(xs), max(ys) - min(ys)))
    return float(max(BODY_SHARE * long * max(short, SLIMMEST * long), 1.0))


def _near(a: tuple[float, float] | None, b: tuple[float, float] | None, size: float, sigma: float) -> float:
    if a is None or b is None:
        return 0.0
    apart = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
    return float(exp(-apart / (2 * size * (2 * sigma) ** 2)))


def tuned(options: SkeletonOptions) -> Similarity:
    sigmas = {joint.name: joint.sigma for joint in options.joints}
    return lambda one, two: similarity(one, two, sigmas=sigmas)


def example(options: SkeletonOptions) -> list[dict[str, Any]]:
    joints = {joint.name: [60.0 + 20 * i % 240, 50.5 + 35 * i % 180, 2] for i, joint in enumerate(options.joints)}
    return [{"id": "r1", "label": options.names[0], "joints": joints}]


KIND = Kind(
    name="skeleton",
    media=frozenset({"image"}),
    level="regions",
    options=SkeletonOptions,
    check=check,
    rows=lambda value: [{key: one[key] for key in ("label", "joints", "id")} for one in value],
    labels=lambda value: [one["label"] for one in value],
    example=example,
    example_subject=Subject(width=320, height=240),
    geometry="plane",
    similarity=similarity,
    likeness="oks",
    tuned=tuned,
    outline=outline,
    example_options={
        "joints": [
            {"name": "head", "title": {"zh": "头", "en": "Head"}, "at": [0.5, 0.05]},
            {"name": "left_hand", "title": {"zh": "左手", "en": "Left hand"}, "at": [1, 0.5]},
            {"name": "right_hand", "title": {"zh": "右手", "en": "Right hand"}, "at": [0, 0.5]},
            {"name": "hip", "title": {"zh": "髋", "en": "Hip"}, "at": [0.5, 0.6]},
        ],
        "edges": [["head", "hip"], ["left_hand", "head"], ["right_hand", "head"]],
    },
    absent=(),
)
