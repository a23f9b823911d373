"""One label for a text."""

from workers.scenes.base import Scene, field, label
from workers.scenes.hand import Hand

MOODS = [
    label("good", "1", "满意", "Content"),
    label("none", "2", "中性", "Neutral"),
    label("bad", "3", "不满", "Discontent", description="明确表示不满、要求投诉或取消服务。"),
]


def act(hand: Hand) -> None:
    hand.press("3")


SCENE = Scene(
    fields=[field("choice", "情感", "Mood", MOODS, required=True)],
    row={"text": "快递显示三天前就到了成都，可到今天也没有人给我送，打电话过去一直占线。"},
    act=act,
    gives="bad",
)
