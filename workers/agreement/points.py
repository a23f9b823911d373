"""Agreement on points: how near is near depends on the thing's size and on how well a point can be seen at all."""

import math
from collections.abc import Iterable, Mapping, Sequence

from workers.agreement.coefficients import alpha
from workers.agreement.counts import Counts
from workers.agreement.tally import Tally

GRAIN = 1_000_000_000
SEEN = (0, 1, 2)  # not placed, hidden, seen
Joints = Mapping[str, tuple[float, float]]  # name of a joint -> where it is


class Scatter(Tally):
    """(joint, "pairs") and (joint, "squares") -> how often two annotators placed it, and the sum of their squared
    distances over the size of the thing, in billionths: what a joint's sigma is estimated from."""

    __slots__ = ()

    def add(self, one: Joints, two: Joints, area: float, times: int = 1) -> None:
        """Two annotators placed joints on a thing of this area, in square pixels."""
        for name in one.keys() & two.keys():
            squared = (one[name][0] - two[name][0]) ** 2 + (one[name][1] - two[name][1]) ** 2
            self.count((name, "pairs"), times)
            self.count((name, "squares"), times * round(squared / area * GRAIN))

    def remove(self, one: Joints, two: Joints, area: float) -> None:
        """Take out what was added."""
        self.add(one, two, area, -1)

    def sigmas(self) -> dict[str, float]:
        """Standard deviation of one annotator's point about the true one, as a share of the root of the area.

        Two annotators scatter about the truth alike, so their squared distance is twice that of one from the truth.

        source   COCO keypoint evaluation, where sigma² is the mean of d²/s² between an annotator and the truth
        """
        pairs = {str(row[0]): n for row, n in self.rows.items() if row[1] == "pairs"}
        return {
            joint: math.sqrt(self.rows.get((joint, "squares"), 0) / GRAIN / n / 2) for joint, n in sorted(pairs.items())
        }


def oks(one: Joints, two: Joints, area: float, sigmas: Mapping[str, float]) -> float | None:
    """Object keypoint similarity: mean over joints of exp(-d² / (2 s² k²)), with s² the area and k = 2 sigma.

    area       of the thing, in square pixels
    sigmas     of each joint; a joint with sigma 0 counts when both placed it at the same spot
    returns    0..1 over the joints that either placed, one that only one of them placed counting 0; None without any
    source     Lin et al. (2014), Microsoft COCO, ECCV; COCO keypoint evaluation
    """
    names = one.keys() | two.keys()
    if not names:
        return None
    total = 0.0
    for name in one.keys() & two.keys():
        squared = (one[name][0] - two[name][0]) ** 2 + (one[name][1] - two[name][1]) ** 2
        spread = 2 * area * (2 * sigmas[name]) ** 2
        total += math.exp(-squared / spread) if spread else float(squared == 0)
    return total / len(names)


def within(one: Joints, two: Joints, reach: float) -> float | None:
    """Percentage of correct keypoints: the share of joints placed by both that lie within `reach` of each other.

    source     Yang & Ramanan (2013), IEEE Transactions on Pattern Analysis and Machine Intelligence 35:2878
    """
    both = one.keys() & two.keys()
    if not both:
        return None
    return sum(math.dist(one[name], two[name]) <= reach for name in both) / len(both)


def pck(one: Joints, two: Joints, scale: float, threshold: float) -> float | None:
    """Percentage of correct keypoints at a share of the thing's size: joints at most `threshold * scale` apart.

    scale      of the thing, in pixels: the longer side of its box with Yang & Ramanan, the head for PCKh
    threshold  share of the scale; Yang & Ramanan take 0.1 for the whole body and 0.2 for the upper body
    returns    0..1 over the joints that both placed; None without any
    errors     ValueError where the scale is not above zero, or the threshold below it
    source     Yang & Ramanan (2013), IEEE Transactions on Pattern Analysis and Machine Intelligence 35:2878
    """
    if not threshold >= 0:
        raise ValueError(f"The threshold is a share of the scale, zero or more, not {threshold}.")
    return within(one, two, threshold * _scale(scale))


def normalised_error(one: Joints, two: Joints, scale: float) -> float | None:
    """Normalised mean error: the mean distance between two annotators' joints, as a share of the thing's size.

    scale      of the thing, in pixels: the distance between the outer corners of the eyes with Sagonas et al.
    returns    0 or more, over the joints that both placed; None without any
    errors     ValueError where the scale is not above zero
    source     Sagonas et al. (2016), 300 Faces In-The-Wild Challenge, Image and Vision Computing 47:3
    """
    size, both = _scale(scale), one.keys() & two.keys()
    if not both:
        return None
    return math.fsum(math.dist(one[name], two[name]) for name in both) / len(both) / size


def _scale(scale: float) -> float:
    if not 0 < scale < math.inf:
        raise ValueError(f"The scale is a length in pixels above zero, not {scale}.")
    return scale


def visibility(answers: Sequence[Mapping[str, int]]) -> list[list[int]]:
    """How visible each annotator called each joint, as units for `Counts.of`: alpha then says how far they agree.

    answers    of one thing, by each annotator: joint -> 0 not placed, 1 hidden, 2 seen
    returns    of each joint, in the order of their names, what those said who name it
    """
    names = sorted(set().union(*answers))
    return [[answer[name] for answer in answers if name in answer] for name in names]


def visibility_alpha(things: Iterable[Sequence[Mapping[str, int]]]) -> float | None:
    """Krippendorff's alpha, nominal, of how visible joints are; each joint of each thing is a unit.

    things     of each thing, what every annotator said: joint -> 0 not placed, 1 hidden, 2 seen. A joint that an
               annotator does not name is missing, not 0, and one that a single annotator names says nothing
    returns    1 for perfect agreement, 0 for chance; None where no joint has two answers, or all are the same
    errors     ValueError where a visibility is none of the three
    source     Krippendorff (2019), Content Analysis, 4th ed., ch. 12; Lin et al. (2014), Microsoft COCO, ECCV,
               for 0, 1 and 2
    """
    units = [unit for answers in things for unit in visibility(answers)]
    for unit in units:
        for seen in unit:
            if seen not in SEEN:
                raise ValueError(f"The visibility of a joint is 0, 1 or 2, not {seen}.")
    return alpha(Counts.of(units))
