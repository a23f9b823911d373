"""A flower filled within its outline, and one that is cut off, with the brush gone over its edge."""

from workers.scenes.base import Scene, field, label, photo
from workers.scenes.hand import Hand
from workers.scenes.polygon import EDGE

CUT_OFF = [(292, 424), (306, 398), (340, 378), (376, 374), (420, 384), (446, 408), (462, 424)]


def act(hand: Hand) -> None:
    hand.press("1", "w")
    for corner in EDGE[:-1]:
        hand.click(*corner)
    hand.press("Enter", "Enter", "2")
    for corner in CUT_OFF:
        hand.click(*corner)
    hand.press("Enter", "m")
    hand.drag((306, 410), (340, 390), (420, 396), (440, 410))


SCENE = Scene(
    media="image",
    fields=[
        field(
            "mask",
            "花朵",
            "Flowers",
            [label("open", "1", "完整", "Whole", "#2f6fd6"), label("cut", "2", "被截断", "Cut off", "#b3392f")],
        )
    ],
    row={"image": "flower.jpg"},
    files=photo("flower.jpg"),
    act=act,
    gives=["open", "cut"],
)
