"""What stands on the table, in boxes."""

from workers.scenes.base import Scene, field, label, photo
from workers.scenes.hand import Hand

CUP = label("cup", "1", "杯子", "Cup", "#b3392f")
SPOON = label("spoon", "2", "勺子", "Spoon", "#2f6fd6")


def act(hand: Hand) -> None:
    for key, start, end in [("1", (170, 18), (412, 312)), ("2", (322, 66), (426, 328))]:
        hand.press(key)
        hand.drag(start, end)
        hand.press("Escape")  # a digit would relabel the box that is selected


SCENE = Scene(
    media="image",
    fields=[field("box", "桌上的物品", "Things on the table", [CUP, SPOON])],
    row={"image": "coffee.jpg"},
    files=photo("coffee.jpg"),
    act=act,
    gives=["cup", "spoon"],
)
