"""The saucer and the mouth of the cup, as ellipses."""

from workers.scenes.base import Scene, field, label, photo
from workers.scenes.hand import Hand

MOUTH = label("mouth", "1", "杯口", "Mouth", "#2f6fd6")
SAUCER = label("saucer", "2", "托盘", "Saucer", "#0f766e")


def act(hand: Hand) -> None:
    for key, start, end in [("2", (80, 84), (478, 388)), ("1", (172, 18), (406, 206))]:
        hand.press(key)
        hand.drag(start, end)
        hand.press("Escape")


SCENE = Scene(
    media="image",
    fields=[field("ellipse", "圆形部位", "Round parts", [MOUTH, SAUCER])],
    row={"image": "coffee.jpg"},
    files=photo("coffee.jpg"),
    act=act,
    gives=["saucer", "mouth"],
)
