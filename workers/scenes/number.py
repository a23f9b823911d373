"""A number read off an image."""

from workers.scenes.base import Scene, field, photo
from workers.scenes.hand import Hand


def act(hand: Hand) -> None:
    hand.press("q")
    hand.page.keyboard.type("2")


SCENE = Scene(
    media="image",
    fields=[field("number", "可见的避雷塔", "Lightning towers seen", minimum=0, maximum=20, step=1, unit="座")],
    row={"image": "rocket.jpg"},
    files=photo("rocket.jpg"),
    act=act,
    gives=2,
)
