"""What each turn of a telephone call is meant to do."""

from workers.scenes.base import Scene, field, label
from workers.scenes.hand import Hand

ACTS = [label("ask", "1", "询问", "Asks"), label("tell", "2", "告知", "Tells"), label("moan", "3", "抱怨", "Complains")]
TURNS = [
    {"speaker": "客户", "text": "你好，我家的宽带从昨晚断到现在，都没人管。", "time": 0.4},
    {"speaker": "坐席", "text": "很抱歉给您添麻烦了，请问您的宽带账号尾号是多少？", "time": 6},
    {"speaker": "客户", "text": "尾号零八二七。", "time": 12},
]


def act(hand: Hand) -> None:
    hand.press("3", "1", "2")


SCENE = Scene(
    fields=[field("turns", "说话意图", "What it does", ACTS, required=True)],
    row={"turns": TURNS},
    act=act,
    gives={"0": "moan", "1": "ask", "2": "tell"},
)
