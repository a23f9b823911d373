"""Several labels for an image."""

from workers.scenes.base import Scene, field, label, photo
from workers.scenes.hand import Hand

SEEN = [
    label("building", "1", "建筑", "Building"),
    label("water", "2", "水面", "Water"),
    label("trees", "3", "树木", "Trees"),
    label("people", "4", "人物", "People"),
]


def act(hand: Hand) -> None:
    hand.press("1", "2", "3")


SCENE = Scene(
    media="image",
    fields=[field("choices", "画面内容", "What is seen", SEEN, minimum=1)],
    row={"image": "china.jpg"},
    files=photo("china.jpg"),
    act=act,
    gives=["building", "water", "trees"],
)
