"""One video file, whatever its container."""

from dataclasses import dataclass

from projects.video.timing import Timing


@dataclass(frozen=True)
class Footage:
    """container   mp4 or webm
    codec       h264, h265, vp8, vp9, av1, or as the file calls one that browsers do not play
    width       of the upright picture, in pixels, as browsers show it; height likewise
    rotation    degrees clockwise by which players turn what was recorded
    timing      when each frame is shown
    farthest    the largest number of frames from one key frame to the next
    sound       whether there is a sound track
    """

    container: str
    codec: str
    width: int
    height: int
    rotation: int
    timing: Timing
    farthest: int
    sound: bool


def longest_gap(keys: list[int], frames: int) -> int:
    """The largest number of frames from one key frame to the next, or to the end."""
    ends = [*keys[1:], frames]
    return max((end - key for key, end in zip(keys, ends, strict=True)), default=frames)
