"""A flower painted with the brush, and one that is cut off."""

from workers.scenes.base import Scene, field, label, photo
from workers.scenes.hand import Hand


def act(hand: Hand) -> None:
    hand.press("1", "m")
    for way in [
        [(230, 140), (370, 140), (410, 190), (200, 190), (200, 240), (412, 240), (392, 290), (222, 290), (330, 325)],
        [(300, 110), (300, 320)],
    ]:
        hand.drag(way[0], *way[1:])
    hand.press("Enter", "2")
    hand.drag((296, 404), (340, 386), (420, 404), (440, 416))


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
