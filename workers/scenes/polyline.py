"""The legs of a tripod, as lines."""

from workers.scenes.base import Scene, field, label, photo
from workers.scenes.hand import Hand

LEGS = [[(290, 316), (262, 420), (236, 500)], [(304, 316), (352, 410), (402, 502)]]


def act(hand: Hand) -> None:
    for leg in LEGS:
        for point in leg:
            hand.click(*point)
        hand.press("Enter", "Escape")


SCENE = Scene(
    media="image",
    fields=[field("polyline", "支架", "Tripod", [label("leg", "1", "支腿", "Leg", "#b3392f")])],
    row={"image": "camera.jpg"},
    files=photo("camera.jpg"),
    act=act,
    gives=["leg", "leg"],
)
