"""When each frame of a video is shown.

Frames are numbered from 0 in the order in which they are shown. Their times are whole ticks, so that frame and time
can be turned into each other without rounding, whether the frame rate is constant or not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from typing import Any

# Containers that count in milliseconds round every time; these are what cameras and editors mean by it.
USUAL = tuple(Fraction(n) for n in (10, 12, 15, 16, 20, 24, 25, 30, 48, 50, 60, 90, 100, 120, 144, 240)) + tuple(
    Fraction(n * 1000, 1001) for n in (12, 15, 24, 30, 48, 60, 120, 240)
)


@dataclass(frozen=True)
class Timing:
    """timescale   ticks in a second
    start       tick of the first frame
    runs        how many frames in a row are shown for how many ticks each
    """

    timescale: int
    start: int
    runs: tuple[tuple[int, int], ...]

    @property
    def frames(self) -> int:
        return sum(count for count, _ticks in self.runs)

    @property
    def is_constant(self) -> bool:
        """Whether all frames are shown equally long; what holds for the last one says nothing of the rate."""
        return len(self.runs) == 1 or (len(self.runs) == 2 and self.runs[1][0] == 1)

    @property
    def duration(self) -> float:
        """Seconds, from the first frame on."""
        return sum(count * ticks for count, ticks in self.runs) / self.timescale

    @property
    def end(self) -> float:
        """Seconds at which the last frame ends."""
        return self.start / self.timescale + self.duration

    @property
    def rate(self) -> float:
        """Frames a second, on average."""
        return self.frames / self.duration

    @cached_property
    def ticks(self) -> list[int]:
        """The tick at which each frame appears."""
        steps = [ticks for count, ticks in self.runs for _ in range(count)]
        return [self.start, *accumulate(steps[:-1], initial=self.start)][1:]

    def seconds(self, frame: int) -> float:
        """When a frame appears; of the one after the last, when that ends."""
        return self.ticks[frame] / self.timescale if frame < self.frames else self.end

    def as_json(self) -> dict[str, object]:
        return {"timescale": self.timescale, "start": self.start, "runs": [list(run) for run in self.runs]}


def timing_from(doc: Mapping[str, Any]) -> Timing:
    """What `as_json` gave."""
    return Timing(doc["timescale"], doc["start"], tuple((count, ticks) for count, ticks in doc["runs"]))


def timing_of(shown: Iterable[int], timescale: int, last: int | None = None, rounded: bool = False) -> Timing:
    """The timing of frames that are shown at these ticks.

    last      how long the last frame is shown; unset: as long as frames are on average
    rounded   the ticks were rounded by the container: where a constant rate explains them, it is what was meant
    """
    times = sorted(shown)
    steps = [later - earlier for earlier, later in pairwise(times)]
    if last is None:
        last = round(sum(steps) / len(steps)) if steps else timescale
    if rounded and timescale >= 1000 and (meant := _constant(times, timescale)):
        return meant
    runs = [(len(list(alike)), ticks) for ticks, alike in groupby([*steps, max(last, 1)])]
    return Timing(timescale, times[0], tuple(runs))


def _constant(times: Sequence[int], timescale: int) -> Timing | None:
    """The usual frame rate from which no time is further away than by rounding; else the mean, if that is so near."""
    count, span = len(times), times[-1] - times[0]
    if count < 3 or not span:
        return None
    mean = Fraction((count - 1) * timescale, span)
    near = sorted(USUAL, key=lambda rate: abs(rate - mean))[:2]
    for rate in [*near, mean.limit_denominator(1001)]:
        if rate > 0 and all(abs(time - times[0] - n * timescale / rate) <= 1 for n, time in enumerate(times)):
            scale = rate.numerator * timescale
            return Timing(scale, times[0] * rate.numerator, ((count, rate.denominator * timescale),))
    return None
