"""What a video file says of itself: size, codec, and when each of its frames is shown. Nothing is decoded."""

from projects.video.footage import Footage
from projects.video.reading import read_footage, remarks
from projects.video.timing import Timing

__all__ = ["Footage", "Timing", "read_footage", "remarks"]
