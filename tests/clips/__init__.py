"""Small videos whose frames say their own number, so that a test can see which frame is on the screen.

`counted.webm` has 60 frames of 320 × 180 pixels, 25 a second, VP8, a key frame every 20. Along its lower edge lie eight
squares: the number of the frame in binary, the highest digit first, white for 1. A grey box moves 4 pixels a frame to
the right from x = 10 on, at y = 40, 60 × 40 pixels large. `counted.mp4` has the same frames as H.264.
`python -m tests.clips.make` made them.
"""

from pathlib import Path
from struct import pack_into

FOLDER = Path(__file__).parent
COUNTED = FOLDER / "counted.webm"
COUNTED_H264 = FOLDER / "counted.mp4"
FRAMES, WIDTH, HEIGHT, RATE = 60, 320, 180, 25
DIGITS, SQUARE = 8, 20
CLUSTER, LASTS = b"\x1f\x43\xb6\x75", b"\x44\x89\x88"
LAST_FRAME = 40
MAKER = b"Biaozhu"


def counted(variant: int = 0) -> bytes:
    """The video; as each variant the same pictures in a file of its own, which differs in the name of its maker."""
    return COUNTED.read_bytes().replace(MAKER, b"%07d" % variant if variant else MAKER)


def retimed(times: list[int]) -> bytes:
    """The same frames at other times, in milliseconds. Each lies in a cluster of its own, with its time in 4 bytes."""
    content = bytearray(counted())
    at = -1
    for time in times:
        at = content.index(CLUSTER, at + 1)
        place = content.index(b"\xe7\x84", at) + 2
        content[place : place + 4] = time.to_bytes(4)
    pack_into(">d", content, content.index(LASTS) + len(LASTS), times[-1] + LAST_FRAME)
    return bytes(content)
