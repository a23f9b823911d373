"""A flower, corner by corner."""

from workers.scenes.base import Scene, field, label, photo
from workers.scenes.hand import Hand

EDGE = [(303, 84), (378, 104), (430, 160), (444, 232), (414, 306), (352, 348), (276, 354), (212, 322), (174, 262)]
EDGE += [(174, 182), (218, 116), (303, 84)]


def act(hand: Hand) -> None:
    for corner in EDGE:
        hand.click(*corner)


SCENE = Scene(
    media="image",
    fields=[field("polygon", "轮廓", "Outline", [label("flower", "1", "花", "Flower", "#2f6fd6")])],
    row={"image": "flower.jpg"},
    files=photo("flower.jpg"),
    act=act,
    gives=["flower"],
    dark=True,
)
