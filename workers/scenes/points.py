"""The eyes of a cat, as points that belong together."""

from workers.scenes.base import Scene, field, label, photo
from workers.scenes.hand import Hand


def act(hand: Hand) -> None:
    for eye in [(172, 120), (320, 136)]:
        hand.click(*eye)
    hand.press("Enter")


SCENE = Scene(
    media="image",
    fields=[field("points", "关键点", "Key points", [label("eyes", "1", "双眼", "Eyes", "#b3392f")])],
    row={"image": "chelsea.jpg"},
    files=photo("chelsea.jpg"),
    act=act,
    gives=["eyes"],
)
